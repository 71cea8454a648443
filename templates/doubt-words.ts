import type { StockDoubt } from '../records/stock-trace/stock-doubt.js';
import type { Translate } from './locale.js';

/** What of the books does not add up, in one sentence. */
export function doubtWords({ kind, expected, found, explained }: StockDoubt, t: Translate): string {
  const words = t(`stock.doubts.kinds.${kind}`, { expected, found });
  return explained === undefined ? words : `${words} ${t(`stock.doubts.explained.${explained}`)}`;
}
