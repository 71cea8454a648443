import { readWords } from '../../templates/locale.js';
import { loadReference } from '../../templates/reference.js';
import { loadWorkflow } from '../../templates/workflow.js';
import type { Check } from './check.js';

/** What people edit must still be readable, and speak both languages. */
export const templatesCheck: Check = {
  id: 'templates',
  run() {
    const runbook = 'server-does-not-start';
    try {
      loadReference();
      loadWorkflow();
      const [hi, en] = [readWords('hi'), readWords('en')];
      const missing = [
        ...[...en.keys()].filter((key) => !hi.has(key)).map((key) => `hi ${key}`),
        ...[...hi.keys()].filter((key) => !en.has(key)).map((key) => `en ${key}`),
      ];
      return missing.length === 0
        ? { state: 'good', outcome: 'good' }
        : {
            state: 'watch',
            outcome: 'missing',
            params: { n: missing.length, first: missing[0] ?? '' },
            runbook,
          };
    } catch (error) {
      return { state: 'bad', outcome: 'unreadable', params: { message: (error as Error).message }, runbook };
    }
  },
};
