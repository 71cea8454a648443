import t from 'tap';
import { dayOf } from '../../records/day.js';
import { patientId, printedPatientId, visitId, type PatientId } from '../../records/ids.js';
import type { LinkDecision } from '../../records/person-links.js';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import { until } from '../../tests/until.js';
import { personConsents } from '../person-consents.js';
import { counterPages } from './counter.js';
import { issueSlip } from './counter/issue-slip.js';
import { doctorPages } from './doctor.js';
import { emergencyPages } from './emergency.js';
import { visitPath } from './visit-path.js';

let centre: StationCentre;
let old: PatientId;
let young: PatientId;
const ELSEWHERE = patientId('BR0977', 318);
const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

t.beforeEach(async () => {
  centre = await openStationCentre((facility) => [
    counterPages(facility),
    doctorPages(facility),
    emergencyPages(facility),
  ]);
  const mobile = '9812343210';
  old = await centre.register({ name: 'सुनीता देवी', sex: 'female', birthDate: '1988', mobile });
  young = await centre.register({ name: 'सुनीता कुमारी', sex: 'female', birthDate: '1989', mobile });
});
t.afterEach(() => centre.stop());

/** What the router puts into the box's inbox. */
async function decide(a: PatientId, b: PatientId, more: Partial<LinkDecision> = {}): Promise<void> {
  const [first = '', second = ''] = [a, b].sort();
  const { inbox } = centre.facility.databases;
  const _id = `link:${printedPatientId(first)}:${printedPatientId(second)}`;
  const standing = await inbox.get(_id).catch(() => null);
  const link = { type: 'link', a: first, b: second, decision: 'same', by: 'anita.dho' };
  await inbox.put({
    ...{ ...link, at: '2026-11-20T06:00:00.000Z', note: 'फ़ोन पर पूछा', ...more, _id },
    ...(standing && { _rev: standing._rev }),
  } as PouchDB.Core.PutDocument<object>);
  const joined = (more.decision ?? 'same') === 'same' && more.undone === undefined;
  const { links } = centre.facility;
  await until('the decision has come', () => links.idsOf(first).includes(second) === joined);
}

/** A visit with a signed diagnosis, and an allergy, under one of the numbers. */
async function seeDoctor(patient: PatientId, illness: string): Promise<string> {
  const { visit } = await issueSlip(centre.facility, { by: 'asha' }, patient, { station: 'doctor' });
  await centre.facility.append({ by: 'dr.verma', visits: [visit] }, (draft) => {
    draft.part(visit, 'diagnosis', { patient, text: { hi: illness, en: illness }, certainty: 'confirmed' });
    draft.part(visit, 'move', { patient, action: 'finish', station: 'doctor' });
    draft.patientPart(patient, 'allergy', { substance: `${illness}-powder` });
  });
  return visitPath(visit);
}

t.test('two numbers that the centre said are one person are one on every page, and both stay', async (t) => {
  await seeDoctor(old, 'Asthma');
  const now = await seeDoctor(young, 'Fever');
  const [asha, verma] = [await centre.logIn('asha'), await centre.logIn('dr.verma')];
  const before = text((await verma.get(`/doctor/${now}`)).body);
  t.notMatch(before, 'Asthma');
  const records = centre.facility.recordCount;

  await decide(old, young);
  const found = text((await asha.get('/counter?q=9812343210')).body);
  t.match(found, /पर 1 मरीज़/);
  for (const id of [old, young]) {
    const page = text((await asha.get(`/counter/patient/${printedPatientId(id)}`)).body);
    const other = printedPatientId(id === old ? young : old);
    t.match(page, `दूसरा नंबर ${other}: एक ही व्यक्ति, anita.dho ने 20 नव॰ 2026 को तय किया`);
    t.match(page, /फ़ोन पर पूछा.*2 · आज/);
  }
  const chart = text((await verma.get(`/doctor/${now}`)).body);
  t.match(chart, /Asthma-powder/, 'an allergy that was told under the other number warns');
  t.match(chart, /Fever-powder/);
  t.match(chart.replaceAll('Asthma-powder', ''), /Asthma/, 'the other number’s visit stands in the history');
  t.match(text((await verma.get(`/emergency/${printedPatientId(young)}`)).body), /Asthma-powder/);

  await decide(old, young, { undone: { by: 'anita.dho', at: '2026-11-21T06:00:00.000Z' } });
  t.notMatch(text((await verma.get(`/doctor/${now}`)).body), 'Asthma');
  t.match(text((await asha.get('/counter?q=9812343210')).body), /पर 2 मरीज़/);
  t.equal(centre.facility.recordCount, records, 'nothing was written to the ledger by it');
});

