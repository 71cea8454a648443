import type { RestoreRecord } from '../records/box.js';
import { boxOf, type BoxId } from '../records/ids.js';

/**
 * A box's ledger as the centre has it, with what it took over: that of each forerunner up to the record where the next
 * box went on. In no order. Throws as `read` does, which gives one box's ledger.
 */
export async function* readLineage(
  read: (box: BoxId) => AsyncIterable<object>,
  box: BoxId,
): AsyncGenerator<object> {
  const seen = new Set<BoxId>();
  let upTo = Infinity;
  for (let one: BoxId | null = box; one !== null && !seen.has(one);) {
    seen.add(one);
    let forerunner: Pick<RestoreRecord, 'from' | 'upTo'> | null = null;
    for await (const document of read(one)) {
      const record = document as Partial<RestoreRecord>;
      // What a box wrote after it was replaced is part of its own ledger only.
      if (typeof record.n === 'number' && record.n > upTo) continue;
      if (isOwnRestore(record, one)) forerunner = record;
      yield document;
    }
    upTo = forerunner?.upTo ?? 0;
    one = forerunner?.from ?? null;
  }
}

function isOwnRestore(record: Partial<RestoreRecord>, box: BoxId): record is RestoreRecord {
  const { _id, type, from, upTo } = record;
  return type === 'restore' && typeof _id === 'string' && boxOf(_id) === box && !!from && upTo !== undefined;
}
