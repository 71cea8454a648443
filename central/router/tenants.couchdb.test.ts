import t, { type Test } from 'tap';
import { inboxDatabase, partId, patientId, patientPartId, visitId } from '../../records/ids.js';
import { runOut } from '../../records/progress.js';
import { openRouterCentre, summaryOf } from '../../tests/router-centre.js';
import { findDuplicates } from '../duplicates/find-duplicates.js';
import { prepareFacility } from '../facility-database.js';
import { endShares } from './end-shares.js';
import { RouterCouch } from './router-couch.js';
import { makeRouter } from './start-router.js';

t.setTimeout(120_000);
const DAY = '20261121';
const SUNITA = { type: 'patient', name: 'सुनीता देवी', sex: 'female', birthDate: '1988', mobile: '9876543210' };

/** A health centre of the state's, and a private hospital. */
async function townWithHospital(t: Test, { now = Date.now }: { now?: () => number } = {}) {
  const centre = await openRouterCentre(t);
  const [phc = '', hospital = ''] = centre.boxes;
  await centre.list(phc);
  await centre.list(hospital, { ownership: 'private', tenant: 'Asha Hospital', kind: 'private-hospital' });
  await prepareFacility({ nano: centre.couch.nano, box: hospital, password: 'one' });
  const router = makeRouter({
    couchUrl: centre.url,
    share: { worker: 1, of: 1 },
    now,
    log: () => undefined,
  });
  return { centre, phc, hospital, router };
}

t.test('of a private hospital’s day the state sees counts, and of its patients nobody', async (t) => {
  const { centre, hospital, router } = await townWithHospital(t);
  const patient = patientId(hospital, 1);
  await centre.write(hospital, [
    { _id: patient, ...SUNITA },
    { _id: visitId(hospital, DAY, 1), type: 'visit', patient, kind: 'new', station: 'doctor' },
    {
      _id: visitId(hospital, DAY, 2),
      type: 'visit',
      patient: patientId('BR1042', 9),
      kind: 'new',
      station: 'doctor',
    },
    { _id: patientPartId(patient, hospital, 4), type: 'patient-amendment', set: { mobile: '9876500000' } },
    {
      _id: patientPartId(patient, hospital, 5),
      type: 'consent',
      purpose: 'care',
      given: true,
      mode: 'spoken',
    },
    {
      ...summaryOf(hospital, DAY, 1, { opd: 12 }),
      stock: { out: ['paracetamol-tab-500mg'], expiring: [] },
      villages: [{ village: 'Rampur', people: 3, households: 1 }],
    },
  ]);
  await router.round();
  t.same(await centre.read('patients'), {});
  const summary = (await centre.read('summaries'))[`${DAY}:${hospital}`];
  t.match(summary, { ownership: 'private', figures: { opd: 12 } });
  t.notOk('stock' in summary! || 'villages' in summary!);
  t.notMatch(JSON.stringify(await centre.read('boxes')), 'सुनीता');
});

t.test('a patient’s consent shares what the hospital wrote before, and its end takes it back', async (t) => {
  const { centre, phc, hospital, router } = await townWithHospital(t);
  const [own, met] = [patientId(hospital, 1), patientId(phc, 1)];
  const consent = (patient: string, n: number, rest: object): object => ({
    ...{ _id: patientPartId(patient, hospital, n), type: 'consent', purpose: 'share', mode: 'thumb' },
    ...rest,
  });
  await centre.write(phc, [{ _id: met, ...SUNITA, name: 'Rekha Devi' }]);
  await centre.write(hospital, [
    { _id: own, ...SUNITA },
    { _id: patientId(hospital, 2), ...SUNITA, name: 'Kamla Devi' },
    consent(own, 3, { given: true, until: '2027-03-31' }),
    consent(met, 4, { given: true }),
    consent(patientId(hospital, 2), 5, { given: false }),
  ]);
  await router.round();
  const shared = await centre.read('patients');
  t.match(shared[own], {
    name: 'सुनीता देवी',
    facilities: [hospital],
    shared: { [hospital]: { until: '2027-03-31' } },
  });
  t.match(shared[met], { name: 'Rekha Devi', facilities: [phc, hospital].sort() });
  t.notOk(patientId(hospital, 2) in shared, 'who said no is not there');

  await t.test('what is corrected later follows', async (t) => {
    const set = { name: 'Sunita Kumari' };
    await centre.write(hospital, [{ _id: patientPartId(own, hospital, 6), type: 'patient-amendment', set }]);
    await router.round();
    t.match((await centre.read('patients'))[own], set);
  });

  await t.test('a share that has run out is compared with nobody', async (t) => {
    const couch = new RouterCouch(centre.url);
    await centre.write(phc, [{ _id: patientId(phc, 2), ...SUNITA, name: 'Sunita Kumari' }]);
    await router.round();
    t.match(await runOut(findDuplicates(couch, Date.parse('2027-04-02T06:00:00.000Z'))), { proposed: 0 });
  });

  await t.test('after the consent is revoked only the number is left', async (t) => {
    await centre.write(hospital, [
      consent(own, 7, { given: false, revokes: patientPartId(own, hospital, 3) }),
      consent(met, 8, { given: false, revokes: patientPartId(met, hospital, 4) }),
    ]);
    await router.round();
    const now = await centre.read('patients');
    t.same(now[own], { type: 'patient', box: hospital, keys: [], facilities: [], said: {} });
    t.match(now[met], { name: 'Rekha Devi', facilities: [phc] });
    t.notOk('shared' in now[met]!, 'what the state’s own health centre says stays');
  });
});

