import { viewPrescriptions, type LineView } from '../prescription-view.js';
import type { RecordOf } from '../ledger-record.js';
import { factOf, type Fact } from './fact.js';

/**
 * The prescriptions in force, each with how far it was given (`full`, `part`, `none`; of what is to be bought outside
 * nothing is expected here), their lines, and the lines that were given.
 */
export function medicineFacts(
  prescriptions: RecordOf<'prescription'>[],
  dispenses: RecordOf<'dispense'>[],
): Fact[] {
  const inForce = viewPrescriptions(prescriptions, dispenses);
  return [
    ...inForce.flatMap(({ prescription, lines }): Fact[] => {
      const value = howFar(lines);
      return value === null ? [] : [{ ...factOf('prescription', prescription), value }];
    }),
    ...inForce.flatMap(({ prescription }) =>
      prescription.lines.map(({ drug, quantity }) => ({
        ...factOf('prescribed', prescription),
        ...(drug === undefined ? {} : { code: drug }),
        units: quantity,
      })),
    ),
    ...dispenses.flatMap((record) =>
      record.lines.map(({ drug, quantity }) => ({
        ...factOf('dispensed', record),
        code: drug,
        units: quantity,
      })),
    ),
  ];
}

/** Null where nothing of it was to be given here. A line that was closed short of its quantity was not given. */
function howFar(lines: LineView[]): 'full' | 'part' | 'none' | null {
  const own = lines.filter(({ line }) => line.drug !== undefined);
  if (own.length === 0) return null;
  const given = own.filter(
    ({ open, closed, dispensed, prescribed }) => open === 0 && (closed === null || dispensed >= prescribed),
  ).length;
  if (given === own.length) return 'full';
  return own.some(({ dispensed }) => dispensed > 0) ? 'part' : 'none';
}
