import { FacilityError } from '../../records/facility-error.js';
import type { Trace } from '../../records/report.js';

/** A cell may have no figure of its own (a total): then the row's counts. */
export async function firstTrace(
  figures: string[],
  trace: (figure: string) => Promise<Trace>,
): Promise<Trace> {
  for (const figure of figures.slice(0, -1)) {
    try {
      return await trace(figure);
    } catch (error) {
      if (!(error instanceof FacilityError) || error.code !== 'not-found') throw error;
    }
  }
  return trace(figures.at(-1) ?? '');
}
