import type { Words } from './envelope.js';
import type { Drug, DrugCaution, DrugFamily } from './drug.js';
import type { Allergy } from './people.js';
import { nearlyEqual, soundFold, splitWords } from './sound-fold.js';

/** What an allergy as written down means in terms of the drug list. */
export interface AllergyMatch extends Allergy {
  generics: Set<string>;
  families: Set<string>;
}

/** The lists by which an allergy is read. */
export interface AllergyLists {
  drugs: ReadonlyMap<string, Drug>;
  cautions: ReadonlyMap<string, DrugCaution>;
  families: ReadonlyMap<string, DrugFamily>;
}

/**
 * Reads allergies in either script and any spelling (`penicilin injection`, `सल्फा`, `Brufen`) as substances of the
 * list and families. Who is allergic to one member is taken as allergic to the family.
 */
export function matchAllergies(allergies: readonly Allergy[], lists: AllergyLists): AllergyMatch[] {
  return allergies.map(({ substance, severity }) => {
    const written = splitWords(substance).map(soundFold);
    const generics = new Set<string>();
    const families = new Set<string>();
    for (const family of lists.families.values()) {
      const terms = [family.name.en, family.name.hi, ...family.words];
      if (terms.some((term) => names(written, term))) families.add(family.code);
    }
    for (const drug of lists.drugs.values()) {
      if (!termsOf(drug).some((term) => names(written, term))) continue;
      generics.add(drug.generic);
      for (const family of lists.cautions.get(drug.generic)?.families ?? []) families.add(family);
    }
    return { substance, ...(severity && { severity }), generics, families };
  });
}

/** An allergy that a medicine has to do with. */
export interface DrugAllergy extends Allergy {
  /** `same`: the substance or its family; `related`: a family that calls for care with this one too */
  relation: 'same' | 'related';
  /** the family, where it is by family */
  family?: Words;
}

/** Those of the allergies that speak against a drug. */
export function allergiesToDrug(
  { generic }: Pick<Drug, 'generic'>,
  matches: readonly AllergyMatch[],
  { cautions, families }: Pick<AllergyLists, 'cautions' | 'families'>,
): DrugAllergy[] {
  const caution = cautions.get(generic);
  return matches.flatMap(({ generics, families: known, ...allergy }): DrugAllergy[] => {
    const family = caution?.families.find((code) => known.has(code));
    const related = caution?.cross.find((code) => known.has(code));
    const words = families.get(family ?? related ?? '')?.name;
    if (generics.has(generic) || family !== undefined)
      return [{ ...allergy, relation: 'same', ...(family !== undefined && words && { family: words }) }];
    return related === undefined
      ? []
      : [{ ...allergy, relation: 'related', ...(words && { family: words }) }];
  });
}

/** Each substance of a combination, the Hindi name up to the strength, brand names. */
function termsOf(drug: Drug): string[] {
  const hindi = drug.name.hi.split(/\d/)[0] ?? '';
  const generic = drug.generic.replace(/\(.*?\)/g, '');
  const formless = hindi.replace(/\(.*?\)/g, '').split(' + ');
  return [...generic.split(' + '), ...formless, ...drug.words].filter((term) => term.trim().length > 1);
}

/** Whether all words of the term are among the written ones, but for one letter in long words. */
function names(written: string[], term: string): boolean {
  const folded = splitWords(term).map(soundFold);
  if (folded.length === 0) return false;
  return folded.every((word) =>
    written.some((other) => other === word || (word.length >= 5 && nearlyEqual(other, word))),
  );
}
