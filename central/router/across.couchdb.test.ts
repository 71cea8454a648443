import t from 'tap';
import { HISTORY_ROUTE } from '../../records/history/history-grounds.js';
import { inboxDatabase, patientId, patientPartId, visitId } from '../../records/ids.js';
import { openRouterCentre, type RouterCentre } from '../../tests/router-centre.js';
import { decideDuplicate, undoDecision } from '../duplicates/decide-duplicate.js';
import { linkId } from '../duplicates/proposal.js';
import { RouterCouch } from './router-couch.js';
import { makeRouter } from './start-router.js';

t.setTimeout(120_000);
const SUNITA = { type: 'patient', name: 'सुनीता देवी', sex: 'female', birthDate: '1988', mobile: '9876543210' };
const NOW = Date.parse('2026-11-24T06:00:00Z');
const DECIDER = { by: 'anita.dho', now: NOW };

const routerOf = ({ url }: RouterCentre) =>
  makeRouter({ couchUrl: url, share: { worker: 1, of: 1 }, now: () => NOW, log: () => undefined });

/** Somebody of `home` and somebody of `other`, who are one; a third facility treats the first. */
async function threeFacilities() {
  const centre = await openRouterCentre(t, 4);
  const [home = '', other = '', third = '', late = ''] = centre.boxes;
  for (const box of centre.boxes) await centre.list(box);
  const [a, b] = [patientId(home, 1), patientId(other, 1)];
  await centre.write(home, [{ _id: a, ...SUNITA }]);
  await centre.write(other, [{ _id: b, ...SUNITA }]);
  await centre.write(third, [visitOf(third, a)]);
  const couch = new RouterCouch(centre.url);
  const inbox = (box: string): Promise<Record<string, object>> => centre.read(inboxDatabase(box));
  return { centre, couch, home, other, third, late, a, b, inbox, router: routerOf(centre) };
}

function visitOf(box: string, patient: string): object {
  return { _id: visitId(box, '20261123', 1), type: 'visit', patient, kind: 'new', station: 'doctor' };
}

/** The look with which a box asks for a history. */
function fetchOf(box: string, n: number, patient: string): object {
  const consent = patientPartId(patient, box, n - 1);
  return {
    ...{ _id: `access:${box}:${n}`, type: 'access', action: 'view', route: HISTORY_ROUTE, consent },
    patients: [patient],
  };
}

const consentOf = (patient: string, box: string, n: number, rest: object): object => ({
  ...{ _id: patientPartId(patient, box, n), type: 'consent', mode: 'spoken', given: false, ...rest },
});

void t.test('a decision reaches who treats the person elsewhere, and who begins to later', async (t) => {
  const { centre, couch, third, late, home, other, a, b, inbox, router } = await threeFacilities();
  await router.round();
  await decideDuplicate(couch, [a, b], 'same', DECIDER);
  await router.round();
  const link = linkId(a, b);
  for (const box of [home, other, third]) t.match((await inbox(box))[link], { decision: 'same' });
  t.notOk(link in (await inbox(late)), 'who knows neither hears nothing');

  await centre.write(late, [visitOf(late, b)]);
  await router.round();
  t.match((await inbox(late))[link], { decision: 'same' });

  await undoDecision(couch, [a, b], { ...DECIDER, now: NOW + 60_000 });
  await router.round();
  for (const box of centre.boxes)
    t.match((await inbox(box))[link], { undone: { by: 'anita.dho' } }, `at ${box}`);
  const before = await inbox(third);
  await couch.writeLocal('patients', 'router', { rules: 0 });
  await routerOf(centre).round();
  t.same(await inbox(third), before, 'all over again changes nothing');
});

