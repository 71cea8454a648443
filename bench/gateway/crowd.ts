import { setTimeout as pause } from 'node:timers/promises';
import { FacilityError } from '../../records/facility-error.js';
import { encodeBundle } from '../../sync/bundle.js';
import { exchange } from '../../sync/exchange.js';
import { bundleId } from '../../sync/exchange/bundle-id.js';
import type { Outgoing } from '../../sync/exchange/exchange-once.js';
import { GatewayLine } from '../../sync/exchange/gateway-line.js';
import { retryDelay } from '../../sync/retry.js';
import { firstRevision } from '../../records/first-revision.js';
import type { LedgerSum } from '../../sync/exchange/messages.js';
import { addRevisions, EMPTY_SUM, sameSum } from '../../sync/ledger-sum.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { ofBox } from '../sync/prepared-records.js';

/** Good enough for a crowd: the boxes' own packing is not what is measured. */
const QUALITY = 5;

export interface CrowdBox {
  name: string;
  bundle: Outgoing;
  /** of its records */
  sum: LedgerSum;
}

export interface Brought {
  /** how often it was told to come again, and how often it failed otherwise */
  shed: number;
  failed: number;
  seconds: number;
  /** everything is confirmed, and the centre's count and sum are the box's; false where the time was over before */
  agrees: boolean;
}

export async function packFor(name: string, records: LedgerRecord[]): Promise<CrowdBox> {
  const own = ofBox(records, name);
  const bytes = await encodeBundle(own, { quality: QUALITY });
  const sum = addRevisions(EMPTY_SUM, own.map(firstRevision));
  return { name, sum, bundle: { id: bundleId(bytes), bytes, begun: false } };
}

/**
 * Brings one box's bundle to the gateway as a box does: however often it is sent away, it comes again when it was told
 * to, until the centre's count and sum say that it has everything.
 */
export async function bring(
  { name, bundle, sum }: CrowdBox,
  account: { url: string; password: string },
  stop: AbortSignal,
): Promise<Brought> {
  // Its own: Node warns of many listeners on one.
  const signal = AbortSignal.any([stop]);
  const line = new GatewayLine({ url: account.url, user: name, password: account.password });
  const began = performance.now();
  const counted = { shed: 0, failed: 0 };
  let waits: Outgoing | null = bundle;
  try {
    for (let failures = 1; !signal.aborted; failures += 1) {
      try {
        let given = false;
        const { holds } = await exchange({
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
        return { ...counted, seconds: sinceS(began), agrees: holds !== undefined && sameSum(holds, sum) };
      } catch (error) {
        if (signal.aborted) break;
        if (!(error instanceof FacilityError) || error.code !== 'centre-unreachable') throw error;
        const after = Number(error.params['retryAfter'] ?? 0);
        if (after > 0) counted.shed += 1;
        else counted.failed += 1;
        await pause(Math.max(after * 1_000, retryDelay(failures)), undefined, { signal }).catch(
          () => undefined,
        );
      }
    }
    return { ...counted, seconds: sinceS(began), agrees: false };
  } finally {
    line.close();
  }
}

function sinceS(began: number): number {
  return (performance.now() - began) / 1_000;
}
