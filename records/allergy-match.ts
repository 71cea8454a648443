import type { Drug, DrugCaution, DrugFamily } from './drug.js';
import { nearlyEqual, soundFold, splitWords } from './sound-fold.js';

/** What an allergy as written down means in terms of the drug list. */
export interface AllergyMatch {
  substance: string;
  generics: Set<string>;
  families: Set<string>;
}

interface Lists {
  drugs: ReadonlyMap<string, Drug>;
  cautions: ReadonlyMap<string, DrugCaution>;
  families: ReadonlyMap<string, DrugFamily>;
}

/**
 * Reads allergies in either script and any spelling (`penicilin injection`, `सल्फा`, `Brufen`) as substances of the
 * list and families. Who is allergic to one member is taken as allergic to the family.
 */
export function matchAllergies(substances: string[], lists: Lists): AllergyMatch[] {
  return substances.map((substance) => {
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
    return { substance, generics, families };
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
