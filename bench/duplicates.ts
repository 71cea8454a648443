/**
 * Of 45,000 patients 3 % are registered twice, under another spelling or script, with another age or mobile: how many
 * of those does the centre propose, how many of its proposals are right, and what does the usual rule of equal
 * name, sex and mobile find?
 */
import { foldWord, searchWords } from '../records/name-key.js';
import { proposeDuplicates } from '../records/duplicates/propose-duplicates.js';
import type { PatientRecord } from '../records/people.js';
import { doubledPeople, type DoubledPeople } from './doubled-people.js';

const COUNT = 45_000;
const YEAR = 2026;
const SEEDS = [7, 8, 9];

interface Figures {
  recall: number;
  precision: number;
}

const ours: Figures[] = [];
const rule: Figures[] = [];
let seconds = 0;
for (const seed of SEEDS) {
  const doubled = doubledPeople({ count: COUNT, seed });
  const begun = performance.now();
  const proposals = proposeDuplicates(doubled.patients, YEAR);
  seconds += (performance.now() - begun) / 1000 / SEEDS.length;
  ours.push(
    rate(
      doubled,
      proposals.map(({ patients }) => patients),
    ),
  );
  rule.push(rate(doubled, equalOnes(doubled.patients)));
  console.log(
    `seed ${seed}: ${proposals.length} proposals, ${say(ours.at(-1)!)}; equal name, sex and mobile: ${say(rule.at(-1)!)}`,
  );
}
const hard = doubledPeople({ count: COUNT, seed: SEEDS[0]!, hard: true });
const hardest = rate(
  hard,
  proposeDuplicates(hard.patients, YEAR).map(({ patients }) => patients),
);
console.log(`with relatives and villages left out and women who have married: ${say(hardest)}`);
const found = mean(ours);
const byRule = mean(rule);
console.log(
  JSON.stringify({
    recall: round(found.recall),
    precision: round(found.precision),
    recall_hard: round(hardest.recall),
    precision_hard: round(hardest.precision),
    recall_equal_fields: round(byRule.recall),
    precision_equal_fields: round(byRule.precision),
    recall_ratio: round(found.recall / byRule.recall),
    seconds: round(seconds),
    merged: 0,
  }),
);

function rate({ truth }: DoubledPeople, pairs: [string, string][]): Figures {
  const right = pairs.filter(([a, b]) => truth.get(a) === b || truth.get(b) === a).length;
  return { recall: right / truth.size, precision: right / Math.max(1, pairs.length) };
}

/** Names are compared as they fold, or the rule would find nobody who is written in two scripts. */
function equalOnes(patients: PatientRecord[]): [string, string][] {
  const seen = new Map<string, string[]>();
  const pairs: [string, string][] = [];
  for (const { _id, name, sex, mobile } of patients) {
    if (mobile === undefined) continue;
    const folded = searchWords(name).map((word) => foldWord(word));
    const key = `${folded.join(' ')} ${sex} ${mobile}`;
    const others = seen.get(key) ?? [];
    for (const other of others) pairs.push([other, _id]);
    seen.set(key, [...others, _id]);
  }
  return pairs;
}

function mean(figures: Figures[]): Figures {
  const of = (pick: (one: Figures) => number): number =>
    figures.reduce((sum, one) => sum + pick(one), 0) / figures.length;
  return { recall: of((one) => one.recall), precision: of((one) => one.precision) };
}

function say({ recall, precision }: Figures): string {
  return `recall ${round(recall)}, precision ${round(precision)}`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
