import type { ComparedPerson } from '../../records/duplicates/compared-person.js';
import { countedWords, NameShares } from '../../records/duplicates/name-shares.js';
import { PATIENTS_DATABASE } from '../centre-databases.js';
import type { RouterCouch } from '../router/router-couch.js';
import { PATIENTS_BY_WORD } from './duplicates-design.js';

const PEOPLE = 'people';

/** How common names and villages are among all patients: all of them, or those that these people bear. */
export async function readShares(couch: RouterCouch, of?: readonly ComparedPerson[]): Promise<NameShares> {
  const counts = of
    ? await couch.countsOf(PATIENTS_DATABASE, PATIENTS_BY_WORD, [
        ...new Set([PEOPLE, ...of.flatMap(countedWords)]),
      ])
    : await couch.counts(PATIENTS_DATABASE, PATIENTS_BY_WORD);
  return NameShares.of(counts.find(([word]) => word === PEOPLE)?.[1] ?? 0, counts);
}
