import type { PrescriptionLine } from '../../../records/care.js';
import { substanceOf } from '../../../records/one-per-substance.js';
import type { Allergy } from '../../../records/people.js';
import type { Draft } from './draft.js';

/** Why one medicine is given in spite of one severe allergy, as a row of the form. */
export interface WhyAllergy {
  /** the row: `why.0` */
  name: string;
  /** what the reason counts for: see `reasonFor` */
  of: string;
  text: string;
}

/** The medicine and the allergy that a reason was given for: another allergy wants a reason of its own. */
export function reasonFor(
  { drug, name }: Pick<PrescriptionLine, 'drug' | 'name'>,
  allergy: Pick<Allergy, 'substance'>,
): string {
  return [drug ?? name, substanceOf(allergy)].join('~').slice(0, 320);
}

/**
 * The reasons that are wanted now, each once; and those of the form that are not wanted any more, say for an allergy that
 * was taken back: nothing that was typed is lost. A row keeps its name, for somebody may be typing in it.
 */
export function whyAllergies(
  wanted: Iterable<string>,
  { why }: Pick<Draft, 'why'>,
): { asked: WhyAllergy[]; kept: WhyAllergy[] } {
  const asked = new Set(wanted);
  const rows = new Map(why.map(({ of, text }) => [of, text]));
  for (const of of asked) if (!rows.has(of)) rows.set(of, '');
  const named = [...rows].map(([of, text], at) => ({ name: `why.${at}`, of, text }));
  return {
    asked: named.filter(({ of }) => asked.has(of)),
    kept: named.filter(({ of }) => !asked.has(of)),
  };
}
