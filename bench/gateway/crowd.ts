import { setTimeout as pause } from 'node:timers/promises';
import { FacilityError } from '../../records/facility-error.js';
import { encodeBundle } from '../../sync/bundle.js';
import { exchange } from '../../sync/exchange.js';
import { bundleId } from '../../sync/exchange/bundle-id.js';
import type { Outgoing } from '../../sync/exchange/exchange-once.js';
import { GatewayLine } from '../../sync/exchange/gateway-line.js';
import { retryDelay } from '../../sync/retry.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { ofBox } from '../sync/prepared-records.js';

/** Good enough for a crowd: the boxes' own packing is not what is measured. */
const QUALITY = 5;

export interface CrowdBox {
  name: string;
  bundle: Outgoing;
}

export async function packFor(name: string, records: LedgerRecord[]): Promise<CrowdBox> {
  const bytes = await encodeBundle(ofBox(records, name), { quality: QUALITY });
  return { name, bundle: { id: bundleId(bytes), bytes, begun: false } };
}

/**
 * Brings one box's bundle to the gateway as a box does: however often it is sent away, it comes again when it was told
 * to. How often that was, and the seconds until CouchDB had confirmed everything.
 */
export async function bring(
  { name, bundle }: CrowdBox,
  account: { url: string; password: string },
  stop: AbortSignal,
): Promise<{ shed: number; failed: number; seconds: number }> {
  // Its own: Node warns of many listeners on one.
  const signal = AbortSignal.any([stop]);
  const line = new GatewayLine({ url: account.url, user: name, password: account.password });
  const began = performance.now();
  const counted = { shed: 0, failed: 0 };
  let waits: Outgoing | null = bundle;
  try {
    for (let failures = 1; ; failures += 1) {
      try {
        let given = false;
        await exchange({
          line,
          path: `/exchange/${name}`,
          signal,
          pause: (ms, ended) => pause(ms, undefined, { signal: ended }),
          retry: retryDelay,
          now: () => performance.now(),
          hello: () => ({ v: 1 }),
          next: () => {
            const next = given ? null : waits;
            given = true;
            return Promise.resolve(next);
          },
          onConfirmed: (_bundle, { refused }) => {
            if (refused[0]) throw new Error(`${refused[0].id}: ${refused[0].reason}`);
            waits = null;
            return Promise.resolve();
          },
          onNews: () => Promise.resolve(),
        });
        return { ...counted, seconds: (performance.now() - began) / 1_000 };
      } catch (error) {
        if (!(error instanceof FacilityError) || error.code !== 'centre-unreachable') throw error;
        const after = Number(error.params['retryAfter'] ?? 0);
        if (after > 0) counted.shed += 1;
        else counted.failed += 1;
        await pause(Math.max(after * 1_000, retryDelay(failures)), undefined, { signal });
      }
    }
  } finally {
    line.close();
  }
}
