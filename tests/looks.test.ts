import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import type { Server } from '@hapi/hapi';
import type { AccessRecord } from '../records/box.js';
import { printedPatientId, type PatientId, type VisitId } from '../records/ids.js';
import type { Demographics, Role } from '../records/people.js';
import { buildServer } from '../node-server/server.js';
import { LookKeeper } from '../node-server/access/look-keeper.js';
import { visitPath } from '../node-server/stations/visit-path.js';
import { stationPages } from '../node-server/stations.js';
import { Facility } from '../node-server/facility.js';
import { PasswordBook } from '../node-server/password-book.js';
import { hashPassword } from '../node-server/password.js';
import { sampleParts } from './sample-parts.js';
import { HttpUser } from './http-user.js';
import { QUICK_COST } from './quick-cost.js';

// Law 8: each route of a running centre either leaves an access record of whom it showed, or shows nobody.

const BOX = 'BR1042';
const PASSWORD = 'नदी-pulse-42';
const PCM = 'paracetamol-tab-500mg';
const ROLES: Role[] = ['clerk', 'nurse', 'doctor', 'lab', 'pharmacist', 'incharge'];
/** Nothing of hers may stand on a page that says it shows nobody. */
const SITA: Demographics = {
  name: 'सीतामढ़ीवाली देवी',
  sex: 'female',
  birthDate: '1992',
  mobile: '9812343210',
};
const SITA_AGAIN = { name: SITA.name, sex: 'female', age: '34', mobile: '9812343210' };

const SENT = 'BR1042-20261121-001-1';
const RECEIVED = 'BR0977-20261120-007-1';

interface Place {
  facility: Facility;
  server: Server;
  keeper: LookKeeper;
  user: HttpUser;
  patient: PatientId;
  visit: VisitId;
}

let place: Place;
t.before(async () => {
  place = await openPlace();
});
t.teardown(async () => {
  place.user.close();
  await place.server.stop({ timeout: 1_000 });
  await place.keeper.stop();
  await place.facility.stop();
});

interface Call {
  /** address of the example, the route's own pattern where absent */
  url?: string;
  /** form of a POST that shows a page: one that is not saved, or only shown again */
  form?: Record<string, string>;
  /** the page is about this visit */
  visit?: boolean;
}

