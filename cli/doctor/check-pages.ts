import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { checkPort } from '../wizard/check-port.js';
import type { Check } from './check.js';

/** Milliseconds until a page that does not come is said not to come. */
const PATIENCE_MS = 5_000;

/** Do the pages answer? Where no server runs: could it have its port? */
export const portCheck: Check = {
  id: 'port',
  async run({ status, box }) {
    if (status !== null) {
      const [address = ''] = status.addresses;
      return (await answers(address))
        ? { state: 'good', outcome: 'good', params: { address } }
        : { state: 'bad', outcome: 'silent', params: { address }, runbook: 'pages-do-not-open' };
    }
    if (box === null || box.settings.port === 0) return { state: 'good', outcome: 'any' };
    const { port, host } = box.settings;
    const [wrong] = await checkPort(String(port), host);
    return wrong === undefined
      ? { state: 'watch', outcome: 'free', params: { port }, runbook: 'server-does-not-start' }
      : {
          state: 'bad',
          outcome: wrong.code === 'portTaken' ? 'taken' : 'notAllowed',
          params: { port },
          runbook: 'server-does-not-start',
        };
  },
};

/** Any answer will do; the box's own certificate is judged by a check of its own. */
function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const ask = address.startsWith('https:') ? secureRequest : request;
    const asked = ask(
      `${address}/`,
      { timeout: PATIENCE_MS, rejectUnauthorized: false } as object,
      (response) => {
        response.resume();
        resolve(true);
      },
    );
    asked.once('timeout', () => asked.destroy(new Error('time-out')));
    asked.once('error', () => resolve(false));
    asked.end();
  });
}
