import t, { type Test } from 'tap';
import { firstBox, inboxDatabase, partId, patientId, patientPartId, visitId } from '../../records/ids.js';
import { removeDatabases } from '../../tests/remove-databases.js';
import { openRouterCentre, summaryOf, type RouterCentre } from '../../tests/router-centre.js';
import { SUMMARIES_PLAN } from '../centre-databases.js';
import { workAt } from '../ensure/cluster.js';
import { prepareFacility } from '../facility-database.js';
import { prepareDatabase } from '../prepare-database.js';
import { makeRouter } from './start-router.js';

t.setTimeout(120_000);
const DAY = '20261121';

function routerOf({ url }: RouterCentre, worker = 1, of = 1) {
  return makeRouter({ couchUrl: url, share: { worker, of }, now: Date.now, log: () => undefined });
}

/** A router that knows nothing of what was copied: each copy is made a second time. */
async function makeAnew(centre: RouterCentre): Promise<void> {
  for (const box of centre.boxes) {
    await centre.couch.ask('DELETE', `/facility-${box.toLowerCase()}/_local/router`).catch(() => undefined);
  }
  await routerOf(centre).round();
}

/** A patient of a box with a visit there, who is referred to another facility. */
function referred(box: string, to?: string, serial = 1): object[] {
  const patient = patientId(box, serial);
  const visit = visitId(box, '20261122', serial);
  return [
    {
      _id: patient,
      type: 'patient',
      name: 'सुनीता देवी',
      sex: 'female',
      birthDate: '1988',
      mobile: '9876543210',
    },
    { _id: visit, type: 'visit', patient, kind: 'new', station: 'doctor' },
    {
      ...{ _id: partId(visit, 'referral', 1), type: 'referral', v: 2, patient, facility: 'CHC' },
      ...{ reason: 'chest pain', urgent: true },
      ...(to === undefined ? {} : { to, summary: { person: { name: 'सुनीता देवी', sex: 'female' } } }),
    },
  ];
}

async function twoFacilities(t: Test) {
  const centre = await openRouterCentre(t);
  const [a = '', b = ''] = centre.boxes;
  await centre.list(a);
  await centre.list(b, { block: '1124' });
  return { centre, a, b };
}

t.test('a summary is copied once and stamped with its place; a later serial takes its place', async (t) => {
  const { centre, a, b } = await twoFacilities(t);
  await centre.write(a, [summaryOf(a, DAY, 1, { opd: 40 })]);
  await centre.write(b, [summaryOf(b, DAY, 1, { opd: 7 })]);
  await routerOf(centre).round();
  const first = await centre.read('summaries');
  t.match(first[`${DAY}:${a}`], {
    facility: a,
    state: '10',
    district: '203',
    block: '1123',
    figures: { opd: 40 },
  });
  t.match(first[`${DAY}:${b}`], { block: '1124', kind: 'PHC', ownership: 'government' });
  await centre.write(a, [summaryOf(a, DAY, 2, { opd: 41 })]);
  t.equal(await routerOf(centre).round(), 1, 'only what is new is read');
  const second = await centre.read('summaries');
  t.match(second[`${DAY}:${a}`], { figures: { opd: 41 }, from: `summary:${a}:${DAY}:2` });
  t.equal(Object.keys(second).length, 2);
});

t.test('whoever the directory does not know is shown as such, and stamped once it does', async (t) => {
  const centre = await openRouterCentre(t);
  const [a = ''] = centre.boxes;
  await centre.write(a, [summaryOf(a, DAY, 1, { opd: 4 }), summaryOf(a, '20261120', 1, {})]);
  const router = routerOf(centre);
  await router.round();
  const alert = `alert:${a}:facility-unknown`;
  t.match((await centre.read('summaries'))[`${DAY}:${a}`], { state: null, district: null });
  t.match((await centre.read('boxes'))[alert], { type: 'alert', kind: 'facility-unknown', ended: undefined });
  await centre.list(a);
  await router.round();
  for (const summary of Object.values(await centre.read('summaries'))) t.match(summary, { district: '203' });
  t.match((await centre.read('boxes'))[alert], { ended: String });
  await centre.list(a, { block: '7' });
  await routerOf(centre).round();
  t.match(
    (await centre.read('summaries'))[`${DAY}:${a}`],
    { block: '7' },
    'also where it moved while nobody looked',
  );
});

