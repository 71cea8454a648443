import type { Words } from './envelope.js';

/** One line of the drug list. `code` is the stock item and never changes once it has been used. */
export interface Drug {
  code: string;
  name: Words;
  generic: string;
  form: string;
  strength: string;
  pack: string;
  /** dispensing and stock unit, a key of the units: `tablet`, `bottle`, `tube`, … */
  unit: string;
  /** what a dose is counted in: `tablet`, `ml`, `drop`, `application`, … */
  doseUnit: string;
  /** dose units in one dispensing unit; null where nobody counts (a tube of cream) */
  perPack: number | null;
  /** whether what is left in an opened unit serves the next dose (a bottle) or not (an ampoule) */
  opened: 'keep' | 'discard';
  /** mg in one dose unit of the substance that the child limits are given for */
  doseMg: number | null;
  group: string;
  /** list of the Telemedicine Practice Guidelines 2020: O, A, A-refill, B, X; empty where the doctor decides */
  telemed: string;
  /** `ndps`, `controlled`, `cold`, `emergency`, `mtp` */
  flags: string[];
  words: string[];
  note: string;
}

/** What to look out for with a substance. Limits are null where none is given. */
export interface DrugCaution {
  generic: string;
  families: string[];
  /** families whose allergy calls for care with this one too */
  cross: string[];
  childMgPerKgDose: number | null;
  childMgPerKgDay: number | null;
  childMgPerDay: number | null;
  adultMgPerDay: number | null;
  minAgeMonths: number | null;
  pregnancy: { level: 'avoid' | 'caution'; words: Words } | null;
}

/** Substances that share allergies and, where `duplicate`, an effect that one of them is enough for. */
export interface DrugFamily {
  code: string;
  name: Words;
  /** how people write it in an allergy */
  words: string[];
  duplicate: boolean;
}