/** What a patient says to sharing what the hospital knows of them. */
const shareWord = (patient: string, hospital: string, n: number, rest: object): object => ({
  ...{ _id: patientPartId(patient, hospital, n), type: 'consent', purpose: 'share', mode: 'thumb' },
  ...{ given: true, ...rest },
});

t.test('a share leaves the index on the day after its last, and does not come back', async (t) => {
  const clock = { now: Date.parse('2026-11-30T06:00:00Z') };
  const { centre, phc, hospital, router } = await townWithHospital(t, { now: () => clock.now });
  const [short, long] = [patientId(hospital, 1), patientId(hospital, 2)];
  const met = patientId(phc, 1);
  await centre.write(phc, [{ _id: met, ...SUNITA }]);
  await centre.write(hospital, [
    { _id: short, ...SUNITA },
    shareWord(short, hospital, 2, { until: '2026-11-30' }),
    { _id: long, ...SUNITA },
    shareWord(long, hospital, 4, { until: '2027-11-30' }),
    shareWord(met, hospital, 5, { until: '2026-11-30' }),
  ]);
  await router.round();
  t.match((await centre.read('patients'))[short], { name: SUNITA.name }, 'on its last day it counts');

  clock.now += 86_400_000;
  await router.round();
  const after = await centre.read('patients');
  t.same(after[short], { type: 'patient', box: hospital, keys: [], facilities: [], said: {} });
  t.match(after[long], { name: SUNITA.name, shared: { [hospital]: { until: '2027-11-30' } } });
  t.match(after[met], { name: SUNITA.name, facilities: [phc] });
  t.notOk('shared' in after[met]!);
  await centre.write(hospital, [
    { _id: patientPartId(short, hospital, 9), type: 'patient-amendment', set: { village: 'Rampur' } },
  ]);
  await router.round();
  t.same((await centre.read('patients'))[short], after[short], 'nor with a later correction');
});

t.test('many shares that end on one day are ended page by page', async (t) => {
  const { centre, hospital } = await townWithHospital(t);
  const patients = [1, 2, 3, 4, 5].map((serial) => patientId(hospital, serial));
  for (const _id of patients) {
    const shared = { [hospital]: { consent: 'x', until: '2026-11-20' } };
    await centre.couch.ask('PUT', `/patients/${_id}`, {
      ...{ type: 'patient', box: hospital, keys: [], facilities: [hospital], said: {}, shared },
    });
  }
  const couch = new RouterCouch(centre.url);
  t.equal(await endShares(couch, '20261121', 2), 5);
  t.equal(await endShares(couch, '20261121', 2), 0);
  for (const one of Object.values(await centre.read('patients'))) t.match(one, { facilities: [] });
});

