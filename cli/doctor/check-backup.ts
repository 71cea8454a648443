import { availablePlaces } from '../../node-server/backup/available-places.js';
import { FIRST_PLAN } from '../../node-server/backup/backup-plan.js';
import { readDisks } from '../../node-server/backup/read-disks.js';
import type { Check } from './check.js';

const HOUR_MS = 3_600_000;

/** Is there a key, a place that takes one, and a good one of the last day? */
export const backupCheck: Check = {
  id: 'backup',
  async run({ box, status, now }) {
    if (box === null) return { state: 'good', outcome: 'off' };
    const runbook = 'backup-is-old';
    const plan = box.settings.backup ?? FIRST_PLAN;
    if ((plan.recoveryKey ?? plan.centreKey) === undefined)
      return { state: 'watch', outcome: 'noKey', runbook };
    const places = await availablePlaces(plan.places, readDisks);
    const states = places.map(({ state }) => state);
    const last = status?.backup?.lastAt ?? null;
    const hours = last === null ? 0 : Math.max(0, Math.floor((now() - Date.parse(last)) / HOUR_MS));
    const params = { hours, days: Math.round(hours / 24), place: places[0]?.folder ?? '' };
    if (status?.backup?.isOld)
      return { state: 'watch', outcome: last === null ? 'never' : 'old', params, runbook };
    if (!states.includes('ready')) {
      if (states.includes('read-only')) return { state: 'watch', outcome: 'readOnly', params, runbook };
      // A stick may rest in the safe over the day; a folder is to be there.
      if (!plan.places.some(({ kind }) => kind === 'usb'))
        return { state: 'watch', outcome: 'noPlace', params, runbook };
    }
    if (status === null) return { state: 'good', outcome: 'ready' };
    return { state: 'good', outcome: last === null ? 'young' : 'good', params };
  },
};
