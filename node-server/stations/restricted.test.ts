import { execFileSync } from 'node:child_process';
import t from 'tap';
import type { AccessRecord } from '../../records/box.js';
import { printedPatientId, type PatientId, type VisitId } from '../../records/ids.js';
import type { Role } from '../../records/people.js';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import type { HttpUser } from '../../tests/http-user.js';
import { translate } from '../../templates/locale.js';
import { auditPages } from './audit.js';
import { counterPages } from './counter.js';
import { doctorPages } from './doctor.js';
import { emergencyPages } from './emergency.js';
import { labPages } from './lab.js';
import { pharmacyPages } from './pharmacy.js';
import { visitPath } from './visit-path.js';
import { vitalsPages } from './vitals.js';

const PCM = 'paracetamol-tab-500mg';
const CLOSED = /यहाँ एक गोपनीय प्रविष्टि है/;
const DAY_MS = 86_400_000;
const STAFF: [string, Role[]][] = [
  ['imran', ['lab']],
  ['poonam', ['pharmacist']],
  ['pushpa', ['incharge']],
];

let centre: StationCentre;
let verma: HttpUser;
let patient: PatientId;
let visit: VisitId;
let key: string;
let id: string;
t.beforeEach(async () => {
  centre = await openStationCentre((facility) => [
    counterPages(facility),
    vitalsPages(facility),
    doctorPages(facility),
    labPages(facility),
    pharmacyPages(facility),
    emergencyPages(facility),
    auditPages(facility),
  ]);
  await centre.facility.append({ by: 'asha' }, (draft) => {
    for (const [staff, roles] of STAFF) {
      draft.staff({ staff, name: { hi: staff, en: staff }, roles, active: true });
    }
    draft.stock({ item: PCM, batch: 'A', expiry: '2028-03', change: 100, kind: 'opening' });
  });
  verma = await centre.logIn('dr.verma');
  patient = await centre.register({
    name: 'सीता देवी',
    sex: 'female',
    birthDate: '1992',
    mobile: '9812343210',
  });
  visit = await arrive();
  key = visitPath(visit);
  id = printedPatientId(patient);
});
t.afterEach(() => centre.stop());

const arrive = (): Promise<VisitId> =>
  centre.facility.append(
    { by: 'asha' },
    (draft) => draft.visit({ patient, kind: 'new', station: 'doctor', reason: 'नींद नहीं आती' })._id,
  );
const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const press = (action: string, fields: Record<string, string> = {}) =>
  verma.post(`/doctor/${key}`, { action, seen: '0', ...fields });
const standing = () => centre.facility.restrictions.of(patient);
const DEPRESSION = { 'diagnosis.0.code': 'F32.9', 'diagnosis.0.ongoing': 'yes' };
const LINE = {
  'line.0.drug': PCM,
  'line.0.pattern': '1-0-1',
  'line.0.amount': '1',
  'line.0.days': '5',
  'line.0.quantity': '10',
  'line.0.auto': '10',
};
/** Signed with a diagnosis that a law protects, a medicine and a test; the doctor leaves the tick where it is. */
const signRestricted = () =>
  press('sign', {
    ...DEPRESSION,
    ...LINE,
    tests: 'HB',
    restrictAsked: 'mental-health',
    restrict: 'mental-health',
  });

void t.test('a protected diagnosis suggests a restriction, and one tick decides', async (t) => {
  const asked = await press('find', DEPRESSION);
  t.match(asked.body, /name="restrict" value="mental-health" checked/);
  t.notMatch((await press('find', { 'diagnosis.0.code': 'I10' })).body, 'name="restrict"');
  const unticked = await press('find', { ...DEPRESSION, restrictAsked: 'mental-health' });
  t.match(unticked.body, /name="restrict" value="mental-health">/, 'a tick that was taken off stays off');
  t.equal((await signRestricted()).status, 302);
  t.match(standing(), [{ category: 'mental-health', visit, by: 'dr.verma' }]);
});

