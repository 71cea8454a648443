import fc from 'fast-check';
import t from 'tap';
import { firstRevision } from './first-revision.js';
import { newSealKey, SealedLedger } from './fixtures/sealed-ledger.js';
import { LedgerCheck, type CheckOptions } from './ledger-check.js';
import type { Finding, FindingKind, LedgerReport } from './ledger-finding.js';
import type { LedgerRecord } from './ledger-record.js';
import { sealText, signText } from './seal.js';

const KEY = newSealKey();
const OTHER = newSealKey();
const RUNS = { numRuns: 150 };

function check(records: readonly object[], options: CheckOptions = {}): LedgerReport {
  const checking = new LedgerCheck({ box: 'BR1042', ...options });
  for (const record of records) checking.add(record);
  return checking.finish();
}

const kinds = ({ findings }: LedgerReport): FindingKind[] => findings.map(({ kind }) => kind);

/** A ledger that ends with a seal, by how many records stand before each seal. */
const ledgers = fc
  .array(fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 5 })
  .map((stretches) => {
    const ledger = new SealedLedger('BR1042', KEY);
    for (const stretch of stretches) {
      for (const isSlip of stretch) {
        if (isSlip) ledger.slip();
        else ledger.stock();
      }
      ledger.seal();
    }
    return ledger;
  });

/** A ledger and the place of one of its records that a seal covers. */
const sealedPlaces = ledgers.chain((ledger) =>
  fc.record({ ledger: fc.constant(ledger), place: fc.nat({ max: ledger.records.length - 2 }) }),
);

/** The seals around a number: what a finding may say of where it lies. */
function around({ records }: SealedLedger, n: number): { after: number; upTo: number } {
  const ends = records.flatMap((record) => (record.type === 'seal' ? [record.upTo] : []));
  const upTo = ends.find((end) => end >= n) ?? Infinity;
  return { after: ends.filter((end) => end < n).at(-1) ?? 0, upTo };
}

void t.test('a ledger as a box writes it is whole, sealed or not, in the order of any store', (t) => {
  fc.assert(
    fc.property(ledgers, fc.nat(4), fc.boolean(), (ledger, more, shuffled) => {
      for (let slip = 0; slip < more; slip += 1) ledger.slip();
      const { records, chain } = ledger;
      const given = shuffled ? [...records].sort((a, b) => (a._id < b._id ? -1 : 1)) : records;
      const options = {
        trusted: [KEY.public],
        ordered: !shuffled,
        expected: { n: chain.n, head: chain.head },
      };
      const report = check(given, options);
      const seals = records.filter(({ type }) => type === 'seal').length;
      return (
        report.whole &&
        report.head === chain.head &&
        report.seals === seals &&
        report.unsealed === more &&
        report.records === records.length
      );
    }),
    RUNS,
  );
  t.end();
});

void t.test('a deleted record is named by its number, between its seals', (t) => {
  fc.assert(
    fc.property(sealedPlaces, ({ ledger, place }) => {
      const { records } = ledger;
      const n = place + 1;
      const { findings } = check(records.toSpliced(place, 1), { trusted: [KEY.public] });
      const gap = findings.find((one) => one.kind === 'gap');
      const isSeal = records[place]?.type === 'seal';
      // Without a seal its stretch goes on to the next.
      const between = around(isSeal ? withoutSeal(ledger, n) : ledger, n);
      return (
        gap?.from === n &&
        gap.to === n &&
        gap.between.after === between.after &&
        gap.between.upTo === between.upTo
      );
    }),
    RUNS,
  );
  t.end();
});

function withoutSeal({ records }: SealedLedger, n: number): SealedLedger {
  return { records: records.filter((record) => record.n !== n) } as SealedLedger;
}

void t.test('two records that changed places are named, and nothing else is', (t) => {
  fc.assert(
    fc.property(sealedPlaces, fc.nat(), ({ ledger, place }, step) => {
      const other = (place + 1 + (step % (ledger.records.length - 1))) % ledger.records.length;
      const given = [...ledger.records];
      const [a, b] = [given[place], given[other]] as [LedgerRecord, LedgerRecord];
      given[place] = b;
      given[other] = a;
      const report = check(given, { trusted: [KEY.public] });
      const named = report.findings.flatMap((one) => (one.kind === 'reordered' ? [one.n] : []));
      const low = Math.min(a.n, b.n);
      const high = Math.max(a.n, b.n);
      // Three in reverse, or two: any of them may be said to be out of its place.
      const exact = high - low > 2 ? named.length === 2 && named.includes(low) && named.includes(high) : true;
      return (
        exact &&
        named.length > 0 &&
        named.every((n) => n >= low && n <= high) &&
        kinds(report).every((kind) => kind === 'reordered')
      );
    }),
    RUNS,
  );
  t.end();
});

