import type { DatabasePlan } from '../centre-databases.js';
import { awaitIndex } from '../ensure/await-index.js';
import { ensureDesign, removeDesign } from '../ensure/ensure-design.js';
import type { Step } from './step.js';

/** A step that adds one design document of a database's plan, and has its index built; the way back takes it away. */
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
      if (!body) return [];
      const outcome = await ensureDesign(work, plan.name, design, body);
      // Also where it stands: a run may have broken off while it was being built.
      if (!work.dryRun) await awaitIndex(work, plan.name, design, body.views ?? {});
      return [{ what, outcome }];
    },
    down: async (work) => [{ what, outcome: await removeDesign(work, plan.name, design) }],
  };
}
