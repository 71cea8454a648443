import type { Step } from './step.js';
import { centreDatabases } from './steps/centre-databases.js';
import { directoryView } from './steps/directory-view.js';
import { workingViews } from './steps/working-views.js';

/**
 * In order, from 1 without a gap. A change of what a centre holds is one more step at the end; the plans in
 * `centre-databases.ts` say how everything stands after the last.
 */
export const STEPS: readonly Step[] = [centreDatabases, directoryView, workingViews];