void t.test('an inserted record is named, wherever it stands and whatever number it takes', (t) => {
  fc.assert(
    fc.property(sealedPlaces, fc.nat(), ({ ledger, place }, where) => {
      const { records } = ledger;
      const model = records[place] as LedgerRecord;
      const id = `visit:BR1042:20261121-${900 + place}`;
      const inserted = { ...model, type: 'visit', _id: id };
      const given = records.toSpliced(where % (records.length + 1), 0, inserted as LedgerRecord);
      const { findings } = check(given, { trusted: [KEY.public] });
      return findings.some((one) => one.kind === 'duplicate' && one.n === model.n && one.id === id);
    }),
    RUNS,
  );
  t.end();
});

void t.test('a changed field is found between its seals; a seal that was changed is named', (t) => {
  fc.assert(
    fc.property(sealedPlaces, fc.nat(), fc.string(), ({ ledger, place }, which, text) => {
      const record = ledger.records[place] as LedgerRecord;
      const names = Object.keys(record).filter((name) => !['_id', 'n', 'type'].includes(name));
      const name = [...names, 'added'][which % (names.length + 1)] ?? '';
      if ((record as unknown as Record<string, unknown>)[name] === text) return true;
      const given = ledger.records.with(place, { ...record, [name]: text });
      const { findings } = check(given, { trusted: [KEY.public] });
      const { after, upTo } = around(
        record.type === 'seal' ? withoutSeal(ledger, record.n) : ledger,
        record.n,
      );
      if (record.type === 'seal')
        return isNamed(findings, ['bad-signature', 'unknown-key', 'malformed'], record._id);
      // Its time is no longer one: then it isn't read as a record, and its number is missing.
      if (name === 'at') return isNamed(findings, ['malformed'], record._id);
      return findings.some(
        (one) => one.kind === 'changed' && one.between.after === after && one.between.upTo === upTo,
      );
    }),
    { numRuns: 400 },
  );
  t.end();
});

function isNamed(findings: Finding[], among: FindingKind[], id: string): boolean {
  return findings.some((one) => among.includes(one.kind) && 'id' in one && one.id === id);
}

/** As a store gives them back: `_id` behind all other keys, the revision of how they were written. */
const stored = (records: readonly LedgerRecord[]) =>
  records.map((record) => {
    const { _id, ...fields } = record;
    return { ...fields, _id, _rev: firstRevision(record) };
  });

void t.test('a changed revision is named with its record, sealed or not, and nothing else is', (t) => {
  fc.assert(
    fc.property(
      ledgers,
      fc.nat(3),
      fc.nat(),
      fc.nat(31),
      fc.boolean(),
      (ledger, more, which, at, shuffled) => {
        for (let slip = 0; slip < more; slip += 1) ledger.slip();
        const records = stored(ledger.records);
        const place = which % records.length;
        const { _rev, ...one } = records[place] as (typeof records)[number];
        const bent = `${_rev.slice(0, 2 + at)}${_rev[2 + at] === '0' ? '1' : '0'}${_rev.slice(3 + at)}`;
        const given: object[] = records.with(place, { ...one, _rev: bent });
        if (shuffled) given.reverse();
        const options = { trusted: [KEY.public], ordered: !shuffled };
        const { whole } = check(records, { trusted: [KEY.public] });
        const { findings } = check(given, options);
        return (
          whole &&
          findings.length === 1 &&
          findings[0]?.kind === 'revised' &&
          findings[0].n === one.n &&
          findings[0].id === one._id
        );
      },
    ),
    RUNS,
  );
  t.end();
});

