import type { FieldError } from '../../../records/facility-error.js';
import { flagLabResult, type LabVerdict, type WhoseResult } from '../../../records/lab-flag.js';
import type { LabTest } from '../../../records/lab-test.js';
import { asciiDigits } from '../../../records/transliterate.js';

export interface TypedValue {
  /** name of its input */
  field: string;
  text: string;
  /** the tick “yes, it is so” beside a value that was asked about */
  confirmed: boolean;
}

export type ReadValue = { value: number | string; verdict: LabVerdict } | { error: FieldError };

/** Reads a typed result and judges it: what is impossible is refused, what is implausible needs its tick. */
export function readValue(
  test: LabTest | null,
  { field, text, confirmed }: TypedValue,
  whose: WhoseResult,
): ReadValue {
  // Without its line in the list nobody can judge it: the doctor reads the words.
  if (!test) return { value: text, verdict: { flag: 'abnormal', range: '', outcome: 'ok' } };
  const value = test.kind === 'number' ? readNumber(asciiDigits(text)) : text;
  if (value === null) return { error: { field, code: 'notANumber' } };
  const verdict = flagLabResult(test, value, whose);
  if (typeof value === 'number') {
    if (verdict.outcome === 'refuse')
      return { error: { field, code: 'labNotPossible', params: bounds(test) } };
    const { decimals } = test;
    if (Number(value.toFixed(decimals)) !== value) {
      return {
        error:
          decimals === 0 ? { field, code: 'notWhole' } : { field, code: 'labDecimals', params: { decimals } },
      };
    }
  } else if (verdict.outcome !== 'ok') {
    return { error: { field, code: 'unknownChoice' } };
  }
  if (verdict.outcome === 'question' && !confirmed) {
    return { error: { field, code: 'labQuestion', params: bounds(test) } };
  }
  return { value, verdict };
}

function readNumber(text: string): number | null {
  return /^-?\d{1,12}([.]\d{1,6})?$/.test(text) ? Number(text) : null;
}

function bounds({ plausible, unit }: LabTest): Record<string, string | number> {
  return { low: plausible?.low ?? '', high: plausible?.high ?? '', unit };
}
