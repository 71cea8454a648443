import type { Check } from './check.js';

/** As `engines` in package.json says. */
const LEAST = [20, 19] as const;

export const nodeCheck: Check = {
  id: 'node',
  run({ nodeVersion }) {
    const [major = 0, minor = 0] = nodeVersion.replace(/^v/, '').split('.').map(Number);
    const isNew = major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
    const params = { version: nodeVersion, least: LEAST.join('.') };
    return isNew
      ? { state: 'good', outcome: 'good', params }
      : { state: 'bad', outcome: 'old', params, runbook: 'server-does-not-start' };
  },
};