t.test('a facility that becomes private is taken out of the index, but for patients who share', async (t) => {
  const centre = await openRouterCentre(t);
  const [phc = '', hospital = ''] = centre.boxes;
  await centre.list(phc);
  const routerOf = () =>
    makeRouter({
      couchUrl: centre.url,
      share: { worker: 1, of: 1 },
      now: () => Date.parse('2026-11-30T06:00:00Z'),
      log: () => undefined,
    });
  const [own, sharing, over, met] = [
    patientId(hospital, 1),
    patientId(hospital, 2),
    patientId(hospital, 3),
    patientId(phc, 1),
  ];
  await centre.write(phc, [{ _id: met, ...SUNITA }]);
  await centre.write(hospital, [
    ...[own, sharing, over].map((_id) => ({ _id, ...SUNITA })),
    { _id: visitId(hospital, DAY, 1), type: 'visit', patient: met, kind: 'new', station: 'doctor' },
    { _id: patientPartId(met, hospital, 5), type: 'patient-amendment', set: { village: 'Rampur' } },
    shareWord(sharing, hospital, 6, {}),
    shareWord(over, hospital, 7, { until: '2026-11-29' }),
  ]);
  const router = routerOf();
  await router.round();
  const before = await centre.read('patients');
  t.match(before[own], { name: SUNITA.name });
  t.match(before[met], { village: 'Rampur', facilities: [phc, hospital].sort() });

  await centre.list(hospital, { ownership: 'private', kind: 'private-hospital' });
  await router.round();
  const after = await centre.read('patients');
  for (const patient of [own, over])
    t.same(after[patient], { type: 'patient', box: hospital, keys: [], facilities: [], said: {} });
  t.match(after[sharing], { name: SUNITA.name, facilities: [hospital], shared: { [hospital]: {} } });
  t.match(after[met], { name: SUNITA.name, facilities: [phc] }, 'the state’s own word stays');
  t.notOk('village' in after[met]!);
  await routerOf().round();
  t.same(await centre.read('patients'), after, 'another round changes nothing');

  await t.test('also where it was listed so while an older router ran', async (t) => {
    await centre.couch.ask('PUT', `/patients/${own}`, {
      ...before[own],
      ...{ _rev: ((await centre.couch.ask('GET', `/patients/${own}`)).body as { _rev: string })._rev },
    });
    const local = '/summaries/_local/router-directory-1-1';
    const { closes: _closes, ...mark } = (await centre.couch.ask('GET', local)).body as { closes: true };
    await centre.couch.ask('PUT', local, mark);
    await routerOf().round();
    t.same(await centre.read('patients'), after);
  });
});

t.test(
  'referrals to and from a private hospital carry what the doctor wrote, and looks come home',
  async (t) => {
    const { centre, phc, hospital, router } = await townWithHospital(t);
    const summary = { person: { name: 'सुनीता देवी', sex: 'female' } };
    const referral = (from: string, to: string): { _id: string } & object => ({
      ...{ _id: partId(visitId(from, '20261122', 1), 'referral', 1), type: 'referral', v: 2 },
      ...{ patient: patientId(from, 1), facility: 'elsewhere', reason: 'chest pain', to, summary },
    });
    const [there, back] = [referral(phc, hospital), referral(hospital, phc)];
    await centre.write(phc, [there]);
    const look = { action: 'view', patients: [patientId(phc, 1)], route: '/doctor/{visit}' };
    await centre.write(hospital, [
      back,
      {
        _id: `referral:${hospital}:2`,
        type: 'referral-reply',
        referral: there._id,
        patient: patientId(phc, 1),
        status: 'arrived',
      },
      { _id: `access:${hospital}:3`, type: 'access', ...look },
    ]);
    await router.round();
    const inbox = async (box: string): Promise<Record<string, object>> => centre.read(inboxDatabase(box));
    t.match((await inbox(hospital))[`referral:${there._id}`], { summary });
    const home = await inbox(phc);
    t.match(home[`referral:${back._id}`], { summary, from: { code: hospital } });
    t.match(home[`referral-reply:referral:${hospital}:2`], { status: 'arrived' });
    t.match(home[`look-elsewhere:access:${hospital}:3`], { box: hospital });
  },
);

t.test(
  'a user of role centre alone, as the pages have it, reads nothing of a private hospital',
  async (t) => {
    const { centre, hospital } = await townWithHospital(t);
    const { auth } = await centre.couch.user(['centre']);
    for (const database of ['facility', 'papers', 'inbox']) {
      const path = `/${database}-${hospital.toLowerCase()}/_all_docs`;
      t.equal((await centre.couch.ask('GET', path, undefined, { as: auth })).status, 403, path);
    }
  },
);