/** An example of each route that shows patients. A route without one here fails the test. */
function examples({ patient, visit }: Place): Record<string, Call> {
  const key = visitPath(visit);
  const id = printedPatientId(patient);
  return {
    'GET /counter': { url: '/counter?q=9812343210' },
    'GET /counter/new': { url: `/counter/new?household=${id}` },
    'POST /counter/new': { form: SITA_AGAIN },
    'GET /counter/patient/{id}': { url: `/counter/patient/${id}` },
    'POST /counter/patient/{id}': { url: `/counter/patient/${id}`, form: { station: 'nowhere' } },
    'GET /counter/patient/{id}/change': { url: `/counter/patient/${id}/change` },
    'POST /counter/patient/{id}/change': { url: `/counter/patient/${id}/change`, form: { name: '' } },
    'GET /counter/slip/{visit}': { url: `/counter/slip/${key}`, visit: true },
    'GET /counter/slip/{visit}/{paper}': { url: `/counter/slip/${key}/a5`, visit: true },
    'GET /counter/patient/{id}/consent': { url: `/counter/patient/${id}/consent` },
    'POST /counter/patient/{id}/consent': { url: `/counter/patient/${id}/consent`, form: {} },
    'GET /counter/patient/{id}/household': { url: `/counter/patient/${id}/household` },
    'POST /counter/patient/{id}/household': { url: `/counter/patient/${id}/household`, form: {} },
    'GET /counter/patient/{id}/other-number': { url: `/counter/patient/${id}/other-number` },
    'POST /counter/patient/{id}/other-number': { url: `/counter/patient/${id}/other-number`, form: {} },
    'GET /emergency': { url: '/emergency?q=9812343210' },
    'GET /emergency/{id}': { url: `/emergency/${id}` },
    'POST /emergency/{id}': { url: `/emergency/${id}`, form: { why: 'other' } },
    'GET /history': { url: '/history?q=9812343210' },
    'GET /history/{id}': { url: `/history/${id}` },
    'POST /history/{id}': { url: `/history/${id}`, form: {} },
    'POST /history/{id}/open': { url: `/history/${id}/open`, form: { why: 'other' } },
    'GET /reports/{id}/{period}': { url: '/reports/opd-register/2026-11-21' },
    'GET /reports/{id}/{period}/print': { url: `/reports/patient-summary/${id}/print` },
    'GET /reports/{id}/{period}/csv': { url: '/reports/opd-register/2026-11-21/csv' },
    'GET /reports/{id}/{period}/trace/{figure}': {
      url: `/reports/opd-register/2026-11-21/trace/${encodeURIComponent(visit)}`,
    },
    'GET /audit/break-glass': {},
    'GET /audit/patient/{id}': { url: `/audit/patient/${id}` },
    'GET /queue': {},
    'GET /queue/visit/{visit}': { url: `/queue/visit/${key}`, visit: true },
    'GET /vitals': {},
    'GET /vitals/{visit}': { url: `/vitals/${key}`, visit: true },
    'POST /vitals/{visit}': { url: `/vitals/${key}`, form: { pulse: 'x' }, visit: true },
    'GET /doctor': {},
    'GET /doctor/{visit}': { url: `/doctor/${key}`, visit: true },
    'POST /doctor/{visit}': { url: `/doctor/${key}`, form: { action: 'days:0:7' }, visit: true },
    'GET /doctor/{visit}/critical': { url: `/doctor/${key}/critical?shown=0` },
    'GET /doctor/{visit}/prescription.pdf': { url: `/doctor/${key}/prescription.pdf`, visit: true },
    'GET /lab': {},
    'GET /lab/{visit}': { url: `/lab/${key}`, visit: true },
    'POST /lab/{visit}': { url: `/lab/${key}`, form: {}, visit: true },
    'GET /lab/{visit}/results': { url: `/lab/${key}/results`, visit: true },
    'GET /lab/{visit}/correct/{serial}': { url: `/lab/${key}/correct/1`, visit: true },
    'POST /lab/{visit}/correct/{serial}': { url: `/lab/${key}/correct/1`, form: {}, visit: true },
    'GET /pharmacy': {},
    'GET /pharmacy/{visit}': { url: `/pharmacy/${key}`, visit: true },
    'POST /pharmacy/{visit}': { url: `/pharmacy/${key}`, form: { find: '1' }, visit: true },
    'GET /pharmacy/{visit}/label': { url: `/pharmacy/${key}/label`, visit: true },
    'GET /pharmacy/{visit}/return': { url: `/pharmacy/${key}/return`, visit: true },
    'POST /pharmacy/{visit}/return': { url: `/pharmacy/${key}/return`, form: {}, visit: true },
    'GET /referrals': {},
    'GET /referrals/{code}': { url: `/referrals/${SENT}`, visit: true },
    'POST /referrals/{code}': { url: `/referrals/${RECEIVED}`, form: { status: 'seen' } },
    'GET /referrals/{code}/arrive': { url: `/referrals/${RECEIVED}/arrive` },
    'POST /referrals/{code}/arrive': { url: `/referrals/${RECEIVED}/arrive`, form: { name: '' } },
    'GET /referrals/{code}/again': { url: `/referrals/${SENT}/again`, visit: true },
    'POST /referrals/{code}/again': { url: `/referrals/${SENT}/again`, form: { to: 'x' }, visit: true },
    'GET /referrals/{code}/cancel': { url: `/referrals/${SENT}/cancel`, visit: true },
    'POST /referrals/{code}/cancel': { url: `/referrals/${SENT}/cancel`, form: { reason: '' }, visit: true },
    'GET /referrals/{code}/slip.pdf': { url: `/referrals/${SENT}/slip.pdf`, visit: true },
  };
}

