import t, { type Test } from 'tap';
import { doubledPeople } from '../../bench/doubled-people.js';
import { patientId, printedPatientId } from '../../records/ids.js';
import { runOut } from '../../records/progress.js';
import { openRouterCentre } from '../../tests/router-centre.js';
import { RouterCouch } from '../router/router-couch.js';
import { makeRouter } from '../router/start-router.js';
import { decideDuplicate, openProposals, undoDecision } from './decide-duplicate.js';
import { findDuplicates } from './find-duplicates.js';
import { proposalId } from './proposal.js';

t.setTimeout(180_000);
const NOW = Date.parse('2026-11-28T06:00:00.000Z');

async function centreWithPatients(t: Test, count: number) {
  const centre = await openRouterCentre(t);
  const { patients, truth } = doubledPeople({ count, boxes: centre.boxes, seed: 5 });
  for (const box of centre.boxes) {
    await centre.list(box);
    const own = patients.filter(({ _id }) => _id.startsWith(`patient:${box}-`));
    await centre.write(
      box,
      own.map(({ n: _n, at: _at, by: _by, ...patient }) => patient),
    );
  }
  const router = makeRouter({
    couchUrl: centre.url,
    share: { worker: 1, of: 1 },
    now: Date.now,
    log: () => undefined,
  });
  await router.round();
  return { centre, router, patients, truth, couch: new RouterCouch(centre.url) };
}

t.test('from the boxes’ records to proposals, a decision, and back', async (t) => {
  const { centre, router, patients, truth, couch } = await centreWithPatients(t, 700);
  const found = await runOut(findDuplicates(couch, NOW));
  t.equal(found.looked, 700);
  const proposals = await openProposals(couch, 1_000);
  t.equal(proposals.length, found.proposed);
  const right = proposals.filter(({ a, b }) => truth.get(a) === b || truth.get(b) === a);
  t.ok(right.length / truth.size >= 0.9, `${right.length} of ${truth.size} found`);
  t.ok(right.length / proposals.length >= 0.8, `${right.length} of ${proposals.length} are right`);
  const shares = proposals.map(({ probability }) => probability);
  t.same(
    shares,
    shares.toSorted((a, b) => b - a),
    'the surest first',
  );

  await t.test('a second run finds nothing new and changes nothing', async (t) => {
    const before = await centre.read('patients');
    t.same(await runOut(findDuplicates(couch, NOW + 1_000)), { looked: 0, proposed: 0, withdrawn: 0 });
    t.same(await centre.read('patients'), before);
  });

  await t.test(
    'a decision flows down to both boxes, leaves both ids as they are, and can be undone',
    async (t) => {
      const across = right.find(({ a, b }) => a.slice(0, 16) !== b.slice(0, 16)) ?? right[0]!;
      const { a, b } = across;
      const standing = await centre.read('patients');
      const decider = { by: 'anita.dho', now: NOW, note: 'asked by telephone' };
      const pair: [string, string] = [printedPatientId(b), printedPatientId(a)];
      const link = await decideDuplicate(couch, pair, 'same', decider);
      t.match(link, { a, b, decision: 'same', by: 'anita.dho' });
      t.notOk((await openProposals(couch, 1_000)).some(({ _id }) => _id === proposalId(a, b)));
      await router.round();
      const inboxes = await Promise.all(centre.boxes.map((box) => centre.read(`inbox-${box.toLowerCase()}`)));
      const homes = inboxes.filter((inbox) => link._id in inbox);
      t.equal(homes.length, new Set([a, b].map((id) => id.split('-')[0])).size, 'each home has it');
      const after = await centre.read('patients');
      t.same([after[a], after[b]], [standing[a], standing[b]], 'nothing is merged');

      await undoDecision(couch, pair, { by: 'anita.dho', now: NOW + 60_000 });
      t.ok((await openProposals(couch, 1_000)).some(({ _id }) => _id === proposalId(a, b)));
      await router.round();
      const [box = ''] = centre.boxes;
      const inbox = await centre.read(`inbox-${box.toLowerCase()}`);
      if (link._id in inbox) t.match(inbox[link._id], { undone: { by: 'anita.dho' } });
    },
  );

  await t.test('what a person said stands, also when a patient comes again', async (t) => {
    const [{ a, b } = { a: '', b: '' }] = await openProposals(couch, 1);
    await decideDuplicate(couch, [a, b], 'different', { by: 'anita.dho', now: NOW });
    const patient = patients.find(({ _id }) => _id === a)!;
    const box = a.slice('patient:'.length).split('-')[0] ?? '';
    await centre.write(box, [
      {
        _id: `${a}:${box}:1`,
        type: 'patient-amendment',
        patient: a,
        set: { mobile: patient.mobile ?? null },
      },
    ]);
    await router.round();
    t.match(await runOut(findDuplicates(couch, NOW)), { proposed: 0 });
    t.notOk((await openProposals(couch, 1_000)).some(({ _id }) => _id === proposalId(a, b)));
  });

  await t.test('wrong, unknown and equal ids are refused by name', async (t) => {
    const decider = { by: 'anita.dho', now: NOW };
    const known = patients[0]!._id;
    const unknown = patientId('BR9999', 1);
    await t.rejects(decideDuplicate(couch, [known, 'nonsense'], 'same', decider), { code: 'bad-input' });
    await t.rejects(decideDuplicate(couch, [known, known], 'same', decider), { code: 'bad-input' });
    await t.rejects(decideDuplicate(couch, [known, unknown], 'same', decider), { code: 'not-found' });
    await t.rejects(undoDecision(couch, [known, unknown], decider), { code: 'not-found' });
  });
});
