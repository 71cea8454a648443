import type { FollowState } from '../../node-server/standby/follower.js';
import type { Check, CheckState } from './check.js';

const STATES: Record<FollowState['kind'], CheckState> = {
  following: 'good',
  // Until it has everything, it is no good as a main box.
  copying: 'watch',
  stopped: 'watch',
  unreachable: 'bad',
  refused: 'bad',
  failing: 'bad',
};

/** Does a spare box follow the main one, and has it everything? */
export const standbyCheck: Check = {
  id: 'standby',
  run({ standby }) {
    if (standby === null) return { state: 'good', outcome: 'none' };
    const { kind, box, url, records } = standby;
    return {
      state: STATES[kind],
      outcome: kind,
      params: { box, url, records },
      runbook: 'spare-box-silent',
    };
  },
};