void t.test('without the tick nothing is restricted', async (t) => {
  await press('sign', { ...DEPRESSION, restrictAsked: 'mental-health' });
  t.same(standing(), []);
});

void t.test(
  'a doctor restricts a visit or the whole record, keeps the draft, and lifts it again',
  async (t) => {
    const missing = await press('restrict-set', { restrictReason: 'x' });
    t.equal(missing.status, 400);
    const page = await press('restrict-set', { restrictCategory: 'hiv', restrictScope: 'record', ...LINE });
    t.match(page.body, `name="line.0.drug" value="${PCM}"`, 'what was typed stays');
    t.match(text(page.body), /एचआईवी \/ एड्स पूरा रिकॉर्ड/);
    await press('restrict-set', { restrictCategory: 'hiv', restrictScope: 'record' });
    t.equal(standing().length, 1, 'a second time changes nothing');
    const [first] = standing();
    await press(`restrict-lift:${first?._id ?? ''}`);
    t.same(standing(), []);
    t.equal((await press(`restrict-lift:${patient}:BR1042:999`)).status, 404);
    // From a page that is only read.
    await press('sign', LINE);
    const alone = await press('restrict-set', {
      restrictCategory: 'mtp',
      restrictScope: 'visit',
      alone: 'yes',
    });
    t.equal(alone.location, `/doctor/${key}`);
    t.match((await verma.get(`/doctor/${key}`)).body, 'गर्भपात');
  },
);

void t.test(
  'the stations that have work in a restricted visit see that work, until it is done',
  async (t) => {
    await signRestricted();
    const [imran, poonam] = [await centre.logIn('imran'), await centre.logIn('poonam')];
    for (const [user, path] of [
      [imran, `/lab/${key}`],
      [poonam, `/pharmacy/${key}`],
    ] as const) {
      const { status, body } = await user.get(path);
      t.equal(status, 200, path);
      t.notMatch(body, 'अवसाद', 'no diagnosis');
    }
    await centre.facility.append({ by: 'poonam', visits: [visit] }, (draft) => {
      const lines = [{ line: 1, drug: PCM, batch: 'A', quantity: 10 }];
      draft.part(visit, 'dispense', { patient, prescription: `${visit}:rx:1`, lines });
    });
    t.equal((await poonam.get(`/pharmacy/${key}/label`)).status, 200, 'what one did today one still sees');
    centre.clock.now += DAY_MS;
    const tomorrow = await centre.logIn('poonam');
    for (const path of [`/pharmacy/${key}`, `/pharmacy/${key}/label`, `/pharmacy/${key}/return`]) {
      const { status, body } = await tomorrow.get(path);
      t.equal(status, 403, path);
      t.match(body, CLOSED);
      t.notMatch(body, 'Paracetamol');
      t.match(body, `/emergency/${id}?reason=1`);
    }
    t.equal((await tomorrow.post(`/pharmacy/${key}/return`, { reason: 'not-needed' })).status, 403);
  },
);

void t.test('all others are told that something stands there, and nothing of it', async (t) => {
  await signRestricted();
  const pushpa = await centre.logIn('pushpa');
  const { status, body } = await pushpa.get(`/lab/${key}/results`);
  t.equal(status, 403);
  t.match(body, CLOSED);
  t.equal((await verma.get(`/lab/${key}/results`)).status, 200, 'the doctor reads on');
  t.notMatch((await pushpa.get(`/counter/slip/${key}`)).body, 'नींद नहीं आती', 'nor what she came for');
  t.match((await (await centre.logIn('asha')).get(`/counter/slip/${key}`)).body, 'नींद नहीं आती');
});

void t.test('a search does not tell of the visits that are closed', async (t) => {
  await signRestricted();
  centre.clock.now += 3 * DAY_MS;
  const meena = await centre.logIn('meena');
  const found = text((await meena.get('/counter?q=9812343210')).body);
  t.match(found, 'सीता देवी');
  t.match(found, translate('hi', 'counter.neverCame'));
});

