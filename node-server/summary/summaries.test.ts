import { setTimeout as pause } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { startOfDay } from '../../records/day.js';
import type { RecordOf } from '../../records/ledger-record.js';
import type { SummaryRecord } from '../../records/summary.js';
import { openLocale } from '../../templates/locale.js';
import { loadReports } from '../../templates/report-definitions.js';
import { until } from '../../tests/until.js';
import { MORNING, newFolder, openBox, setUpBox, type SealedBox } from '../audit/sealed-box.js';
import { readPrefix } from '../store/read-records.js';
import { openSummaries } from './summaries.js';

const definitions = loadReports();
const FIRST = '20261121';

async function newBox(t: Test): Promise<{ box: SealedBox; clock: { at: number } }> {
  const folder = await newFolder(t);
  const clock = { at: MORNING };
  await setUpBox(folder, clock);
  const box = await openBox(folder, clock);
  t.teardown(() => box.close());
  return { box, clock };
}

/** Counts when told to; the loop is another test's. */
function open(t: Test, { facility }: SealedBox) {
  const summaries = openSummaries({
    ...{ facility, definitions: () => definitions, locale: openLocale() },
    restMs: 1_000_000,
    onTrouble: (error) => t.error(error),
  });
  t.teardown(() => summaries.stop());
  return summaries;
}

async function summariesOf({ facility }: SealedBox): Promise<SummaryRecord[]> {
  const records = await readPrefix(facility.databases.records, 'summary:');
  return (records as RecordOf<'summary'>[]).sort((a, b) => a.n - b.n);
}

/** A patient is seen by the doctor and has a test ordered. */
async function visit({ facility }: SealedBox): Promise<{ visit: string; patient: string; order: string }> {
  return facility.append({ by: 'asha' }, (draft) => {
    const patient = draft.patient({ name: 'सीता', sex: 'female', birthDate: '1984' })._id;
    const visit = draft.visit({ patient, kind: 'new', station: 'doctor' })._id;
    draft.part(visit, 'move', { patient, action: 'call', station: 'doctor' });
    draft.part(visit, 'consultation', { patient, complaints: [] });
    const order = draft.part(visit, 'lab-order', { patient, tests: ['HB', 'MPS'] })._id;
    return { visit, patient, order };
  });
}

t.test('a day is summed up once it is over, once, with zeros left out', async (t) => {
  const { box, clock } = await newBox(t);
  const summaries = open(t, box);
  await visit(box);
  t.same(await summaries.writeDue(), [], 'not before it is over');
  clock.at = startOfDay('20261122') + 1_000;
  t.same(await summaries.writeDue(), [FIRST]);
  t.same(await summaries.writeDue(), [], 'not again');
  const [summary] = await summariesOf(box);
  t.match(summary, { _id: `summary:BR1042:${FIRST}:1`, type: 'summary', day: FIRST, by: 'nadi' });
  t.match(summary?.figures, { opd: 1, seen: 1, ordered: 2, '30up': 1, open: 1 });
  t.notHas(summary?.figures, 'tests');
  t.same(summary?.waits?.['doctor'], [1, 0, 1]);
  t.same(summary?.stock, { out: [], expiring: [] });
  t.same(await open(t, box).writeDue(), [], 'nor after a restart');
});

t.test(
  'days that were missed are summed up, quiet ones too, without a store that nobody knows',
  async (t) => {
    const { box, clock } = await newBox(t);
    await visit(box);
    clock.at += 3 * 86_400_000;
    t.same(await open(t, box).writeDue(), [FIRST, '20261122', '20261123']);
    const [first, , last] = await summariesOf(box);
    t.equal(first?.stock, undefined);
    t.same(last?.figures, {});
    t.same(last?.stock, { out: [], expiring: [] });
  },
);

