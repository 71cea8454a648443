import type { ServerScope } from 'nano';
import { BOXES_DATABASE, CENTRE_USERS } from '../../central/centre-databases.js';
import type { FacilityDocument } from '../../central/directory/facility-document.js';
import { importFacilities } from '../../central/directory/import-facilities.js';
import { enrolBox } from '../../central/enrol/enrol-box.js';
import { enrolmentId, type Enrolment } from '../../central/enrol/enrolment-document.js';
import { initCentre } from '../../central/init/init-centre.js';
import { readDocument } from '../../central/read-document.js';
import { grantWebUser } from '../../central/web-users.js';
import { dayOf, isoDate } from '../../records/day.js';
import type { BoxId } from '../../records/ids.js';
import { runOut } from '../../records/progress.js';
import { readEnrolmentCode } from '../../sync/enrolment/enrolment-code.js';
import { redeemCode } from '../../sync/enrolment/redeem-code.js';
import { DEMO_PASSWORD } from '../demo/demo-staff.js';
import { DEMO_VIEWERS } from '../demo/demo-viewers.js';
import { keepDemoSecrets, secret, type DemoSecrets } from './demo-secrets.js';

/** What `nadi central init`, `nadi central facility import` and `nadi central user add` do. */
export async function makeDemoCentre(
  nano: ServerScope,
  { secrets, folder, directory }: { secrets: DemoSecrets; folder: string; directory: FacilityDocument[] },
): Promise<void> {
  const users = {
    password: () => secret(18),
    onPassword: async (name: string, password: string) => {
      secrets.programs[name] = password;
      await keepDemoSecrets(folder, secrets);
    },
    renew: Object.keys(CENTRE_USERS).some((user) => secrets.programs[user] === undefined),
  };
  await runOut(initCentre({ nano, users, now: () => new Date().toISOString() }));
  await runOut(importFacilities(nano, directory, { listedOn: isoDate(dayOf(Date.now())) }));
  for (const viewer of DEMO_VIEWERS) {
    const standing = await readDocument(nano, '_users', `org.couchdb.user:${viewer.name}`);
    if (!standing) await grantWebUser(nano, { ...viewer, password: DEMO_PASSWORD });
  }
}

/** What `nadi central enrol` and the box's set-up do with a code, once. */
export async function enrolDemoBox(
  nano: ServerScope,
  { box, password }: { box: BoxId; password: string },
  { url, gateway }: { url: string; gateway: string },
): Promise<void> {
  const standing = await readDocument<Enrolment>(nano, BOXES_DATABASE, enrolmentId(box));
  if (standing?.usedAt !== undefined) return;
  const at = new Date().toISOString();
  // Also one whose set-up was cut short, or that an earlier version made.
  const again = { again: true, unlisted: false };
  const offer = await enrolBox({ nano, box, url, gateway, password, at, days: 1, ...again });
  const code = readEnrolmentCode(offer.whole);
  if (code) await redeemCode({ gateway, box, secret: code.secret, device: 'demo' });
}
