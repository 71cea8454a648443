import { createHash } from 'node:crypto';
import type { LedgerSum } from './exchange/messages.js';

/** Eight letters that people can compare, on paper or over the telephone: `3F9A-77C2`. Equal for equal sums; `–` for nothing. */
export function shortSum({ count, sums }: LedgerSum): string {
  if (count === 0) return '–';
  const hex = createHash('sha256')
    .update(JSON.stringify([count, ...sums]))
    .digest('hex');
  return `${hex.slice(0, 4)}-${hex.slice(4, 8)}`.toUpperCase();
}