t.test('a summary that cannot be is named and not copied, and keeps nothing else back', async (t) => {
  const { centre, a } = await twoFacilities(t);
  await centre.write(a, [
    summaryOf(a, '20261118', 1, { opd: 3, seen: 9 }),
    { ...summaryOf(a, '20261119', 1, { opd: 3 }), figures: { opd: -3 } },
    { ...summaryOf(a, '20261120', 1, { opd: 3 }), figures: 'many' },
    summaryOf(a, '20261122', 1, { opd: 3 }),
    { ...summaryOf(a, DAY, 1, { opd: 3 }), fromTheFuture: true },
  ]);
  await routerOf(centre).round();
  t.same(
    Object.keys(await centre.read('summaries')),
    [`${DAY}:${a}`],
    'a field of a newer version does no harm',
  );
  const alerts = await centre.read('boxes');
  t.match(alerts[`alert:${a}:summary-impossible`], {
    records: [
      { id: `summary:${a}:20261118:1`, why: ['seen (9) <= opd (3)'] },
      { why: ['day 20261122 is not over'] },
    ],
  });
  t.match(alerts[`alert:${a}:record-unreadable`], { records: [{ id: /20261119/ }, { id: /20261120/ }] });
  await routerOf(centre).round();
  t.same(await centre.read('boxes'), alerts);
});

t.test('a referral goes to the receiver, the answers come back', async (t) => {
  const { centre, a, b } = await twoFacilities(t);
  await centre.write(a, referred(a, b));
  await routerOf(centre).round();
  const referral = `visit:${a}:20261122-001:referral:1`;
  t.match((await centre.read(inboxDatabase(b)))[`referral:${referral}`], {
    ...{ type: 'referral-in', referral, from: { code: a }, reason: 'chest pain', urgent: true },
    summary: { person: { name: 'सुनीता देवी' } },
  });
  const cancel = `visit:${a}:20261122-001:referral-cancel:1`;
  const takenBack = { type: 'referral-cancel', referral, to: b, reason: 'died', patient: patientId(a, 1) };
  const reasonName = { hi: 'मृत्यु', en: 'The patient died' };
  await centre.write(a, [{ ...takenBack, _id: cancel, reasonName, note: 'at night' }]);
  const others = `visit:${b}:20261122-009:referral-cancel:1`;
  await centre.write(b, [{ ...takenBack, _id: others, to: a, reasonName }]);
  const found = { type: 'referral-results', referral, patient: patientId(a, 1), results: [] };
  const foreign = `visit:${b}:20261122-009:referral-results:1`;
  await centre.write(b, [{ ...found, _id: foreign, to: a }]);
  await routerOf(centre).round();
  const inbox = await centre.read(inboxDatabase(b));
  t.match(inbox[`referral-cancel:${cancel}`], {
    ...{ type: 'referral-cancel', cancel, referral, from: a, reason: 'died', reasonName, note: 'at night' },
  });
  await makeAnew(centre);
  t.same(await centre.read(inboxDatabase(b)), inbox, 'twice is once');
  t.notOk((await centre.read(inboxDatabase(a)))[`referral-cancel:${others}`], 'nobody cancels another’s');
  t.notOk((await centre.read(inboxDatabase(a)))[`referral-results:${foreign}`], 'nor tells results of it');
  const reply = `referral:${b}:1`;
  await centre.write(b, [
    {
      _id: reply,
      type: 'referral-reply',
      referral,
      patient: patientId(a, 1),
      status: 'returned',
      feedback: 'full',
      signer: { hi: 'रवि', en: 'Ravi' },
    },
  ]);
  await routerOf(centre).round();
  t.match((await centre.read(inboxDatabase(a)))[`referral-reply:${reply}`], {
    ...{ type: 'referral-reply', referral, from: b, status: 'returned', feedback: 'full' },
    signer: { en: 'Ravi' },
  });
});