void t.test('a nurse sees earlier vitals but those of a restricted visit', async (t) => {
  await centre.facility.append({ by: 'nisha', visits: [visit] }, (draft) => {
    draft.part(visit, 'vitals', { patient, pulse: 133 });
  });
  await signRestricted();
  centre.clock.now += 3 * DAY_MS;
  const next = await arrive();
  const nisha = await centre.logIn('nisha');
  const page = await nisha.get(`/vitals/${visitPath(next)}`);
  t.equal(page.status, 200);
  t.notMatch(page.body, '133');
  t.equal((await nisha.get(`/vitals/${key}`)).status, 403);
});

void t.test(
  'a reason opens one record to one person for half an hour, and the in-charge reads of it',
  async (t) => {
    await signRestricted();
    const [pushpa, meena] = [await centre.logIn('pushpa'), await centre.logIn('meena')];
    const path = `/lab/${key}/results`;
    const form = await pushpa.get(`/emergency/${id}?reason=1&back=${encodeURIComponent(path)}`);
    t.match(form.body, `name="back" value="${path}"`);
    const silent = await pushpa.post(`/emergency/${id}`, { why: 'other', back: path });
    t.equal(silent.status, 400, 'another reason needs words');
    t.equal((await pushpa.get(path)).status, 403);
    const opened = await pushpa.post(`/emergency/${id}`, { why: 'other', words: 'ज़िले की जाँच', back: path });
    t.equal(opened.location, path);
    t.equal((await pushpa.get(path)).status, 200);
    t.match(await reasons(), [{ by: 'pushpa', patients: [patient], visit, reason: 'other: ज़िले की जाँच' }]);

    const list = text((await pushpa.get('/audit/break-glass')).body);
    t.match(list, /pushpa.*सीता देवी.*कुछ और ज़िले की जाँच/);
    t.equal((await meena.get('/audit/break-glass')).status, 403);
    t.match(text((await verma.get(`/audit/patient/${id}`)).body), /pushpa.*कुछ और/);

    centre.clock.now += 31 * 60_000;
    t.equal((await pushpa.get(path)).status, 403, 'half an hour later it is closed again');
  },
);

void t.test('more looks than a page holds stand on further ones, each look on one of them', async (t) => {
  await centre.facility.append({ by: 'asha' }, (draft) => {
    for (let look = 1; look <= 60; look += 1) {
      const reason = `other: देखा-${String(look)}.`;
      draft.box('access', { action: 'view', patients: [patient], route: '/emergency/{id}', reason });
    }
  });
  const pushpa = await centre.logIn('pushpa');
  for (const path of ['/audit/break-glass', `/audit/patient/${id}`]) {
    const [first, second] = [await pushpa.get(path), await pushpa.get(`${path}?page=2`)];
    t.match(first.body, /2 में से 1[^]*href="\?page=2" rel="next"/, path);
    t.match(second.body, /href="\?page=1" rel="prev"[^]*2 में से 2/, path);
    const looks = (body: string): string[] => [...body.matchAll(/देखा-\d+/g)].map(([one]) => one);
    const [newest, older] = [looks(first.body), looks(second.body)];
    t.ok(newest.length > 0 && newest.length <= 50, path);
    t.equal(new Set([...newest, ...older]).size, 60, path);
    t.equal(newest.length + older.length, 60, path);
  }
});

void t.test('the next shift has to give a reason again', async (t) => {
  await signRestricted();
  const path = `/lab/${key}/results`;
  const pushpa = await centre.logIn('pushpa');
  await pushpa.post(`/emergency/${id}`, { why: 'care' });
  t.equal((await pushpa.get(path)).status, 200);
  centre.clock.now += 60_000;
  t.equal((await (await centre.logIn('pushpa')).get(path)).status, 403);
});

