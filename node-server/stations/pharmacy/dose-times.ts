import type { Dose } from '../../../records/care.js';
import { doseInstruction, type DoseWords } from '../../../records/dose-instruction.js';

/** One time of day of the pictogram. */
export interface DoseTime {
  time: 'morning' | 'noon' | 'evening' | 'night';
  /** `1`, `½`, empty where nothing is taken */
  amount: string;
}

const TIMES: Record<number, DoseTime['time'][]> = {
  3: ['morning', 'noon', 'night'],
  4: ['morning', 'noon', 'evening', 'night'],
};

/** `1-0-1` as pictures; null for what no picture shows (`sos`, `weekly`). */
export function doseTimes(dose: Dose, words: DoseWords): DoseTime[] | null {
  const parts = doseInstruction(dose, words).printed.split('-');
  const times = TIMES[parts.length];
  if (!times || parts.some((part) => !/^[\d.½¼¾/]+$/.test(part))) return null;
  return times.map((time, i) => ({ time, amount: parts[i] === '0' ? '' : (parts[i] ?? '') }));
}
