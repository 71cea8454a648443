import { logsSize, pruneLogs, LOGS_MOST } from '../../node-server/prune-logs.js';
import type { Check } from './check.js';

export const logsCheck: Check = {
  id: 'logs',
  async run({ folder }) {
    const bytes = await logsSize(folder);
    const params = { size: (bytes / 1e6).toFixed(1), most: LOGS_MOST / 1e6 };
    return bytes <= LOGS_MOST
      ? { state: 'good', outcome: 'good', params }
      : { state: 'watch', outcome: 'large', params, fix: async () => void (await pruneLogs(folder)) };
  },
};