t.test('a referral that reaches nobody comes back and says why', async (t) => {
  const { centre, a, b } = await twoFacilities(t);
  await centre.list(b, { status: 'closed', closedOn: '2026-11-01' });
  await centre.list('ZZ11', {});
  await centre.write(a, [
    ...referred(a, b, 1),
    ...referred(a, 'ZZ99', 2),
    ...referred(a, 'ZZ11', 3),
    ...referred(a, a, 5),
    ...referred(a, undefined, 4),
  ]);
  await routerOf(centre).round();
  const inbox = Object.values(await centre.read(inboxDatabase(a)));
  const why = inbox.map((document) => (document as { why?: string }).why);
  t.same(why.sort(), ['closed', 'no-box', 'own', 'unknown']);
  t.same(await centre.read(inboxDatabase(b)), {});
});

t.test(
  'whom a referral did not reach, nothing that follows it reaches, nor the referral itself later',
  async (t) => {
    const centre = await openRouterCentre(t, 3);
    const [a = '', closed = '', late = ''] = centre.boxes;
    await centre.list(a);
    await centre.list(closed, { status: 'closed', closedOn: '2026-11-01' });
    await centre.list(late);
    await removeDatabases(centre.couch, [inboxDatabase(late)]);
    const following = (to: string, serial: number): object[] => {
      const visit = visitId(a, '20261122', serial);
      const about = { referral: partId(visit, 'referral', 1), to, patient: patientId(a, serial) };
      const reasonName = { hi: 'मृत्यु', en: 'The patient died' };
      return [
        { ...about, _id: partId(visit, 'referral-results', 1), type: 'referral-results', results: [] },
        {
          ...about,
          _id: partId(visit, 'referral-cancel', 1),
          type: 'referral-cancel',
          reason: 'died',
          reasonName,
        },
      ];
    };
    await centre.write(a, [
      ...referred(a, closed, 1),
      ...following(closed, 1),
      ...referred(a, late, 2),
      ...following(late, 2),
    ]);
    await routerOf(centre).round();
    const told = await centre.read(inboxDatabase(a));
    t.equal(Object.keys(told).length, 2);
    const results = partId(visitId(a, '20261122', 1), 'referral-results', 1);
    t.notOk(
      (await centre.read(inboxDatabase(closed)))[`referral-results:${results}`],
      'no result to a closed house',
    );

    await prepareFacility({ nano: centre.couch.nano, box: late, password: 'one' });
    await makeAnew(centre);
    t.same(
      await centre.read(inboxDatabase(late)),
      {},
      'its box is there now, and the patient is long since elsewhere',
    );
    t.same(await centre.read(inboxDatabase(a)), told);
  },
);

t.test('patients come to the common index, in whatever order their records come', async (t) => {
  const { centre, a, b } = await twoFacilities(t);
  const [record, visit] = referred(a);
  const patient = patientId(a, 1);
  const amend = {
    _id: patientPartId(patient, a, 9),
    type: 'patient-amendment',
    set: { village: 'रामपुर', mobile: null },
  };
  const there = { _id: visitId(b, '20261123', 1), type: 'visit', patient, kind: 'new', station: 'doctor' };
  await centre.write(a, [{ ...amend, n: 9, at: '2026-11-23T00:00:00.000Z' }]);
  await centre.write(b, [there]);
  await routerOf(centre).round();
  await centre.write(a, [record ?? {}, visit ?? {}]);
  await routerOf(centre).round();
  const { [patient]: indexed } = await centre.read('patients');
  t.match(indexed, {
    type: 'patient',
    box: a,
    name: 'सुनीता देवी',
    village: 'रामपुर',
    facilities: [a, b].sort(),
  });
  t.notHas(indexed, 'mobile', 'what was cleared later stays cleared');
  t.ok((indexed as { keys: string[] }).keys.length > 0);
});