/** Parts of the addresses of pages that show nobody. */
const FILLED: Record<string, string> = {
  '{kind}': 'drug',
  '{item}': PCM,
  '{version}': 'x',
  '{file}': 'nadi.css',
};

void t.test('every route says whether it shows patients', (t) => {
  for (const { method, path, settings } of place.server.table()) {
    const { looks, exempt } = settings.plugins?.nadi ?? {};
    t.ok(looks !== undefined || exempt !== undefined, `${method} ${path}`);
  }
  t.end();
});

void t.test('a route that shows a patient leaves a record of whom, by whom, where', async (t) => {
  const calls = examples(place);
  for (const { method, path, settings } of place.server.table()) {
    const action = settings.plugins?.nadi?.looks;
    if (action === undefined) continue;
    const name = `${method.toUpperCase()} ${path}`;
    const call = calls[name];
    if (!call) {
      t.fail(`${name} has no example in this test`);
      continue;
    }
    const found = await accessRecordsOf(() =>
      call.form
        ? place.user.post(call.url ?? path, call.form)
        : place.user.get(call.url ?? path).then((answer) => answer),
    );
    const about = found.filter(({ patients }) => patients.includes(place.patient));
    t.ok(about.length > 0, `${name} leaves an access record`);
    t.match(about[0], { by: 'asha', action, route: path }, name);
    if (call.visit)
      t.ok(
        about.some(({ visit }) => visit === place.visit),
        `${name} names the visit`,
      );
  }
});

void t.test('a page that shows nobody holds nothing of a patient', async (t) => {
  const { facility, user } = place;
  const shows = [SITA.name, SITA.mobile ?? '', printedPatientId(place.patient)];
  for (const { method, path, settings } of place.server.table()) {
    const { exempt } = settings.plugins?.nadi ?? {};
    if (exempt === undefined || path === '/display/events' || path === '/{any*}') continue;
    const url = path
      .replace('{visit}', visitPath(place.visit))
      .replace(/\{\w+\}/g, (part) => FILLED[part] ?? part);
    if (path === '/log-out') continue;
    const before = await accessCount(facility);
    const answer = method === 'get' ? await user.get(url) : await user.post(url, { visit: place.visit });
    for (const what of shows) t.notMatch(answer.body, what, `${method} ${path} does not show ${what}`);
    await place.keeper.flush();
    t.equal(await accessCount(facility), before, `${method} ${path} leaves no record`);
  }
});

void t.test('a page that failed, and one that only leads on, showed nobody', async (t) => {
  const { patient } = place;
  const none = [
    () => place.user.get('/counter/patient/BR1042-999999-X'),
    () => place.user.get(`/doctor?token=1`),
    () => place.user.get('/lab/20260101-999'),
  ];
  for (const call of none) {
    const found = await accessRecordsOf(call);
    t.same(
      found.filter(({ patients }) => patients.includes(patient)),
      [],
    );
  }
});

void t.test('a station whose route says nothing stops the start', async (t) => {
  const silent = { method: 'GET' as const, path: '/silent', handler: () => 'hello' };
  const stations = [{ name: 'counter', path: '/silent', roles: ROLES, routes: [silent] }];
  await t.rejects(
    buildServer(place.facility, {
      sessionKey: 'a key for tests that is long enough, surely',
      passwords: new PasswordBook(() => Promise.resolve(null)),
      stations,
    }),
    /GET \/silent must say whether it shows patients/,
  );
});

/** What the call left behind, whatever was looked at before. */
async function accessRecordsOf(call: () => Promise<unknown>): Promise<AccessRecord[]> {
  const written: AccessRecord[] = [];
  const stop = place.facility.onWritten((records) => {
    written.push(...records.filter((record) => record.type === 'access'));
  });
  clock += 2 * 3_600_000;
  await call();
  // The answer is here a moment before the server has heard that it went out.
  await new Promise((resolve) => setTimeout(resolve, 20));
  await place.keeper.flush();
  stop();
  return written;
}