t.test('with a Sunday it is told how many are registered from each village, each person once', async (t) => {
  const { box, clock } = await newBox(t);
  const { facility } = box;
  const [one, twice] = await facility.append({ by: 'asha' }, (draft) => {
    const sita = { name: 'सीता', sex: 'female' as const, village: 'बिशनपुर' };
    const head = draft.patient(sita)._id;
    draft.patient({ name: 'रोहित', sex: 'male', village: 'बिशनपुर', household: head });
    return [head, draft.patient({ ...sita, name: 'Sita' })._id];
  });
  const link = {
    type: 'link',
    a: one,
    b: twice,
    decision: 'same',
    by: 'anita',
    at: '2026-11-20T06:00:00.000Z',
  };
  await facility.databases.inbox.put({
    _id: 'link:x',
    ...link,
  } as object as PouchDB.Core.PutDocument<object>);
  await until('the decision has come', () => facility.links.idsOf(one ?? '').length === 2);
  clock.at = startOfDay('20261123') + 1_000;
  t.same(await open(t, box).writeDue(), [FIRST, '20261122']);
  const [saturday, sunday] = await summariesOf(box);
  t.equal(saturday?.villages, undefined);
  t.same(sunday?.villages, [{ village: 'बिशनपुर', people: 2, households: 1 }]);
});

t.test('what does not add up in the store is counted on its day, and stays counted as it was', async (t) => {
  const { box, clock } = await newBox(t);
  const batch = { item: 'ors-sachet', batch: 'A', expiry: '2028-01' };
  await box.facility.append({ by: 'ravi' }, (draft) => {
    draft.stock({ ...batch, change: 400, kind: 'opening' });
    draft.stock({ ...batch, change: -10, kind: 'dispense' });
  });
  clock.at = startOfDay('20261122') + 1_000;
  await box.facility.append({ by: 'ravi' }, (draft) =>
    draft.stock({ ...batch, change: -300, kind: 'adjust', reason: 'lost' }),
  );
  // Off at midnight: both days are told of later.
  clock.at = startOfDay('20261123') + 1_000;
  await open(t, box).writeDue();
  const doubts = (await summariesOf(box)).map(({ day, figures }) => [
    day,
    Object.fromEntries(Object.entries(figures).filter(([key]) => key.startsWith('stock-doubt'))),
  ]);
  // Whoever is no store keeper is doubted for each movement.
  t.same(doubts, [
    [FIRST, { 'stock-doubts': 3, 'stock-doubt-no-dispense-record': 1, 'stock-doubt-not-a-keeper': 2 }],
    ['20261122', { 'stock-doubts': 2, 'stock-doubt-large-adjustment': 1, 'stock-doubt-not-a-keeper': 1 }],
  ]);
});

t.test('a late result changes its day: it is summed up again under the next serial', async (t) => {
  const { box, clock } = await newBox(t);
  const summaries = open(t, box);
  const { visit: id, patient, order } = await visit(box);
  await box.facility.append({ by: 'ravi' }, (draft) =>
    draft.stock({ item: 'ors-sachet', batch: 'A', expiry: '2027-01', change: 40, kind: 'opening' }),
  );
  await box.facility.append({ by: 'ravi', visits: [id] }, (draft) =>
    draft.part(id, 'referral', { patient, to: 'BR0977', facility: 'CHC', reason: 'fever' }),
  );
  clock.at = startOfDay('20261122') + 1_000;
  await summaries.writeDue();
  await box.facility.append({ by: 'ravi', visits: [id] }, (draft) =>
    draft.part(id, 'lab-result', { patient, order, test: 'HB', value: 11, flag: 'normal' }),
  );
  await box.facility.append({ by: 'ravi', visits: [id] }, (draft) =>
    draft.part(id, 'diagnosis', {
      patient,
      code: 'A09',
      text: { hi: 'दस्त', en: 'x' },
      certainty: 'confirmed',
    }),
  );
  t.same(await summaries.writeDue(), [FIRST]);
  t.same(await summaries.writeDue(), []);
  const [before, after] = await summariesOf(box);
  t.equal(after?._id, `summary:BR1042:${FIRST}:2`);
  t.equal(before?.figures['seen-coded'], undefined);
  t.equal(after?.figures['seen-coded'], 1);
  t.equal(after?.figures['tests'], undefined, 'the result itself belongs to the day on which it came');
  t.match([before?.figures, after?.figures], Array(2).fill({ referred: 1, 'referral-open-out': 1 }));
  const pairs = { out: [{ to: 'BR0977', sent: 1, open: 1 }], in: [] };
  t.same([before?.referrals, after?.referrals], [pairs, pairs]);
  t.same(after?.stock, { out: [], expiring: [{ item: 'ors-sachet', units: 40, expiry: '2027-01' }] });
  t.equal(after?.figures['stock-kept'], 1, 'the store is as it was said of that evening');
  clock.at = startOfDay('20261123') + 1_000;
  t.same(await summaries.writeDue(), ['20261122']);
  t.equal((await summariesOf(box)).at(-1)?.figures['tests'], 1);
});

