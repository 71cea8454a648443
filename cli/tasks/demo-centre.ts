import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerScope } from 'nano';
import { BOXES_DATABASE } from '../../central/centre-databases.js';
import { facilityId, type FacilityDocument } from '../../central/directory/facility-document.js';
import { importFacilities } from '../../central/directory/import-facilities.js';
import { enrolBox } from '../../central/enrol/enrol-box.js';
import { enrolmentId, type Enrolment } from '../../central/enrol/enrolment-document.js';
import { initCentre } from '../../central/init/init-centre.js';
import { readDocument } from '../../central/read-document.js';
import { endOf } from '../../records/end-of.js';
import { readEnrolmentCode } from '../../sync/enrolment/enrolment-code.js';
import { redeemCode } from '../../sync/enrolment/redeem-code.js';
import { DEMO_BOX } from '../demo/demo-staff.js';

/** The centre's log-ins of a demo. */
export interface DemoSecrets {
  admin: string;
  box: string;
  /** of the centre's own programs */
  programs: Record<string, string>;
}

const secretsFile = (folder: string): string => join(folder, 'centre-secrets.json');

/** Made once. */
export async function demoSecrets(folder: string): Promise<DemoSecrets> {
  const made = { admin: secret(9), box: secret(18), programs: {} };
  try {
    // A demo that an earlier version made has no programs yet.
    const kept = JSON.parse(await readFile(secretsFile(folder), 'utf8')) as Partial<DemoSecrets>;
    return { ...made, ...kept };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await keep(folder, made);
  return made;
}

/** What `nadi central init` and `nadi central facility import` do; the gateway's account. */
export async function makeDemoCentre(
  nano: ServerScope,
  secrets: DemoSecrets,
  folder: string,
): Promise<{ user: string; password: string }> {
  const user = 'nadi-gateway';
  const users = {
    password: () => secret(18),
    onPassword: async (name: string, password: string) => {
      secrets.programs[name] = password;
      await keep(folder, secrets);
    },
    renew: secrets.programs[user] === undefined,
  };
  await endOf(initCentre({ nano, users, now: () => new Date().toISOString() }));
  await endOf(importFacilities(nano, DEMO_FACILITIES, false));
  return { user, password: secrets.programs[user] ?? '' };
}

/** What `nadi central enrol` and the box's set-up do with a code, once. */
export async function enrolDemoBox(
  nano: ServerScope,
  { box: password }: DemoSecrets,
  { url, gateway }: { url: string; gateway: string },
): Promise<void> {
  const standing = await readDocument<Enrolment>(nano, BOXES_DATABASE, enrolmentId(DEMO_BOX));
  if (standing?.usedAt !== undefined) return;
  const at = new Date().toISOString();
  // Also one whose set-up was cut short, or that an earlier version made.
  const again = { again: true, unlisted: false };
  const offer = await enrolBox({ nano, box: DEMO_BOX, url, gateway, password, at, days: 1, ...again });
  const code = readEnrolmentCode(offer.whole);
  if (code) await redeemCode({ gateway, box: DEMO_BOX, secret: code.secret, device: 'demo' });
}

const DEMO_FACILITIES: readonly FacilityDocument[] = [
  {
    _id: facilityId(DEMO_BOX),
    type: 'facility',
    v: 1,
    code: DEMO_BOX,
    name: { en: 'Primary Health Centre Rampur', hi: 'प्राथमिक स्वास्थ्य केंद्र रामपुर' },
    kind: 'PHC',
    ownership: 'government',
    state: '10',
    district: '208',
    stateName: 'Bihar',
    districtName: 'Muzaffarpur',
    blockName: 'Sakra',
    services: ['lab', 'opd', 'pharmacy'],
    hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '09:00', to: '15:00' }],
    status: 'open',
  },
];

function secret(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

async function keep(folder: string, secrets: DemoSecrets): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(secretsFile(folder), JSON.stringify(secrets), { mode: 0o600 });
}