t.test('a private house keeps its patients to itself; its counts are everybody’s', async (t) => {
  const { centre, a } = await twoFacilities(t);
  await centre.list(a, { ownership: 'private', tenant: 'asha-clinic' });
  await centre.write(a, [...referred(a), summaryOf(a, DAY, 1, { opd: 2 })]);
  await routerOf(centre).round();
  t.same(await centre.read('patients'), {});
  t.match((await centre.read('summaries'))[`${DAY}:${a}`], { ownership: 'private' });
});

t.test('a look at somebody else’s patient is told to their home, one at one’s own is not', async (t) => {
  const { centre, a, b } = await twoFacilities(t);
  const look = { type: 'access', action: 'view', route: '/doctor/visit/{visit}' };
  await centre.write(b, [
    {
      ...look,
      _id: `access:${b}:1`,
      patients: [patientId(a, 1), patientId(b, 1), patientId(a, 2)],
      reason: 'fits',
    },
    { ...look, _id: `access:${b}:2`, patients: [patientId(b, 1)] },
  ]);
  t.equal(await routerOf(centre).round(), 1);
  t.same(await centre.read(inboxDatabase(b)), {});
  t.match(await centre.read(inboxDatabase(a)), {
    [`look-elsewhere:access:${b}:1`]: {
      box: b,
      reason: 'fits',
      patients: [patientId(a, 1), patientId(a, 2)],
    },
  });
});

t.test('a decision that two are one goes to both homes, and so does that it was undone', async (t) => {
  const { centre, a, b } = await twoFacilities(t);
  const [first, second] = [patientId(a, 1), patientId(b, 1)];
  const link = {
    type: 'link',
    a: first,
    b: second,
    decision: 'same',
    by: 'rita',
    at: '2026-11-22T05:00:00.000Z',
  };
  const id = `link:${first.slice(8)}:${second.slice(8)}`;
  const { body } = await centre.couch.ask('PUT', `/patients/${id}`, link);
  await routerOf(centre).round();
  for (const box of [a, b]) t.match((await centre.read(inboxDatabase(box)))[id], { decision: 'same' });
  await centre.couch.ask('PUT', `/patients/${id}`, {
    ...link,
    undone: true,
    _rev: (body as { rev: string }).rev,
  });
  await routerOf(centre).round();
  for (const box of [a, b]) t.match((await centre.read(inboxDatabase(box)))[id], { undone: true });
});

t.test('several workers share the facilities, each by one', async (t) => {
  const centre = await openRouterCentre(t, 5);
  for (const box of centre.boxes) await centre.write(box, [summaryOf(box, DAY, 1, { opd: 1 })]);
  const read = [];
  for (const worker of [1, 2, 3]) read.push(await routerOf(centre, worker, 3).round());
  t.equal(
    read.reduce((sum, count) => sum + count, 0),
    5,
  );
  t.equal(Object.keys(await centre.read('summaries')).length, 5);
});

t.test('what was lost at the centre is copied again: an older backup, a database made anew', async (t) => {
  const { centre, a } = await twoFacilities(t);
  await centre.write(a, [summaryOf(a, '20261120', 1, { opd: 1 }), summaryOf(a, DAY, 1, { opd: 2 })]);
  const router = routerOf(centre);
  await router.round();
  const whole = await centre.read('summaries');
  // Yesterday's backup: neither the document nor the mark that it was copied.
  await removeDatabases(centre.couch, ['summaries']);
  await prepareDatabase(await workAt(centre.couch.nano), SUMMARIES_PLAN);
  await routerOf(centre).round();
  t.same(await centre.read('summaries'), whole);

  const database = `facility-${a.toLowerCase()}`;
  await removeDatabases(centre.couch, [database]);
  const { prepareFacility } = await import('../facility-database.js');
  await prepareFacility({ nano: centre.couch.nano, box: firstBox(a), password: 'one' });
  await centre.write(a, [summaryOf(a, '20261119', 1, { opd: 5 })]);
  await router.round();
  t.equal(
    Object.keys(await centre.read('summaries')).length,
    3,
    'also by a router that was running meanwhile',
  );
});
