import type { DatabasePlan } from '../centre-databases.js';
import { ensureDesign, removeDesign } from '../ensure/ensure-design.js';
import type { Step } from './step.js';

/** A step that adds one design document of a database's plan; the way back takes it away. */
export function designStep(
  { version, name }: Pick<Step, 'version' | 'name'>,
  plan: DatabasePlan,
  design: string,
): Step {
  const what = `${plan.name}/_design/${design}`;
  return {
    version,
    name,
    up: async (work) => {
      const body = plan.designs[design];
      return body ? [{ what, outcome: await ensureDesign(work, plan.name, design, body) }] : [];
    },
    down: async (work) => [{ what, outcome: await removeDesign(work, plan.name, design) }],
  };
}
