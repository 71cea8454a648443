import type { DuplicateReason } from '../likely-duplicates.js';
import type { ComparedPerson } from './compared-person.js';
import type { NameShares } from './name-shares.js';
import { pairEvidence, type Evidence, type Likelihoods, type Particular } from './pair-evidence.js';

export interface Judgement {
  /** that the two are one person, from 0 to 1 */
  probability: number;
  why: DuplicateReason[];
  evidence: Record<Particular, Evidence>;
}

/** Of everybody, how many stand a second time; and how many others live in somebody's household. */
const DOUBLED = 0.03;
const HOUSEHOLD = 3;

/**
 * Fellegi and Sunter's rule with a third explanation. A mobile number, a village and a father's name shared tell
 * little between members of a household, and nearly everything between strangers; a name tells as much as it is rare.
 * `year`: the present one.
 */
export function judgePair(
  a: ComparedPerson,
  b: ComparedPerson,
  { shares, year }: { shares: NameShares; year: number },
): Judgement {
  const people = Math.max(shares.people, 50);
  const evidence = pairEvidence(a, b, { shares, people, year });
  const sum = beforeAnything(people);
  const why: DuplicateReason[] = [];
  for (const [particular, found] of Object.entries(evidence) as [Particular, Evidence][]) {
    sum.same *= found.same;
    sum.household *= found.household;
    sum.stranger *= found.stranger;
    if (found.agrees && particular !== 'sex') why.push(particular);
  }
  return { probability: sum.same / (sum.same + sum.household + sum.stranger), why, evidence };
}

function beforeAnything(people: number): Likelihoods {
  return { same: DOUBLED / people, household: HOUSEHOLD / people, stranger: 1 };
}

/**
 * How many times likelier one particular makes it that the two are one person, beside all that the others say: above 1
 * it speaks for one person, below 1 against. `household`: without it, two of one household are the likelier of the others.
 */
export function weighParticulars(
  { evidence }: Pick<Judgement, 'evidence'>,
  shares: NameShares,
): Record<Particular, { weight: number; household: boolean }> {
  const all = Object.entries(evidence) as [Particular, Evidence][];
  const weighed = all.map(([particular, found]) => {
    const sum = beforeAnything(Math.max(shares.people, 50));
    for (const [other, { same, household, stranger }] of all) {
      if (other === particular) continue;
      sum.same *= same;
      sum.household *= household;
      sum.stranger *= stranger;
    }
    const others = sum.household + sum.stranger;
    const weight = (found.same * others) / (found.household * sum.household + found.stranger * sum.stranger);
    return [particular, { weight, household: sum.household > sum.stranger }];
  });
  return Object.fromEntries(weighed) as Record<Particular, { weight: number; household: boolean }>;
}