void t.test('a no, or a restriction, reaches whoever fetched the history, and nobody else', async (t) => {
  const { centre, third, late, home, a, inbox, router } = await threeFacilities();
  await centre.write(third, [fetchOf(third, 5, a)]);
  await router.round();
  await centre.write(home, [
    consentOf(a, home, 7, { purpose: 'history' }),
    consentOf(a, home, 8, { purpose: 'share' }),
    { _id: patientPartId(a, home, 9), type: 'restriction', category: 'hiv', reason: 'positive' },
  ]);
  await router.round();
  const words = Object.entries(await inbox(third)).filter(([id]) => id.startsWith('history-word:'));
  t.match(
    words.map(([, word]) => word),
    [
      { said: 'closed', patient: a, restriction: patientPartId(a, home, 9) },
      { said: 'withdrawn', patient: a },
    ],
  );
  t.notMatch(JSON.stringify(words), /hiv|positive|asha/);
  t.same(await inbox(late), {});
  await centre.couch.ask('PUT', `/facility-${home.toLowerCase()}/_local/router`, {});
  const before = await inbox(third);
  await routerOf(centre).round();
  t.same(await inbox(third), before);
});

void t.test('a look that comes after the no finds it said', async (t) => {
  const { centre, third, home, a, inbox, router } = await threeFacilities();
  await centre.write(home, [consentOf(a, home, 7, { purpose: 'history' })]);
  await router.round();
  t.same(await inbox(third), {});
  await centre.write(third, [fetchOf(third, 5, a)]);
  await router.round();
  const words = Object.values(await inbox(third));
  t.match(words, [{ type: 'history-word', said: 'withdrawn', patient: a }]);
});

void t.test('a no under one id reaches who fetched under the other, whichever came first', async (t) => {
  const { centre, couch, third, late, other, a, b, inbox, router } = await threeFacilities();
  await centre.write(third, [fetchOf(third, 5, a)]);
  await centre.write(late, [fetchOf(late, 5, b)]);
  await centre.write(other, [consentOf(b, other, 7, { purpose: 'history' })]);
  await router.round();
  const saidTo = async (box: string): Promise<object[]> =>
    Object.values(await inbox(box)).filter((one) => (one as { type?: string }).type === 'history-word');
  t.same(await saidTo(third), []);
  await decideDuplicate(couch, [a, b], 'same', DECIDER);
  await router.round();
  t.match(await saidTo(third), [{ said: 'withdrawn', patient: a }]);
  await centre.write(other, [consentOf(b, other, 8, { purpose: 'history' })]);
  await router.round();
  t.equal((await saidTo(third)).length, 2);
  t.match((await inbox(late))[linkId(a, b)], { decision: 'same' }, 'a kept history is one of both');
});

void t.test('a private hospital’s share ends with a no under another id of the person', async (t) => {
  const { centre, couch, third: hospital, home, router } = await threeFacilities();
  await centre.list(hospital, { ownership: 'private', tenant: 'Asha Hospital' });
  const [one, two] = [patientId(hospital, 1), patientId(hospital, 2)];
  const share = { purpose: 'share' };
  await centre.write(hospital, [
    { _id: one, ...SUNITA },
    { _id: two, ...SUNITA },
    consentOf(one, hospital, 21, { ...share, given: true }),
    consentOf(two, hospital, 22, { ...share, given: true }),
  ]);
  await router.round();
  t.match((await centre.read('patients'))[one], { name: SUNITA.name });
  await decideDuplicate(couch, [one, two], 'same', DECIDER);
  await centre.write(hospital, [consentOf(two, hospital, 23, share)]);
  await router.round();
  const after = await centre.read('patients');
  for (const id of [one, two]) t.notOk('name' in after[id]!, id);

  await t.test('and where the two are joined after it', async (t) => {
    const three = patientId(hospital, 3);
    await centre.write(hospital, [
      { _id: three, ...SUNITA },
      consentOf(three, hospital, 24, { ...share, given: true }),
      consentOf(one, hospital, 25, share),
    ]);
    await router.round();
    t.match((await centre.read('patients'))[three], { name: SUNITA.name });
    // The registry sees no names of whom nobody shares: the link itself is written here.
    const [a = '', b = ''] = [one, three].sort();
    const link = { _id: linkId(a, b), type: 'link', a, b, decision: 'same', by: 'anita' };
    await couch.write('patients', [{ ...link, at: new Date(NOW).toISOString() }]);
    await router.round();
    t.notOk('name' in (await centre.read('patients'))[three]!);
    t.same((await centre.read('patients'))[patientId(home, 1)], after[patientId(home, 1)]);
  });
});