t.test('each end tells its referrals by the other facility, each on its own day', async (t) => {
  const { box, clock } = await newBox(t);
  const summaries = open(t, box);
  const { visit: id, patient, order } = await visit(box);
  const came = (serial: number) => `visit:BR2050:20261119-00${serial}:referral:1`;
  await box.facility.append({ by: 'ravi', visits: [id] }, (draft) => {
    for (const to of ['BR0977', 'BR0977', undefined]) {
      draft.part(id, 'referral', { patient, ...(to && { to }), facility: 'CHC', reason: 'fever' });
    }
    for (const status of ['received', 'accepted', 'arrived', 'seen'] as const) {
      draft.referralReply({ referral: came(1), patient, status });
    }
    draft.referralReply({ referral: came(2), patient, status: 'accepted' });
  });
  clock.at += 90 * 60_000;
  await box.facility.append({ by: 'ravi', visits: [id] }, (draft) =>
    draft.part(id, 'lab-result', { patient, order, test: 'HB', value: 11, flag: 'normal' }),
  );
  clock.at = startOfDay('20261122') + 1_000;
  await summaries.writeDue();
  await box.facility.append({ by: 'ravi' }, (draft) =>
    draft.referralReply({ referral: came(2), patient, status: 'returned' }),
  );
  clock.at = startOfDay('20261124') + 1_000;
  await summaries.writeDue();
  const [first, second, third] = await summariesOf(box);
  t.same(first?.referrals, {
    out: [{ to: 'BR0977', sent: 2, open: 2 }],
    in: [{ from: 'BR2050', accepted: 2, seen: [1, 2, 0, 0, 1] }],
  });
  t.same(first?.waits?.['referral-seen'], [1, 2, 0, 0, 1], 'days');
  t.same(first?.waits?.['result'], [1, 90, 0, 0, 0, 0, 0, 1], 'minutes');
  t.same(
    second?.referrals,
    { out: [], in: [{ from: 'BR2050', returned: 1 }] },
    'what stood open is not known',
  );
  t.same(third?.referrals, { out: [{ to: 'BR0977', open: 2 }], in: [] }, 'it stands open still');
  const [sent] = [...box.facility.referrals.sent()];
  const why = { reason: 'died', reasonName: { hi: 'मृत्यु', en: 'died' } };
  await box.facility.append({ by: 'ravi', visits: [id] }, (draft) =>
    draft.part(id, 'referral-cancel', { patient, referral: sent?.id ?? '', to: 'BR0977', ...why }),
  );
  clock.at = startOfDay('20261125') + 1_000;
  await summaries.writeDue();
  const last = (await summariesOf(box)).at(-1);
  t.same(last?.referrals, { out: [{ to: 'BR0977', open: 1 }], in: [] });
  t.match(
    last?.figures,
    { 'referral-cancelled': 1, 'referral-open-out': 1 },
    'on the day on which it was said',
  );
  t.equal(first?.figures['referred'], 3, 'a day that is over stays as it was');
});

t.test('by itself it looks for a new day, and goes on after trouble', async (t) => {
  const { box, clock } = await newBox(t);
  await visit(box);
  const troubles: unknown[] = [];
  let broken = true;
  const summaries = openSummaries({
    facility: box.facility,
    definitions: () => {
      if (broken) throw new Error('no list');
      return definitions;
    },
    locale: openLocale(),
    restMs: 1,
    lookEveryMs: 5,
    onTrouble: (error) => troubles.push(error),
  });
  t.teardown(() => summaries.stop());
  clock.at = startOfDay('20261122') + 1_000;
  while (troubles.length === 0) await pause(5);
  broken = false;
  while ((await summariesOf(box)).length === 0) await pause(5);
  await summaries.stop();
  t.equal((await summariesOf(box)).length, 1);
});
