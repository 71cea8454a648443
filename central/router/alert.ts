import { firstBox, type BoxId } from '../../records/ids.js';
import { BOXES_DATABASE } from '../centre-databases.js';
import type { Copy } from './copy.js';

/** What the router finds wrong with a box's data. */
export type RouterAlert = 'facility-unknown' | 'summary-impossible' | 'record-unreadable';

/** An alert names no more records: whoever looks has enough to begin with. */
const MOST_NAMED = 20;

/**
 * An alert about a box in `boxes`, which the monitor shows until it is ended or acknowledged. It names each record once,
 * however often it comes; it stays acknowledged unless another record joins it. In whatever order records come (CouchDB
 * tells changes in none), it says the same.
 */
export function alertCopy(
  box: BoxId,
  kind: RouterAlert,
  at: string,
  record: { id: string; why: string[] } | null = null,
): Copy {
  const code = firstBox(box);
  const records = record ? [record] : [];
  return {
    database: BOXES_DATABASE,
    id: `alert:${code}:${kind}`,
    body: { type: 'alert', box: code, kind, since: at, records },
    merge: (standing) => {
      const before = (standing['records'] ?? []) as { id: string }[];
      const isOver = standing['ended'] !== undefined;
      const named = [...before, ...records].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, MOST_NAMED);
      const isNew = record ? !before.some(({ id }) => id === record.id) && named.includes(record) : isOver;
      if (!isNew) return null;
      const since = isOver ? at : [at, String(standing['since'])].sort()[0];
      return { type: 'alert', box: code, kind, since, records: named };
    },
  };
}
