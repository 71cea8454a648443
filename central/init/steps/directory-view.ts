import { SHARED_DATABASE, SHARED_PLAN } from '../../centre-databases.js';
import { ensureDesign, removeDesign } from '../../ensure/ensure-design.js';
import type { Step } from '../step.js';

/** Facilities by state, district and block. */
export const directoryView: Step = {
  version: 2,
  name: 'directory-view',
  up: async (work) => {
    const { directory } = SHARED_PLAN.designs;
    if (!directory) return [];
    const outcome = await ensureDesign(work, SHARED_DATABASE, 'directory', directory);
    return [{ what: `${SHARED_DATABASE}/_design/directory`, outcome }];
  },
  down: async (work) => [
    {
      what: `${SHARED_DATABASE}/_design/directory`,
      outcome: await removeDesign(work, SHARED_DATABASE, 'directory'),
    },
  ],
};
