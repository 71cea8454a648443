import fc from 'fast-check';
import t from 'tap';
import type { ConsentRecord } from './box.js';
import { hasConsent } from './consent-fold.js';
import { patientId, patientOf, type PatientId } from './ids.js';
import { foldPersonConsents } from './person-consents.js';
import { decideAnew, PersonLinks, type LinkDecision } from './person-links.js';

const IDS = [1, 2, 3].map((serial) => patientId('BR1042', serial));
const [SITA = '', ALSO = '', THIRD = ''] = IDS;
const TODAY = '20261121';
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 4, minute)).toISOString();

function said(patient: PatientId, minute: number, given: boolean, revokes?: string): ConsentRecord {
  return {
    ...{ _id: `${patient}:BR1042:${minute}`, type: 'consent', n: minute, at: at(minute), by: 'asha', v: 1 },
    ...{ purpose: 'share', given, mode: 'thumb', ...(revokes === undefined ? {} : { revokes }) },
  };
}

type Turn = { minute: number; decision: 'same' | 'different' | 'undo' };

/** What stands of a pair's decisions after the registry has said all these, one after the other. */
function decided([a, b]: readonly [PatientId, PatientId], turns: readonly Turn[]): LinkDecision[] {
  const _id = `link:${[a, b].map((id) => id.slice(8)).join(':')}`;
  const states: LinkDecision[] = [];
  for (const { minute, decision } of [...turns].sort((one, other) => one.minute - other.minute)) {
    const standing = states.at(-1) ?? null;
    const word = { by: 'anita', at: at(minute) };
    if (decision !== 'undo')
      states.push(decideAnew({ _id, type: 'link', a, b, decision, ...word }, standing));
    else if (standing && !standing.undone) states.push({ ...standing, undone: word });
  }
  return states.slice(-1);
}

function linksOf(decisions: readonly LinkDecision[]): PersonLinks {
  const links = new PersonLinks();
  for (const one of decisions) links.apply(one);
  return links;
}

const shares = (records: ConsentRecord[], links: PersonLinks, patient: PatientId): boolean =>
  hasConsent(foldPersonConsents(records, { patient, links, today: TODAY }), 'share');

void t.test('a yes under another id counts while the two are one, and no longer', (t) => {
  const yes = [said(ALSO, 5, true)];
  t.notOk(shares(yes, linksOf([]), SITA));
  t.ok(shares(yes, linksOf(decided([SITA, ALSO], [{ minute: 1, decision: 'same' }])), SITA));
  const parted: Turn[] = [
    { minute: 1, decision: 'same' },
    { minute: 9, decision: 'undo' },
  ];
  t.notOk(shares(yes, linksOf(decided([SITA, ALSO], parted)), SITA));
  t.ok(shares(yes, linksOf(decided([SITA, ALSO], parted)), ALSO), 'who said it keeps it');
  t.end();
});

void t.test('a no, or a revoke, under either id ends an earlier yes under the other', (t) => {
  const one = linksOf(decided([SITA, ALSO], [{ minute: 9, decision: 'same' }]));
  const yes = said(SITA, 3, true);
  const taken = [said(ALSO, 2, true), said(ALSO, 4, false, said(ALSO, 2, true)._id)];
  for (const id of [SITA, ALSO]) {
    t.notOk(shares([yes, said(ALSO, 4, false)], one, id));
    t.notOk(shares([yes, ...taken], one, id));
    t.ok(shares([yes, said(ALSO, 2, false)], one, id), 'a later yes counts');
  }
  t.match(foldPersonConsents([yes, said(ALSO, 4, false)], { patient: SITA, links: one, today: TODAY }), [
    { state: 'refused' },
    { state: 'revoked', revokedAt: at(4) },
  ]);
  t.end();
});

void t.test('a no that was said while two were one still counts for both when they are parted', (t) => {
  const yes = said(SITA, 3, true);
  for (const parting of ['undo', 'different'] as const) {
    const turns: Turn[] = [
      { minute: 5, decision: 'same' },
      { minute: 9, decision: parting },
    ];
    const parted = linksOf(decided([SITA, ALSO], turns));
    t.notOk(shares([yes, said(ALSO, 6, false)], parted, SITA), parting);
    t.ok(shares([yes, said(ALSO, 4, false)], parted, SITA), 'before it was another person’s word');
    t.ok(shares([yes, said(ALSO, 10, false)], parted, SITA), 'after it, too');
    t.ok(shares([said(SITA, 7, true), said(ALSO, 6, false)], parted, SITA), 'she may say yes anew');
  }
  t.end();
});

const PAIRS = [
  [SITA, ALSO],
  [ALSO, THIRD],
  [SITA, THIRD],
] as const;
const turns = fc.uniqueArray(
  fc.record({
    minute: fc.integer({ min: 0, max: 59 }),
    decision: fc.constantFrom('same' as const, 'different' as const, 'undo' as const),
  }),
  { selector: ({ minute }) => minute, maxLength: 4 },
);
const consents = fc.uniqueArray(
  fc.record({ minute: fc.integer({ min: 0, max: 59 }), id: fc.constantFrom(...IDS), given: fc.boolean() }),
  { selector: ({ minute }) => minute, maxLength: 8 },
);

void t.test(
  'in any order, consents, links and partings give the same answer, for all ids of one person',
  (t) => {
    fc.assert(
      fc.property(
        fc.tuple(turns, turns, turns),
        consents,
        fc.infiniteStream(fc.nat()),
        (said3, words, random) => {
          const decisions = PAIRS.flatMap((pair, i) => decided(pair, said3[i] ?? []));
          const records = words.map(({ id, minute, given }) => said(id, minute, given));
          const mixed = <T>(all: readonly T[]): T[] =>
            [...all, ...all].sort(() => ((random.next().value as number) % 2) - 0.5);
          const links = linksOf(decisions);
          for (const id of IDS) {
            const answer = shares(records, links, id);
            t.equal(shares([...new Set(mixed(records))], linksOf(mixed(decisions)), id), answer);
            // Each joined id says the same, unless somebody said that two of three differ.
            if (decisions.every(({ decision }) => decision === 'same'))
              for (const other of links.idsOf(id)) t.equal(shares(records, links, other), answer);
          }
        },
      ),
      { numRuns: 150 },
    );
    t.end();
  },
);

void t.test('a no is never lost: nothing said before it is a yes for whoever may have said it', (t) => {
  fc.assert(
    fc.property(fc.tuple(turns, turns, turns), consents, (said3, words) => {
      const links = linksOf(PAIRS.flatMap((pair, i) => decided(pair, said3[i] ?? [])));
      const records = words.map(({ id, minute, given }) => said(id, minute, given));
      for (const id of IDS) {
        const theirs = (no: ConsentRecord): boolean =>
          links.idsOf(id).includes(patientOf(no._id)) || links.wereOne(id, patientOf(no._id), no.at);
        const last = records
          .filter((record) => !record.given && theirs(record))
          .map((no) => no.at)
          .sort()
          .at(-1);
        const later = records.some(
          (record) =>
            record.given && links.idsOf(id).includes(patientOf(record._id)) && record.at > (last ?? ''),
        );
        if (!later) t.notOk(shares(records, links, id));
      }
    }),
    { numRuns: 150 },
  );
  t.end();
});
