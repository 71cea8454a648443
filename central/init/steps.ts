import { BOXES_PLAN, PATIENTS_PLAN, SHARED_PLAN, SUMMARIES_PLAN } from '../centre-databases.js';
import { DUPLICATES_DESIGN } from '../duplicates/duplicates-design.js';
import { PAIRS_DESIGN } from '../summaries/pairs-design.js';
import { PLACES_DESIGN } from '../summaries/places-design.js';
import { REPORTED_DESIGN } from '../summaries/reported-design.js';
import { ALERTS_DESIGN } from '../monitor/alerts-design.js';
import { PERSONS_DESIGN } from '../router/persons-design.js';
import { SUMMARIES_DESIGN } from '../summaries/summaries-design.js';
import { VILLAGES_DESIGN } from '../summaries/villages-design.js';
import { designStep } from './design-step.js';
import type { Step } from './step.js';
import { centreDatabases } from './steps/centre-databases.js';
import { historyViews } from './steps/history-views.js';
import { stockViews } from './steps/stock-views.js';

/**
 * In order, from 1 without a gap. A change of what a centre holds is one more step at the end; the plans in
 * `centre-databases.ts` say how everything stands after the last.
 */
export const STEPS: readonly Step[] = [
  centreDatabases,
  designStep({ version: 2, name: 'directory-view' }, SHARED_PLAN, 'directory'),
  designStep({ version: 3, name: 'summary-views' }, SUMMARIES_PLAN, SUMMARIES_DESIGN),
  designStep({ version: 4, name: 'duplicate-views' }, PATIENTS_PLAN, DUPLICATES_DESIGN),
  designStep({ version: 5, name: 'reported-view' }, SUMMARIES_PLAN, REPORTED_DESIGN),
  designStep({ version: 6, name: 'alert-views' }, BOXES_PLAN, ALERTS_DESIGN),
  designStep({ version: 7, name: 'place-view' }, SUMMARIES_PLAN, PLACES_DESIGN),
  historyViews,
  designStep({ version: 9, name: 'person-views' }, PATIENTS_PLAN, PERSONS_DESIGN),
  designStep({ version: 10, name: 'village-view' }, SUMMARIES_PLAN, VILLAGES_DESIGN),
  stockViews,
  designStep({ version: 12, name: 'pair-view' }, SUMMARIES_PLAN, PAIRS_DESIGN),
];