async function accessCount(facility: Facility): Promise<number> {
  const { rows } = await facility.databases.records.allDocs({
    startkey: `access:${BOX}:`,
    endkey: `access:${BOX}:\uffff`,
  });
  return rows.length;
}

/** Looks are told apart by this one: each call is hours after the one before. */
let clock = 0;

/** A centre with all its stations, and one patient who has been everywhere but is still in the queue. */
async function openPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-looks-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const now = Date.parse('2026-11-21T04:30:00Z');
  const facility = await Facility.open({ folder, box: BOX, now: () => now });
  const keeper = new LookKeeper({
    append: (saving, build) => facility.append(saving, build),
    monotonic: () => clock,
    onTrouble: (error) => {
      throw error;
    },
  });
  await facility.append({ by: 'asha' }, (draft) => {
    draft.facility({ name: { hi: 'रामपुर', en: 'Rampur' }, level: 'PHC' });
    draft.staff({ staff: 'asha', name: { hi: 'आशा', en: 'Asha' }, roles: ROLES, active: true });
    draft.stock({ item: PCM, batch: 'A', expiry: '2028-03', change: 100, kind: 'opening' });
  });
  const patient = await facility.append({ by: 'asha' }, (draft) => draft.patient(SITA)._id);
  const visit = await facility.append({ by: 'asha' }, (draft) => {
    const visit = draft.visit({ patient, kind: 'new', station: 'doctor' })._id;
    draft.part(visit, 'vitals', { patient, pulse: 88 });
    draft.part(visit, 'consultation', { patient, complaints: [{ text: 'बुखार' }] });
    const dose = { pattern: '1-0-1', amount: 1, unit: 'tablet', days: 5 };
    const lines = [{ line: 1, drug: PCM, name: 'Paracetamol', dose, quantity: 10 }];
    const prescription = draft.part(visit, 'prescription', { patient, lines })._id;
    const order = draft.part(visit, 'lab-order', { patient, tests: ['HB', 'CBC-WBC'] })._id;
    draft.part(visit, 'lab-result', { patient, order, test: 'HB', value: 4, unit: 'g/dL', flag: 'critical' });
    const given = [{ line: 1, drug: PCM, batch: 'A', quantity: 4 }];
    const dispense = draft.part(visit, 'dispense', { patient, prescription, lines: given })._id;
    draft.stock({ item: PCM, batch: 'A', expiry: '2028-03', change: -4, kind: 'dispense', dispense });
    draft.part(visit, 'referral', { patient, facility: 'सदर अस्पताल', to: 'BR0977', reason: 'तेज़ बुखार' });
    return visit;
  });
  await facility.append({ by: 'asha' }, (draft) => {
    const route = '/emergency/{id}';
    draft.box('access', { action: 'view', patients: [patient], route, reason: 'emergency' });
  });
  // One who waits at each station, so that no list is empty of her.
  for (const station of ['vitals', 'lab', 'pharmacy'] as const) {
    await facility.append({ by: 'asha' }, (draft) => draft.visit({ patient, kind: 'returning', station }));
  }
  const referral = 'visit:BR0977:20261120-007:referral:1';
  await facility.databases.inbox.put({
    ...{ _id: `referral:${referral}`, type: 'referral-in', referral, from: { code: 'BR0977' }, patient },
    ...{ at: '2026-11-20T04:30:00.000Z', by: 'ravi', reason: 'बुखार', summary: { person: SITA } },
  } as object);
  const hash = await hashPassword(PASSWORD, QUICK_COST);
  const server = await buildServer(facility, {
    sessionKey: 'a key for tests that is long enough, surely',
    passwords: new PasswordBook(() => Promise.resolve(hash)),
    stations: stationPages(facility, await sampleParts(t, facility, folder)),
    looks: keeper,
  });
  await server.start();
  const user = new HttpUser(server.info.uri);
  await user.logIn('asha', PASSWORD);
  return { facility, server, keeper, user, patient, visit };
}
