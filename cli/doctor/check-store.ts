import type { Check } from './check.js';

/** Does the ledger hold what its numbers say? Asks the running server, or opens the store for a moment. */
export const storeCheck: Check = {
  id: 'store',
  async run({ folder, status, box }) {
    const runbook = 'data-damaged';
    if (status !== null) {
      return status.store.ok
        ? { state: 'good', outcome: 'good', params: { records: status.records } }
        : { state: 'bad', outcome: 'bad', params: { message: status.store.message ?? '' }, runbook };
    }
    if (box === null) return { state: 'bad', outcome: 'none', runbook: 'server-does-not-start' };
    const { inspectStore } = await import('../../node-server/store/inspect-store.js');
    try {
      const { records, surplus } = await inspectStore(folder);
      return surplus === 0
        ? { state: 'good', outcome: 'good', params: { records } }
        : { state: 'bad', outcome: 'surplus', params: { records, surplus }, runbook };
    } catch (error) {
      const { message } = error as Error;
      return { state: 'bad', outcome: 'bad', params: { message }, runbook };
    }
  },
};
