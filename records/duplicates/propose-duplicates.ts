import type { PatientId } from '../ids.js';
import type { DuplicateReason } from '../likely-duplicates.js';
import type { Demographics } from '../people.js';
import { blockKeys, comparedPerson, type ComparedPerson } from './compared-person.js';
import { judgePair } from './judge-pair.js';
import { NameShares } from './name-shares.js';

/** Two ids that may be one person. A person decides; nothing is ever merged by itself. */
export interface DuplicateProposal {
  /** the smaller id first */
  patients: [PatientId, PatientId];
  /** that they are one, from `PROPOSE_FROM` to 1 */
  probability: number;
  why: DuplicateReason[];
}

/**
 * From here on a pair is worth somebody's look: nine in ten of such pairs are one person, and nineteen in twenty of
 * those who stand twice are among them (`make bench NAME=duplicates`).
 */
export const PROPOSE_FROM = 0.1;

/**
 * All proposals among many patients at once, the surest first. Whom two registrations share no block with is never
 * compared, so that the time grows with the patients and their namesakes. `year`: the present one.
 */
export function proposeDuplicates(
  patients: Iterable<Demographics & { _id: PatientId }>,
  year: number,
): DuplicateProposal[] {
  const ids: PatientId[] = [];
  const people: ComparedPerson[] = [];
  const shares = new NameShares();
  const blocks = new Map<string, number[]>();
  for (const patient of patients) {
    const person = comparedPerson(patient);
    const place = ids.push(patient._id) - 1;
    people.push(person);
    shares.add(person);
    for (const key of blockKeys(person)) {
      const block = blocks.get(key);
      if (block) block.push(place);
      else blocks.set(key, [place]);
    }
  }
  const proposals: DuplicateProposal[] = [];
  const judged = new Set<number>();
  for (const block of blocks.values()) {
    for (const [later, earlier] of pairsOf(block)) {
      const pair = later * people.length + earlier;
      if (judged.has(pair)) continue;
      judged.add(pair);
      const { probability, why } = judgePair(people[later]!, people[earlier]!, { shares, year });
      if (probability < PROPOSE_FROM) continue;
      const [first = '', second = ''] = [ids[earlier]!, ids[later]!].sort();
      proposals.push({ patients: [first, second], probability, why });
    }
  }
  return proposals.sort((a, b) => b.probability - a.probability);
}

function* pairsOf(block: number[]): Generator<[later: number, earlier: number]> {
  for (let i = 1; i < block.length; i++) {
    for (let j = 0; j < i; j++) yield [block[i]!, block[j]!];
  }
}