t.test('a card of another health centre opens the person who is known here by another number', async (t) => {
  const asha = await centre.logIn('asha');
  const search = `/counter?q=${printedPatientId(ELSEWHERE)}`;
  t.match(text((await asha.get(search)).body), /कोई नहीं मिला|नहीं मिला/);
  await decide(old, ELSEWHERE);
  const page = await asha.get(search);
  t.match(page.body, `value="${old}"`);
  t.match(text(page.body), `दूसरा नंबर ${printedPatientId(ELSEWHERE)}`);
  const path = `/emergency?q=${printedPatientId(ELSEWHERE)}`;
  t.match((await asha.get(path)).body, printedPatientId(old));
});

t.test('who waits under one number gets no second token under the other', async (t) => {
  await decide(old, young);
  const first = await issueSlip(centre.facility, { by: 'asha' }, old);
  const second = await issueSlip(centre.facility, { by: 'asha' }, young);
  t.same(second, { visit: first.visit, standing: true });
});

t.test('what is closed under one number is closed under the other', async (t) => {
  await decide(old, young);
  const key = await seeDoctor(old, 'Asthma');
  const visit = visitId(centre.facility.box, dayOf(centre.clock.now), Number(key.slice(-3)));
  await centre.facility.append({ by: 'dr.verma' }, (draft) => {
    draft.patientPart(old, 'restriction', { category: 'hiv', visit });
  });
  const nisha = await centre.logIn('nisha');
  const page = text((await nisha.get(`/emergency/${printedPatientId(young)}`)).body);
  t.notMatch(page.replaceAll('Asthma-powder', ''), 'Asthma');
});

t.test(
  'a clerk who has both cards in hand reports it; nothing changes here until the registry decides',
  async (t) => {
    const asha = await centre.logIn('asha');
    const path = `/counter/patient/${printedPatientId(old)}/other-number`;
    t.match((await asha.get(`/counter/patient/${printedPatientId(old)}`)).body, path);
    const other = printedPatientId(ELSEWHERE);
    const wrong = await asha.post(path, { other: `${other.slice(0, -1)}0`, note: 'दोनों कार्ड' });
    t.equal(wrong.status, 400);
    t.match(text(wrong.body), 'आख़िरी अक्षर बाकी की जाँच करता है');
    t.match(wrong.body, 'दोनों कार्ड', 'what was typed is still there');
    t.equal((await asha.post(path, { other: printedPatientId(old) })).status, 400, 'nor is it one’s own');

    const answer = await asha.post(path, {
      other: other.toLowerCase().replaceAll('-', ''),
      note: 'दोनों कार्ड',
    });
    t.equal(answer.location, `/counter/patient/${printedPatientId(old)}`);
    const report = (await centre.facility.loadPatient(old)).find(({ type }) => type === 'same-person');
    t.match(report, { other: ELSEWHERE, note: 'दोनों कार्ड', by: 'asha' });
    t.same(centre.facility.links.idsOf(old), [old]);
  },
);

t.test('what she agreed to stands under either number while they are one, and her no for good', async (t) => {
  const asha = await centre.logIn('asha');
  const say = (patient: PatientId, given: boolean): Promise<unknown> =>
    centre.facility.append({ by: 'asha' }, (draft) =>
      draft.patientPart(patient, 'consent', { purpose: 'research', mode: 'spoken', given }),
    );
  const said = async (patient: PatientId): Promise<string[]> =>
    (await personConsents(centre.facility, patient)).map(({ state }) => state);
  const at = '2020-01-01T06:00:00.000Z';
  await say(old, true);
  t.same(await said(young), []);
  await decide(old, young, { at });
  t.same(await said(young), ['given']);
  const path = `/counter/patient/${printedPatientId(young)}/consent`;
  const page = await asha.get(path);
  const consent = /name="consent" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  t.match(consent, old, 'it is listed on the page of the other number');
  await asha.post(`${path}/revoke`, { consent });
  for (const id of [old, young]) t.same(await said(id), ['revoked']);

  await say(old, true);
  await say(young, false);
  await decide(old, young, { at, undone: { by: 'anita.dho', at: '2050-01-01T06:00:00.000Z' } });
  t.same(await said(young), ['refused']);
  t.same(await said(old), ['revoked', 'revoked'], 'she may have said it, under the other number');
});
