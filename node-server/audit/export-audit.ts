import { open, rm, rename, access, type FileHandle } from 'node:fs/promises';
import { toAuditEntry } from '../../records/audit-entry.js';
import type { AuditQuery } from '../../records/audit-filter.js';
import { CHAIN_START, type ChainMark } from '../../records/chain.js';
import { Chain } from '../../records/chain.js';
import { csvLine } from '../../records/csv.js';
import { dayOf, startOfDay } from '../../records/day.js';
import { FacilityError } from '../../records/facility-error.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { Job } from '../../records/progress.js';
import type { SealKey } from '../../records/seal.js';
import { EXPORT_FORMAT, ExportText } from '../../records/signed-export.js';
import { auditCells, AUDIT_COLUMNS } from '../../templates/audit-words.js';
import type { Translate } from '../../templates/locale.js';
import type { Facility } from '../facility.js';
import { storeError } from '../store/store-error.js';
import { OPERATOR, recordLook } from './audit-trail.js';
import { ledgerDocuments, sequenceBefore } from './ledger-documents.js';

export interface ExportOrder extends Pick<AuditQuery, 'from' | 'to'> {
  /** where the file goes; one that stands there is not overwritten */
  file: string;
  format: 'csv' | 'json';
}

export interface ExportAnswer {
  file: string;
  format: 'csv' | 'json';
  records: number;
  bytes: number;
}

interface ExportParts {
  facility: Facility;
  key: SealKey;
  say: Translate;
}

const EVERY = 1_000;
/** Excel takes a file without it for one in the machine's own code page, and shows no Hindi. */
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Writes the ledger, or some days of it, to a file: CSV in words, or JSON with every field, signed by the box. The
 * file stands when it is whole. Throws `conflict` where it stands already, `bad-input`, `disk-full`.
 */
export async function* exportAudit(parts: ExportParts, order: ExportOrder): Job<ExportAnswer> {
  const { file, format } = order;
  await refuseStanding(file);
  const handle = await open(`${file}.part`, 'w', 0o600).catch((cause: unknown) => {
    throw cannotWrite(cause);
  });
  let isDone = false;
  try {
    const records = yield* writeAll(parts, order, handle);
    await handle.sync();
    const { size: bytes } = await handle.stat();
    await recordLook(parts.facility, 'export', [], 'audit export');
    await rename(`${file}.part`, file);
    isDone = true;
    return { file, format, records, bytes };
  } catch (cause) {
    throw storeError(cause);
  } finally {
    await handle.close();
    if (!isDone) await rm(`${file}.part`, { force: true });
  }
}

async function* writeAll(
  { facility, key, say }: ExportParts,
  { from, to, format }: ExportOrder,
  file: FileHandle,
): AsyncGenerator<{ step: string; done: number; total: number; unit: 'records' }, number, void> {
  const { records: database } = facility.databases;
  const total = facility.recordCount;
  const first = from === undefined ? 1 : (await sequenceBefore(database, startOfDay(from))) + 1;
  const chain = new Chain();
  const text = new ExportText();
  const madeAt = new Date(facility.now()).toISOString();
  const header = (after: ChainMark): string =>
    format === 'csv'
      ? BYTE_ORDER_MARK + csvLine(AUDIT_COLUMNS)
      : text.begin({
          format: EXPORT_FORMAT,
          box: facility.box,
          madeAt,
          madeBy: OPERATOR,
          publicKey: key.public,
          after,
        });
  let begun = false;
  let count = 0;
  let done = 0;
  let waiting = '';
  // A signed export of some days says at which place of the chain they begin, so it reads what is before them, too.
  const since = format === 'json' ? 0 : first - 1;
  for await (const document of ledgerDocuments(database, since)) {
    const record = document as LedgerRecord;
    if (record.n > total || (to !== undefined && dayOf(record.at) > to)) break;
    done += 1;
    if (done % EVERY === 0) {
      yield { step: 'audit.writing', done, total: total - since, unit: 'records' };
    }
    if (record.n < first) {
      chain.add(record);
      continue;
    }
    if (!begun) waiting += header(first === 1 ? CHAIN_START : { n: chain.n, head: chain.head });
    begun = true;
    count += 1;
    waiting += format === 'csv' ? csvLine(auditCells(toAuditEntry(record), say)) : text.record(record);
    if (waiting.length > 65_536) {
      await file.write(waiting);
      waiting = '';
    }
  }
  if (!begun) waiting += header({ n: chain.n, head: chain.head });
  if (format === 'json') waiting += text.end(key);
  await file.write(waiting);
  return count;
}

async function refuseStanding(file: string): Promise<void> {
  const stands = await access(file).then(
    () => true,
    () => false,
  );
  if (!stands) return;
  throw new FacilityError('conflict', `${file} stands there already.`, {
    hint: 'hints.otherOut',
    fields: [{ field: 'out', code: 'taken' }],
  });
}

function cannotWrite(cause: unknown): FacilityError {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return storeError(cause);
  return new FacilityError('bad-input', 'The server cannot write a file there.', {
    hint: 'hints.serverMayWrite',
    fields: [{ field: 'out', code: 'notWritable' }],
    cause,
  });
}
