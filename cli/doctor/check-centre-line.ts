import type { Check } from './check.js';

export const centreCheck: Check = {
  id: 'centre',
  async run({ askCentre }) {
    const answer = await askCentre();
    switch (answer.kind) {
      case 'not-set':
        return { state: 'good', outcome: 'notSet' };
      case 'silent':
        return {
          state: 'watch',
          outcome: 'silent',
          params: { message: answer.message },
          runbook: 'sync-waits',
        };
      case 'refused':
        return {
          state: 'bad',
          outcome: 'refused',
          params: { message: answer.message },
          runbook: 'sync-refused',
        };
      case 'answers':
        return { state: 'good', outcome: 'good' };
    }
  },
};

/** Minutes; HTTP's Date counts whole seconds, and a slow line adds a few. */
const DRIFT_MINUTES = 5;

/** This box's clock against the centre's. */
export const driftCheck: Check = {
  id: 'drift',
  async run({ askCentre, now }) {
    const answer = await askCentre();
    if (answer.kind !== 'answers' || answer.date === null) return { state: 'good', outcome: 'unknown' };
    const minutes = Math.round(Math.abs(now() - answer.date) / 60_000);
    if (minutes < DRIFT_MINUTES) return { state: 'good', outcome: 'good' };
    const outcome = now() > answer.date ? 'ahead' : 'behind';
    return { state: 'bad', outcome, params: { minutes }, runbook: 'clock-behind' };
  },
};
