import { DEFAULT_LAN_NAME } from '../../node-server/lan/lan-settings.js';
import { judgeCertificate } from '../../node-server/tls/judge-certificate.js';
import { ownNames } from '../../node-server/tls/own-names.js';
import { readKeyed } from '../../node-server/tls/tls-files.js';
import type { Check } from './check.js';

const DAY_MS = 86_400_000;
/** The server renews its own certificate before that; every device has to be visited for another CA. */
const FEW_DAYS = 14;
const FEW_CA_DAYS = 90;

/** What browsers judge: is it valid, for how long, and for the addresses that people open? */
export const certificateCheck: Check = {
  id: 'certificate',
  async run({ folder, box, now }) {
    if (!box?.settings.lan?.tls) return { state: 'good', outcome: 'off' };
    const runbook = 'pages-do-not-open';
    const [ca, served] = await Promise.all([readKeyed(folder, 'ca'), readKeyed(folder, 'server')]);
    if (!ca || !served) return { state: 'watch', outcome: 'none', runbook };
    const names = ownNames(box.settings.lan.name ?? DEFAULT_LAN_NAME);
    const found = judgeCertificate(served.certificate, ca.certificate, names, now());
    const days = Math.floor((found.end - now()) / DAY_MS);
    const caDays = Math.floor((found.caEnd - now()) / DAY_MS);
    const params = { days, caDays, name: found.lacks[0] ?? '' };
    if (days < 0 || caDays < 0) return { state: 'bad', outcome: 'over', params, runbook };
    if (found.early) return { state: 'bad', outcome: 'early', params, runbook };
    if (!found.signed) return { state: 'bad', outcome: 'foreign', params, runbook };
    if (found.lacks.length > 0) return { state: 'watch', outcome: 'lacks', params, runbook };
    if (caDays < FEW_CA_DAYS) return { state: 'watch', outcome: 'caSoon', params, runbook };
    if (days < FEW_DAYS) return { state: 'watch', outcome: 'soon', params, runbook };
    return { state: 'good', outcome: 'good', params };
  },
};
