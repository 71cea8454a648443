import type { SourceCursor, SourcePart, StoredRecord } from './restore-source.js';

/** Records to one batch: each waits for the disk once, and a slow one takes long to say that it has them. */
const BATCH = 4_000;

/** The same records in the same order, in fewer and larger parts. */
export async function* largerParts(
  parts: AsyncIterable<SourcePart>,
  least = BATCH,
): AsyncGenerator<SourcePart, void, void> {
  let records: StoredRecord[] = [];
  let cursor: SourceCursor | undefined;
  const taken = (): SourcePart => {
    const part: SourcePart = { part: 'records', records, ...(cursor ? { cursor } : {}) };
    records = [];
    cursor = undefined;
    return part;
  };
  for await (const part of parts) {
    if (part.part === 'progress') yield part;
    else if (part.part === 'box') {
      if (records.length > 0) yield taken();
      yield part;
    } else {
      records = records.length === 0 ? part.records : [...records, ...part.records];
      // A source that can begin again may do so behind its last part.
      cursor = part.cursor;
      if (records.length >= least) yield taken();
    }
  }
  if (records.length > 0) yield taken();
}
