import type { Server } from '@hapi/hapi';
import type { AdminStatus } from '../admin/admin-api.js';
import { backupLine } from '../backup/backup-line.js';
import { HistoryDesk } from '../history/history-desk.js';
import { KeptHistories } from '../history/kept-histories.js';
import { startLan, type RunningLan } from '../lan/start-lan.js';
import type { PasswordBook } from '../password-book.js';
import { buildServer } from '../server.js';
import { StandbyBook } from '../standby/standby-book.js';
import { standbyLanRoutes } from '../standby/standby-lan-routes.js';
import { stationCounts, stationPages } from '../stations.js';
import { syncLine, urgentLine } from '../sync-lines.js';
import type { OpenLedger } from './open-ledger.js';
import type { StartContext } from './start-context.js';
import type { Counting } from './start-counting.js';
import type { Keeping } from './start-keeping.js';
import type { Travel } from './start-travel.js';

export interface PageParts extends Pick<OpenLedger, 'facility'>, Travel, Keeping, Counting {
  passwords: PasswordBook;
  readStatus: () => Promise<AdminStatus>;
}

/** Each instead of what set-up wrote; a port of 0 is any free one. */
export interface PageAddress {
  host?: string | undefined;
  port?: number | undefined;
  /** of the trust page; counts where the pages speak HTTPS */
  httpPort?: number | undefined;
}

export interface BuiltPages {
  server: Server;
  lan: RunningLan;
  standbys: StandbyBook;
}

/** The pages of the stations, with what of the LAN belongs to them; they do not listen yet. */
export async function buildPages(
  { folder, settings, secrets, now, log, undo }: StartContext,
  { facility, centre, sync, backups, looks, locale, reports, passwords, readStatus }: PageParts,
  address: PageAddress,
): Promise<BuiltPages> {
  const { onTrouble } = log;
  const kept = await KeptHistories.open(folder, () => facility.now());
  undo.add(() => kept.close());
  const history = new HistoryDesk({ facility, kept, centre, onTrouble });
  undo.add(() => history.close());
  const host = address.host ?? settings.host;
  const httpPort = address.httpPort ?? (address.port === 0 ? 0 : undefined);
  const lan = await startLan({
    ...{ folder, settings, facility, clock: now, host, log: log.write },
    ...(httpPort !== undefined && { httpPort }),
  });
  undo.add(() => lan.stop());
  const standbys = await StandbyBook.open(facility, { log: log.write });
  undo.add(() => standbys.stop());
  const server = await buildServer(facility, {
    sessionKey: secrets.cookieKey,
    passwords,
    stations: stationPages(facility, { readStatus, reports, history, papers: settings.papers }),
    counts: () => stationCounts(facility),
    syncLine: (language) => syncLine(sync.state(), language, locale),
    urgentLine: (language) => urgentLine(sync.state(), language, locale),
    backupLine: (language) => backupLine(backups.health(), language, locale.in(language)),
    log: log.write,
    looks,
    language: settings.language,
    host,
    lan: {
      ...lan.frame,
      standbyRoutes: standbyLanRoutes({ folder, facility, book: standbys, log: log.write }),
    },
    port: address.port ?? settings.port,
    locale,
  });
  return { server, lan, standbys };
}