void t.test('a record fits its revision wherever its writer put the id', (t) => {
  const ledger = new SealedLedger('BR1042', KEY);
  ledger.slip();
  const [, slip] = ledger.records as [LedgerRecord, LedgerRecord];
  const { _id, ...fields } = slip;
  const others = Object.entries(fields);
  for (let place = 0; place <= others.length; place += 1) {
    const written = Object.fromEntries(others.toSpliced(place, 0, ['_id', _id]));
    const fromCouch = { _id, _rev: firstRevision(written), ...fields };
    t.ok(check([ledger.records[0] as LedgerRecord, fromCouch]).whole, `id at ${place}`);
  }
  t.end();
});

void t.test('a record that is back-dated after sealing is named', (t) => {
  fc.assert(
    fc.property(sealedPlaces, fc.integer({ min: 2, max: 100_000 }), ({ ledger, place }, minutes) => {
      const record = ledger.records[place] as LedgerRecord;
      if (place === 0) return true;
      const at = new Date(Date.parse(record.at) - minutes * 60_000).toISOString();
      const report = check(ledger.records.with(place, { ...record, at }), { trusted: [KEY.public] });
      if (report.whole) return false;
      // With its neighbour either of two may be the odd one; what stands first in its stretch has no neighbour.
      return report.findings.some(
        (one) =>
          (one.kind === 'backdated' && one.n === record.n) ||
          (one.kind === 'postdated' && one.n < record.n && minutes === 2) ||
          (one.kind === 'bad-signature' && one.n === record.n) ||
          (one.kind === 'postdated' && one.n === record.n - 1) ||
          (one.kind === 'changed' && one.between.after === record.n - 1),
      );
    }),
    RUNS,
  );
  t.end();
});

void t.test('a changed number or id is named', (t) => {
  const ledger = new SealedLedger('BR1042', KEY);
  for (let n = 0; n < 5; n += 1) ledger.stock();
  ledger.seal();
  const [, , third] = ledger.records as [LedgerRecord, LedgerRecord, LedgerRecord];
  const renumbered = check(ledger.records.with(2, { ...third, n: 5 }));
  t.match(
    renumbered.findings.filter(({ kind }) => ['gap', 'misnumbered', 'duplicate'].includes(kind)),
    [
      { kind: 'gap', from: 3, to: 3, between: { after: 0, upTo: 6 } },
      { kind: 'misnumbered', n: 5, id: third._id },
      { kind: 'duplicate', n: 5 },
    ],
  );
  const foreign = check(ledger.records.with(2, { ...third, _id: 'stock:BR0977:ors:3' }));
  t.match(foreign.findings, [
    { kind: 'changed', between: { after: 0, upTo: 6 } },
    { kind: 'foreign', n: 3, id: 'stock:BR0977:ors:3' },
  ]);
  t.end();
});

void t.test('the rest of a ledger is checked behind a change, so two changes are two findings', (t) => {
  const ledger = new SealedLedger('BR1042', KEY);
  for (let day = 0; day < 4; day += 1) {
    ledger.slip();
    ledger.slip();
    ledger.seal();
  }
  const change = (place: number) => ({ ...(ledger.records[place] as LedgerRecord), by: 'ravi' });
  const report = check(ledger.records.with(1, change(1)).with(8, change(8)));
  t.match(report.findings, [
    { kind: 'changed', between: { after: 0, upTo: 3 } },
    { kind: 'changed', between: { after: 6, upTo: 9 } },
  ]);
  t.equal(report.findings.length, 2);
  t.end();
});

void t.test('who has no key of the box cannot seal what they changed', (t) => {
  const ledger = new SealedLedger('BR1042', KEY);
  ledger.slip();
  ledger.seal();
  const forged = new SealedLedger('BR1042', OTHER);
  forged.slip();
  forged.seal();
  t.ok(check(forged.records).whole, 'true in itself, so whose key it is must be known');
  t.match(check(forged.records, { trusted: [KEY.public] }).findings, [
    { kind: 'unknown-key', id: 'seal:BR1042:3', key: 'key:BR1042:1' },
  ]);

  // A second key, brought in behind the first.
  const taken = new SealedLedger('BR1042', KEY);
  taken.slip();
  taken.seal();
  taken.writeKey(OTHER);
  taken.slip();
  taken.seal();
  t.match(check(taken.records).findings, [{ kind: 'unknown-key', id: 'key:BR1042:4' }]);
  const without = check(ledger.records.slice(1), { trusted: [KEY.public], start: { n: 0, head: 'x' } });
  t.match(without.findings, [{ kind: 'gap', from: 1, to: 1 }]);

  const seal = ledger.records[2] as Extract<LedgerRecord, { type: 'seal' }>;
  const resigned = { ...seal, upTo: 1 };
  resigned.signature = signText(sealText(resigned), OTHER);
  t.match(check(ledger.records.with(2, resigned)).findings, [{ kind: 'bad-signature', id: seal._id }]);
  t.end();
});

