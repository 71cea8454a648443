import { FacilityError } from '../../records/facility-error.js';
import { centreError } from '../../sync/centre-error.js';
import type { CentreDatabase } from '../../sync/centre-database.js';
import type { CentreSource } from './centre-source.js';
import type { RestoreSource, SourcePart, StoredRecord } from './restore-source.js';

/** Ids and revisions asked for at once. */
const PAGE = 5_000;

/**
 * A backup, and what the centre has after it. All that both have is compared by id and revision, which a revision being
 * a hash of the record makes a comparison of content; only what the backup lacks is fetched.
 * Reading throws `restore-refused` (`contradiction`) where the two say different things of one record.
 */
export function mergeSources(backup: RestoreSource, centre: CentreSource): RestoreSource {
  return {
    kind: 'backup-and-centre',
    box: centre.box,
    total: backup.total === null || centre.total === null ? null : Math.max(backup.total, centre.total),
    read: (after, _cursor, signal) => readBoth(backup, centre, after, signal),
  };
}

async function* readBoth(
  backup: RestoreSource,
  centre: CentreSource,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<SourcePart, void, void> {
  // Read whole, also where a part was restored before: the comparison needs it.
  const known = new Map<string, string>();
  let last = 0;
  let box: SourcePart | null = null;
  for await (const part of backup.read(0, null, signal)) {
    if (part.part === 'box') box = part;
    else if (part.part === 'progress') yield part;
    else {
      for (const { _id, _rev, n } of part.records) {
        known.set(_id, _rev);
        last = n;
      }
      yield { part: 'records', records: part.records.filter(({ n }) => n > after) };
    }
  }
  const total = Math.max(last, centre.total ?? 0);
  let compared = 0;
  const later: StoredRecord[] = [];
  for (const { database, upTo } of centre.stretches) {
    for await (const page of readRevisions(database, signal)) {
      const unknown: string[] = [];
      for (const { id, rev } of page) {
        const standing = known.get(id);
        if (standing === undefined) unknown.push(id);
        else if (standing !== rev) throw contradiction(id);
      }
      for (const record of await fetchRecords(database, unknown)) {
        // What a replaced box wrote late is no part of this ledger: it is taken in by sync.
        if (upTo !== null && record.n > upTo) continue;
        if (record.n <= last) throw contradiction(record._id, record.n);
        later.push(record);
      }
      compared += page.length;
      yield {
        part: 'progress',
        progress: { step: 'restore.comparing', done: compared, total, unit: 'records' },
      };
    }
  }
  yield { part: 'records', records: withoutGap(later, last, after) };
  if (box) yield box;
}

/** The centre's records right after the backup's last; those after a gap are taken in by sync. */
function withoutGap(later: StoredRecord[], last: number, after: number): StoredRecord[] {
  later.sort((a, b) => a.n - b.n);
  const gap = later.findIndex(({ n }, i) => n !== last + 1 + i);
  const double = later.find(({ n }, i) => later[i + 1]?.n === n);
  if (double) throw contradiction(double._id, double.n);
  return (gap < 0 ? later : later.slice(0, gap)).filter(({ n }) => n > after);
}

async function* readRevisions(
  { database, name }: CentreDatabase,
  signal: AbortSignal,
): AsyncGenerator<{ id: string; rev: string }[], void, void> {
  for (let startkey: string | null = null; ;) {
    signal.throwIfAborted();
    const range: object = startkey === null ? {} : { startkey, skip: 1 };
    const { rows } = await database.allDocs({ ...range, limit: PAGE }).catch((cause: unknown) => {
      throw centreError(cause, name);
    });
    yield rows.flatMap((row) =>
      'value' in row && !row.id.startsWith('_design/') ? [{ id: row.id, rev: row.value.rev }] : [],
    );
    const lastRow = rows.at(-1);
    if (!lastRow || rows.length < PAGE) return;
    startkey = 'id' in lastRow ? lastRow.id : null;
  }
}

async function fetchRecords({ database, name }: CentreDatabase, ids: string[]): Promise<StoredRecord[]> {
  const found: StoredRecord[] = [];
  for (let i = 0; i < ids.length; i += 1_000) {
    const keys = ids.slice(i, i + 1_000);
    const { rows } = await database
      .allDocs<StoredRecord>({ keys, include_docs: true })
      .catch((cause: unknown) => {
        throw centreError(cause, name);
      });
    for (const row of rows) if ('doc' in row && row.doc) found.push(row.doc);
  }
  return found;
}

function contradiction(id: string, n?: number): FacilityError {
  const which = n === undefined ? id : `record ${n} (${id})`;
  return new FacilityError('restore-refused', `The backup and the centre differ in ${which}.`, {
    hint: 'hints.keepTheOther',
    params: { reason: 'contradiction', id },
  });
}
