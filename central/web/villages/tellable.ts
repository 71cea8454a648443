import type { Registered } from '../../summaries/read-villages.js';
import { FEW_PEOPLE } from './join-small-villages.js';

/** Counts of a village or a district, as far as somebody told them. */
export type Counts = { [K in keyof Registered]: number | null };

export interface Tellable {
  people: number | 'few' | null;
  households: number | null;
}

/**
 * What page and file may tell of counts, both the same: `few` people are no number, and the households of people whom
 * nobody put into families, or of few, are not known.
 */
export function tellable(counts: Counts): Tellable {
  const { people, households } = counts;
  if (people !== null && people > 0 && people < FEW_PEOPLE) return { people: 'few', households: null };
  return { people, households: areGrouped(counts) ? households : null };
}

/**
 * What lines come to, so that what is told adds up: households only as far as they are known. Null where nobody has told
 * anything.
 */
export function sumOf(lines: readonly Counts[]): Tellable {
  const told = lines.map(tellable);
  const add = (counts: readonly (number | null)[]): number | null =>
    counts.every((count) => count === null)
      ? null
      : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const people = add(lines.map((line) => line.people));
  if (people !== null && people > 0 && people < FEW_PEOPLE) return { people: 'few', households: null };
  return { people, households: add(told.map(({ households }) => households)) };
}

/** As many households as people: nobody was put into a family, so that their number says nothing. */
export function areGrouped({ people, households }: Counts): boolean {
  return people !== households;
}
