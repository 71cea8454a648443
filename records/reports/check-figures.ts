import type { Figures } from './figure-fold.js';

/** A rule of the state's validators: one sum of figures against another. */
export interface CrossCheck {
  left: string[];
  is: '<=' | '=';
  right: string[];
}

export interface CrossCheckOutcome {
  /** null where a figure is not recorded here: there is nothing to compare */
  ok: boolean | null;
  left: number | null;
  right: number | null;
}

export function checkFigures({ left, is, right }: CrossCheck, figures: Figures): CrossCheckOutcome {
  const a = add(left, figures);
  const b = add(right, figures);
  if (a === null || b === null) return { ok: null, left: a, right: b };
  return { ok: is === '=' ? a === b : a <= b, left: a, right: b };
}

function add(keys: string[], figures: Figures): number | null {
  return keys.reduce<number | null>((sum, key) => {
    const value = figures.get(key) ?? null;
    return sum === null || value === null ? null : sum + value;
  }, 0);
}
