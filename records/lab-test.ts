import type { Words } from './envelope.js';

/** `strict`: the bound itself lies outside (`<140`). */
export interface Bound {
  value: number;
  strict: boolean;
}

/** Reference range of a part of the people. Ages in days, from inclusive, to exclusive. */
export interface LabRange {
  sex: 'male' | 'female' | null;
  fromDays: number;
  toDays: number;
  pregnant: boolean | null;
  low: Bound | null;
  high: Bound | null;
  /** below this the doctor must hear at once */
  criticalLow: number | null;
  /** above this the doctor must hear at once */
  criticalHigh: number | null;
}

export interface LabAnswer {
  code: string;
  name: Words;
  flag: 'normal' | 'abnormal' | 'critical';
}

export interface LabTest {
  code: string;
  name: Words;
  panel: string;
  specimen: string;
  kind: 'number' | 'coded';
  unit: string;
  /** `coded`: the answers to choose from */
  answers: LabAnswer[];
  decimals: number;
  /** `number`: values outside are asked about, far outside refused */
  plausible: { low: number; high: number } | null;
  ranges: LabRange[];
  /** within so many days a second order is asked about; 0 never */
  repeatDays: number;
  /** results for those only who treat the patient */
  sensitive: boolean;
  words: string[];
  /** ranges as people read them, where the numbers don't say all */
  referenceText: string;
  otherText: string;
  criticalText: string;
  /** LOINC code, null where it isn't certain */
  loinc: string | null;
}
