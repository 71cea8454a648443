import { PATIENTS_PLAN, SUMMARIES_PLAN, type DatabasePlan } from '../../centre-databases.js';
import type { CentreWork, Prepared } from '../../ensure/centre-work.js';
import { ensureDesign, removeDesign } from '../../ensure/ensure-design.js';
import type { Step } from '../step.js';

/** What the dashboards sum up, and by what patients are compared. */
export const workingViews: Step = {
  version: 3,
  name: 'working-views',
  up: (work) =>
    ofEach(async (name, design, plan) => ensureDesign(work, name, design, plan.designs[design] ?? NO_DESIGN)),
  down: (work: CentreWork) => ofEach((name, design) => removeDesign(work, name, design)),
};

const NO_DESIGN = { language: 'javascript' } as const;

async function ofEach(
  change: (name: string, design: string, plan: DatabasePlan) => Promise<Prepared['outcome']>,
): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  for (const plan of [SUMMARIES_PLAN, PATIENTS_PLAN]) {
    for (const design of Object.keys(plan.designs)) {
      // The validation stands from the first step on.
      if (design === 'centre-only') continue;
      const outcome = await change(plan.name, design, plan);
      prepared.push({ what: `${plan.name}/_design/${design}`, outcome });
    }
  }
  return prepared;
}
