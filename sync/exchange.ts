import { FacilityError } from '../records/facility-error.js';
import { exchangeOnce, type ExchangeWork, type Outgoing } from './exchange/exchange-once.js';
import type { GatewayLine } from './exchange/gateway-line.js';
import type { End } from './exchange/messages.js';
import { SendWindow } from './exchange/send-window.js';

/** From one connection to the next, in milliseconds, while the line may be back any moment; longer ones are the cycle's. */
const LONGEST_PAUSE_MS = 1_000;
/** A bundle that came damaged so often is damaged here. */
const DAMAGED_TRIES = 3;

export interface ExchangeOptions extends ExchangeWork {
  line: GatewayLine;
  /** `/exchange/BR1042` */
  path: string;
  signal: AbortSignal;
  /** waits so many milliseconds, or throws the signal's reason */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** milliseconds before the next connection, after so many in a row that brought nothing */
  retry: (failures: number) => number;
}

/**
 * Sends what waits and fetches what is new, over as many connections as it takes: one that dies is followed by a fresh
 * one, which goes on at the byte that the gateway holds. Throws `centre-unreachable` where nothing has moved for
 * long, and `centre-refused`.
 */
export async function exchange(options: ExchangeOptions): Promise<End> {
  const { line, path, signal, now, pause, retry } = options;
  /** sent, and not confirmed by CouchDB */
  const open: Outgoing[] = [];
  let window = new SendWindow();
  let coming: Promise<Outgoing | null> | null = null;
  let moved = now();
  let failures = 0;
  let damaged = 0;
  const progress = (): void => {
    moved = now();
    failures = 0;
  };

  /** One at a time, also where a connection died while the next bundle was being made. */
  function fresh(): Promise<Outgoing | null> {
    return (coming ??= options
      .next()
      .then((bundle) => {
        if (bundle) open.push(bundle);
        return bundle;
      })
      .finally(() => {
        coming = null;
      }));
  }

  for (;;) {
    const again = [...open];
    window = new SendWindow(window);
    try {
      const work: ExchangeWork = {
        ...options,
        next: () => {
          const bundle = again.shift();
          return bundle ? Promise.resolve(bundle) : fresh();
        },
        onConfirmed: async (bundle, confirmed) => {
          progress();
          await options.onConfirmed(bundle, confirmed);
          open.splice(open.indexOf(bundle), 1);
        },
        onNews: async (head, documents) => {
          progress();
          await options.onNews(head, documents);
        },
        onProgress: (reached) => {
          progress();
          options.onProgress?.(reached);
        },
      };
      return await exchangeOnce(line.open(path, signal), work, window);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof FacilityError) || error.code !== 'centre-unreachable') throw error;
      damaged += error.params['gateway'] === 'damaged' ? 1 : 0;
      const { gateway, retryAfter } = error.params;
      // The same bytes once more would end the same.
      const hopeless = retryAfter !== undefined || gateway === 'newer' || gateway === 'too-large';
      if (hopeless || damaged >= DAMAGED_TRIES || now() - moved > line.patience.withoutProgressMs)
        throw error;
      failures += 1;
      await pause(Math.min(retry(failures), LONGEST_PAUSE_MS), signal);
    }
  }
}