void t.test('a clerk in an emergency gives a reason, and sees what must be known', async (t) => {
  await centre.facility.append({ by: 'dr.verma', visits: [visit] }, (draft) => {
    draft.patientPart(patient, 'allergy', { substance: 'Penicillin', severity: 'severe' });
    const order = draft.part(visit, 'lab-order', { patient, tests: ['ABORH'] })._id;
    draft.part(visit, 'lab-result', { patient, order, test: 'ABORH', value: 'B+', flag: 'normal' });
  });
  await press('sign', {
    seen: String(centre.facility.recordCount - 1),
    ...LINE,
    'diagnosis.0.code': 'I10',
    'diagnosis.0.ongoing': 'yes',
  });
  const meena = await centre.logIn('meena');
  t.match((await meena.get('/emergency?q=9812343210')).body, `href="/emergency/${id}"`);
  const asked = await meena.get(`/emergency/${id}`);
  t.notMatch(asked.body, 'Penicillin');
  t.match(asked.body, /value="emergency"[^>]* checked/, 'one press is enough');
  await meena.post(`/emergency/${id}`, { why: 'emergency' });
  const view = text((await meena.get(`/emergency/${id}`)).body);
  for (const known of ['Penicillin', 'B+', 'पैरासिटामोल', 'उच्च रक्तचाप', '9812343210']) t.match(view, known);
  t.equal((await reasons()).length, 1);

  const nisha = await centre.logIn('nisha');
  t.match((await nisha.get(`/emergency/${id}`)).body, 'Penicillin', 'who treats needs no reason');
});

void t.test('the emergency view leaves out what is restricted, and says that something is', async (t) => {
  await signRestricted();
  const nisha = await centre.logIn('nisha');
  const before = (await nisha.get(`/emergency/${id}`)).body;
  t.match(before, CLOSED);
  t.notMatch(before, 'अवसाद');
  t.notMatch(before, 'पैरासिटामोल');
  await nisha.post(`/emergency/${id}`, { why: 'emergency' });
  const after = (await nisha.get(`/emergency/${id}`)).body;
  t.match(after, 'अवसाद');
  t.notMatch(after, CLOSED);
});

void t.test('paper names nothing restricted without consent', async (t) => {
  await signRestricted();
  const printed = async () => {
    const pdf = await fetchPdf(`/doctor/${key}/prescription.pdf`);
    return execFileSync('pdftotext', ['-', '-'], { input: pdf }).toString();
  };
  const without = await printed();
  t.match(without, /paracetamol/i);
  t.notMatch(without, 'Depression');
  const asha = await centre.logIn('asha');
  const consent = `/counter/patient/${id}/consent`;
  const given = { purpose: 'share', answer: 'yes', mode: 'thumb', until: '30-11-2026' };
  t.equal((await asha.post(consent, given)).location, consent);
  t.match(await printed(), 'Depression');
  const page = (await asha.get(consent)).body;
  const record = /name="consent" value="([^"]+)"/.exec(page)?.[1] ?? '';
  await asha.post(`${consent}/revoke`, { consent: record });
  await asha.post(`${consent}/revoke`, { consent: record });
  t.notMatch(await printed(), 'Depression');
  const records = await centre.facility.loadPatient(patient);
  t.equal(records.filter(({ type }) => type === 'consent').length, 2, 'revoked once');
  t.match(text((await asha.get(consent)).body), 'वापस ली');
  t.equal((await asha.post(consent, { ...given, until: '1-1-2020' })).status, 400);
});

async function fetchPdf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await centre.server.inject({
    url: path,
    auth: {
      strategy: 'session',
      credentials: { user: { staff: centre.facility.staff.find('dr.verma')! } },
    },
  });
  return new Uint8Array(answer.rawPayload);
}

async function reasons(): Promise<AccessRecord[]> {
  const { rows } = await centre.facility.databases.records.allDocs({
    startkey: 'access:',
    endkey: 'access:\uffff',
    include_docs: true,
  });
  return rows.flatMap((row) => ('doc' in row && row.doc?.type === 'access' ? [row.doc] : []));
}
