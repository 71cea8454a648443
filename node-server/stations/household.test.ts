import t from 'tap';
import { printedPatientId, type PatientId } from '../../records/ids.js';
import type { Demographics } from '../../records/people.js';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import type { HttpUser } from '../../tests/http-user.js';
import { counterPages } from './counter.js';

const text = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const SITA: Demographics = {
  ...{ name: 'सीता देवी', sex: 'female', birthDate: '1970', mobile: '9812343210', village: 'बिशनपुर' },
};
let centre: StationCentre;
let asha: HttpUser;
let sita: PatientId;
let page: string;
t.beforeEach(async () => {
  centre = await openStationCentre((facility) => [counterPages(facility)]);
  asha = await centre.logIn('asha');
  sita = await centre.register(SITA);
  page = `/counter/patient/${printedPatientId(sita)}/household`;
});
t.afterEach(() => centre.stop());

const namesOf = (id: PatientId): string[] => centre.facility.patients.household(id).map(({ name }) => name);

/** Registers the next member from the household's page. */
async function registerNext(name: string): Promise<PatientId> {
  const form = { name, sex: 'male', age: '9', ageUnit: 'years', mobile: '9812343210', village: 'बिशनपुर' };
  const path = `/counter/new?household=${printedPatientId(sita)}`;
  const answer = await asha.post(path, { ...form, priority: 'none', seen: sita });
  t.equal(answer.status, 302, answer.body);
  return centre.facility.patients.everybody().at(-1)!.id;
}

t.test('the next member of a household comes with its village and mobile, and is one of it', async (t) => {
  const list = await asha.get(page);
  t.match(text(list.body), /परिवार: 1 सदस्य/);
  t.match(list.body, `/counter/new?household=${printedPatientId(sita)}`);
  const form = await asha.get(`/counter/new?household=${printedPatientId(sita)}`);
  t.match(form.body, /name="mobile"[^>]*value="9812343210"/);
  t.match(form.body, /name="village"[^>]*value="बिशनपुर"/);
  t.match(text(form.body), 'सीता देवी के परिवार से');

  const rohit = await registerNext('रोहित');
  await registerNext('मोहित');
  t.same(namesOf(rohit), ['सीता देवी', 'रोहित', 'मोहित']);
  const members = text((await asha.get(`/counter/patient/${printedPatientId(rohit)}/household`)).body);
  t.match(members, /परिवार: 3 सदस्य.*सीता देवी.*रोहित.*मोहित/);
  t.match(text((await asha.get(`/counter/patient/${printedPatientId(sita)}`)).body), /परिवार \(3\)/);
});

t.test(
  'somebody who is known already is put in by number, and taken out; a wrong number is named',
  async (t) => {
    const gita = await centre.register({ name: 'गीता देवी', sex: 'female', birthDate: '1975' });
    const rohit = await registerNext('रोहित');
    const answer = await asha.post(page, { member: printedPatientId(gita).toLowerCase() });
    t.equal(answer.location, page);
    t.same(namesOf(gita), ['सीता देवी', 'गीता देवी', 'रोहित']);
    const wrong = await asha.post(page, { member: 'BR1042-000999-0' });
    t.equal(wrong.status, 400);
    t.match(text(wrong.body), 'यहाँ यह नंबर किसी का नहीं है');
    t.match(wrong.body, 'value="BR1042-000999-0"', 'what was typed is still there');

    await asha.post(page, { leaves: sita });
    t.same(namesOf(sita), ['सीता देवी']);
    t.same(namesOf(rohit), ['गीता देवी', 'रोहित'], 'those who stay are still together');
    const records = centre.facility.recordCount;
    await asha.post(page, { leaves: sita });
    t.equal(centre.facility.recordCount, records, 'a second time changes nothing');
  },
);

t.test('a correction of other particulars leaves the household as it is', async (t) => {
  const rohit = await registerNext('रोहित');
  const path = `/counter/patient/${printedPatientId(rohit)}/change`;
  const { body } = await asha.get(path);
  const state = /name="state" value="([^"]+)"/.exec(body)?.[1] ?? '';
  const form = { name: 'रोहित कुमार', sex: 'male', age: '10', ageUnit: 'years', state, reason: 'misheard' };
  t.equal((await asha.post(path, form)).status, 302);
  t.same(namesOf(sita), ['सीता देवी', 'रोहित कुमार']);
});

t.test('who presses the button with nothing filled in is told which field it is about', async (t) => {
  const answer = await asha.post(page, {});
  t.equal(answer.status, 400);
  t.match(answer.body, /<a href="#f-member">/);
  t.match(text(answer.body), 'उस व्यक्ति का नंबर : यह भरना ज़रूरी है');
});
