import { startAdminServer } from '../admin/admin-server.js';
import { logRoutes } from '../admin/log-routes.js';
import { auditRoutes } from '../audit/audit-routes.js';
import { backupRoutes } from '../backup/backup-routes.js';
import type { LiveFacility } from '../live-facility.js';
import { reportAdminRoutes } from '../reports/report-admin-routes.js';
import { standbyAdminRoutes } from '../standby/standby-admin-routes.js';
import { stickRoutes } from '../stick/stick-routes.js';
import { syncCheckRoutes } from '../sync-check/sync-check-routes.js';
import type { BuiltPages } from './build-pages.js';
import type { OpenLedger } from './open-ledger.js';
import type { StartContext } from './start-context.js';
import type { Counting } from './start-counting.js';
import type { Keeping } from './start-keeping.js';
import type { Travel } from './start-travel.js';

export interface OperatorParts extends OpenLedger, Travel, Keeping, Counting, BuiltPages {
  live: LiveFacility;
  /** of the pages */
  addresses: () => string[];
}

/** The admin socket: what the command line and the terminal screens ask of a running box. */
export async function serveOperator(
  { folder, log, undo }: StartContext,
  parts: OperatorParts,
): Promise<void> {
  const { facility, key, seals, centre, sync, health, backups, locale, reports, live, addresses } = parts;
  const { lan, standbys } = parts;
  const onError = log.onTrouble;
  const seal = () => seals.sealNow().catch(seals.onTrouble);
  const admin = await startAdminServer({
    folder,
    facility: live,
    routes: [
      ...lan.adminRoutes,
      ...standbyAdminRoutes(standbys, lan.frame.tls?.ca.certificate, addresses),
      ...logRoutes(folder),
      ...auditRoutes({ facility, key, locale, folder, backups, onError }),
      ...backupRoutes(backups, onError),
      ...stickRoutes(
        {
          ...{ facility, folder, key, locale, seal },
          pauseSync: (work) => sync.paused(work),
          health: (known) => health.describe(known),
        },
        onError,
      ),
      ...syncCheckRoutes({ facility, centre, syncNow: () => sync.syncNow(), locale, onError }),
      ...reportAdminRoutes({ facility, desk: reports, locale, addresses, onError }),
    ],
    onError,
  });
  undo.add(() => admin.stop());
}
