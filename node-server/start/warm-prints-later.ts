import { warmPrints } from '../../templates/print/warm-prints.js';
import type { Facility } from '../facility.js';
import type { StartContext } from './start-context.js';

/** Shaping is a second's work on a small box, at the very time when every open page asks again. */
const WARM_AFTER_MS = 5_000;

/** The day's first slip should not wait for the fonts, and those who wait for the box to be up not for the shaping. */
export function warmPrintsLater({ log, undo }: StartContext, facility: Facility): void {
  const { hi, en } = facility.profile().name;
  const warming = setTimeout(() => {
    warmPrints([hi, en]).catch(log.onTrouble);
  }, WARM_AFTER_MS);
  undo.add(() => {
    clearTimeout(warming);
  });
}