void t.test('a box that took over from another one goes on in the same ledger', (t) => {
  const ledger = new SealedLedger('BR1042', KEY);
  ledger.slip();
  ledger.seal();
  ledger.slip();
  ledger.restore('BR1042b', OTHER);
  ledger.slip();
  const unsealed = check(ledger.records, { box: 'BR1042b', trusted: [OTHER.public] });
  t.match(
    unsealed,
    { whole: true, boxes: ['BR1042', 'BR1042b'], box: 'BR1042b' },
    'before its first seal, too',
  );
  ledger.seal();
  t.match(check(ledger.records, { box: 'BR1042b', trusted: [OTHER.public] }), { whole: true, seals: 2 });

  const third = ledger.records[3] as LedgerRecord;
  const changed = check(ledger.records.with(3, { ...third, by: 'ravi' }), { box: 'BR1042b' });
  t.match(
    changed.findings,
    [{ kind: 'changed', between: { after: 2, upTo: 4 } }],
    'what it took over is bound, too',
  );
  const [first] = ledger.records as [LedgerRecord];
  const stray = { ...first, _id: 'stock:BR0977:ors:9', type: 'stock', n: 9 };
  t.match(check([...ledger.records, stray], { box: 'BR1042b' }).findings, [
    { kind: 'foreign' },
    { kind: 'backdated' },
  ]);
  t.end();
});

void t.test('a clock that stood behind is told and no fault; one that ran years ahead is named', (t) => {
  const ledger = new SealedLedger('BR1042', KEY);
  for (let n = 0; n < 4; n += 1) {
    ledger.write({
      _id: `stock:BR1042:ors:${n + 2}`,
      type: 'stock',
      ...(n % 3 === 0 ? {} : { clockUncertain: true }),
    });
  }
  t.match(check(ledger.records), { whole: true, clockUncertain: [{ from: 3, to: 4 }] });
  ledger.wait(10 * 365 * 24 * 60).stock();
  t.match(check(ledger.records).findings, [{ kind: 'clock-jump', n: 6, days: 3650 }]);
  t.end();
});

void t.test('what the box knows of its end finds a tail that was cut off or changed before any seal', (t) => {
  const ledger = new SealedLedger('BR1042', KEY);
  ledger.slip();
  ledger.seal();
  ledger.slip();
  ledger.slip();
  const { n, head } = ledger.chain;
  const expected = { n, head };
  t.match(check(ledger.records.slice(0, 4), { expected }).findings, [
    { kind: 'gap', from: 5, to: 5, between: { after: 2, upTo: null } },
  ]);
  const last = ledger.records[4] as LedgerRecord;
  t.match(check(ledger.records.with(4, { ...last, by: 'ravi' }), { expected }).findings, [
    { kind: 'changed', between: { after: 2, upTo: 5 } },
  ]);
  t.end();
});

void t.test('anything at all may stand in a store: it is named, never thrown', (t) => {
  fc.assert(
    fc.property(ledgers, fc.array(fc.tuple(fc.nat(), fc.object()), { minLength: 1 }), (ledger, strangers) => {
      let given: object[] = ledger.records;
      for (const [where, stranger] of strangers) given = given.toSpliced(where % given.length, 0, stranger);
      return check(given).findings.filter(({ kind }) => kind === 'malformed').length === strangers.length;
    }),
    { numRuns: 50 },
  );
  for (const type of ['seal', 'key', 'restore']) {
    const odd = { _id: `${type}:BR1042:1`, type, n: 1, at: '2026-11-21T03:30:00.000Z' };
    check([odd, { ...odd, n: 2, upTo: '1', head: 5, from: {}, key: null, signature: 7 }]);
  }
  t.match(check([{ _id: 'visit:BR1042:20261121-001', _rev: '2-x', _deleted: true }]).findings, [
    { kind: 'deleted', id: 'visit:BR1042:20261121-001' },
  ]);
  t.end();
});
