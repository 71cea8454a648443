import { Chain } from '../../records/chain.js';
import { FacilityError } from '../../records/facility-error.js';
import { boxOf, lineageOf, nextReplica, type BoxId, type StaffId } from '../../records/ids.js';
import type { Job } from '../../records/progress.js';
import { generatePassword } from '../admin/generate-password.js';
import type { BoxSecrets } from '../box-folder/box-secrets.js';
import type { BoxSettings } from '../box-folder/box-settings.js';
import { claimForRestore } from '../box-folder/claim-for-restore.js';
import { finishBoxFolder } from '../box-folder/finish-box-folder.js';
import { keepCredential } from '../credentials.js';
import { Facility } from '../facility.js';
import { hashPassword } from '../password.js';
import type { StaffRoll } from '../staff-roll.js';
import { openDatabase, type RecordsDatabase } from '../store/databases.js';
import { saveSnapshot, snapshotText } from '../store/fold-snapshot.js';
import { LastingFolds } from '../store/lasting-folds.js';
import { readLast, readTail } from '../store/read-records.js';
import { readNamedMark, writeNamedMark } from '../../sync/sync-mark.js';
import { writeForerunnerDone } from '../../sync/forerunner.js';
import { facilityDatabase } from '../../records/ids.js';
import { centreAddress } from '../../sync/centre-database.js';
import type { LocalDocument, RestoreSource, SourceCursor, StoredRecord } from './restore-source.js';
import { largerParts } from './larger-parts.js';
import { oneAhead } from './one-ahead.js';
import { checkRecord } from './check-record.js';
import { twoOfOne } from './read-feed.js';
import { writeInOrder } from './write-in-order.js';

export interface RestoreOptions {
  /** empty, missing, or with an unfinished restore of the same */
  folder: string;
  source: RestoreSource;
  /** the new box; absent: with the next replica letter */
  by?: BoxId;
  /** where the source has no settings, and what is given instead of its own */
  settings: Partial<Omit<BoxSettings, 'format' | 'box' | 'centre'>>;
  /** the new box's log-in at the centre; absent: as in the backup, which the centre will refuse for the new box */
  centre?: { url: string; user: string; password: string };
  /** how many tokens and patients' short numbers are left out: the lost box may have given them unseen */
  skip?: number;
  now?: () => number;
  signal?: AbortSignal;
}

export interface RestoreResult {
  box: BoxId;
  from: BoxId;
  folder: string;
  source: RestoreSource['kind'];
  /** records taken over */
  records: number;
  patients: number;
  staff: number;
  /** chain over them, base64url */
  head: string;
  /** where no password came with the source: the one made for the person in charge, shown this once */
  admin?: { id: StaffId; password: string };
  centre?: { url: string; user: string };
}

const CURSOR = 'nadi-restore';
const OPERATOR: StaffId = 'operator';

/**
 * Makes an empty folder the box that takes over from a lost one: its records, the same ids and revisions, then the
 * `restore` record, with which the new box's own begin. Until the last step the folder says that it is unfinished, and
 * the same restore goes on where it stopped.
 * Throws `restore-refused`, `already-set-up`, `store-foreign`, `disk-full`, and what the source throws.
 */
export async function* restoreFacility(options: RestoreOptions): Job<RestoreResult> {
  const { folder, source, signal = new AbortController().signal } = options;
  const by = newBox(source.box, options.by);
  await claimForRestore(folder, { lost: source.box, by, source: source.kind });
  const box = yield* takeRecords(folder, source, by, signal);
  const facility = await Facility.open({ folder, box: by, now: options.now ?? Date.now });
  let result: RestoreResult;
  try {
    yield { step: 'restore.checking', done: 0, unit: 'records' };
    result = await takeOver(facility, options, by, box);
  } finally {
    await facility.stop();
  }
  const { settings, secrets } = boxFiles(options, by, box);
  await finishBoxFolder(folder, settings, secrets);
  return { ...result, ...(settings.centre ? { centre: settings.centre } : {}) };
}

function newBox(lost: BoxId, asked?: BoxId): BoxId {
  const by = asked ?? nextReplica(lost);
  if (by !== null && by !== lost && lineageOf(by).includes(lost)) return by;
  throw new FacilityError('bad-input', `${by ?? 'No letter'} cannot take over from ${lost}.`, {
    hint: 'hints.letterAfter',
    fields: [{ field: 'replica', code: 'wrongBox' }],
  });
}

interface TakenBox {
  /** chain over the records, where they were all read in this run */
  head?: string;
  settings?: BoxSettings;
  centrePassword?: string;
  locals: LocalDocument[];
}

async function* takeRecords(
  folder: string,
  source: RestoreSource,
  by: BoxId,
  signal: AbortSignal,
): Job<TakenBox> {
  const database = await openDatabase<StoredRecord>(folder, 'records');
  const records = database as unknown as RecordsDatabase;
  try {
    const last = await readLast(records);
    // It broke off after the restore record: all that is left is to finish the folder's files.
    let n = last?.type === 'restore' && boxOf(last._id) === by ? last.n - 1 : (last?.n ?? 0);
    const done = n !== (last?.n ?? 0);
    const cursor = await readNamedMark<SourceCursor>(records, CURSOR);
    const lineage = new Set(lineageOf(by).slice(0, -1));
    let box: TakenBox = { locals: [] };
    // Folded on the way, so that nothing has to be read a second time.
    const folds = n === 0 ? LastingFolds.empty(by) : null;
    for await (const part of oneAhead(largerParts(source.read(n, cursor, signal)))) {
      signal.throwIfAborted();
      if (part.part === 'progress') yield part.progress;
      else if (part.part === 'box') box = part;
      else if (!done && part.records.length > 0) {
        for (const record of part.records) {
          n += 1;
          checkRecord(record, n, lineage);
          const { _rev, ...bare } = record;
          void _rev;
          folds?.apply(bare);
        }
        await writeInOrder(records, part.records);
        if (part.cursor) await writeNamedMark(records, CURSOR, part.cursor);
        yield { step: 'restore.records', done: n, ...total(source), unit: 'records' };
      }
    }
    // Not every source throws when it is told to end.
    signal.throwIfAborted();
    if (n === 0) {
      throw new FacilityError('restore-refused', `There are no records of ${source.box} there.`, {
        hint: 'hints.codeAndSource',
        params: { reason: 'no-records', box: source.box },
      });
    }
    await checkCount(records, n + (done ? 1 : 0));
    if (!folds) return box;
    await saveSnapshot(folder, snapshotText(by, { n, folds: folds.snapshot() }));
    return { ...box, head: folds.chain.head };
  } finally {
    await database.close();
  }
}

function total({ total: all }: RestoreSource): { total?: number } {
  return all === null ? {} : { total: all };
}

/** Each record is one document, and the database's sequence goes as the numbers do. */
async function checkCount(records: RecordsDatabase, n: number): Promise<void> {
  const { doc_count: documents, update_seq: sequence } = await records.info();
  if (documents === n && Number(sequence) === n) return;
  throw new FacilityError('restore-refused', `${n} records came, and the folder holds ${documents}.`, {
    hint: 'hints.deleteAndRestore',
    params: { reason: 'count', n },
  });
}

async function takeOver(
  facility: Facility,
  { folder, source, centre, skip = 0 }: RestoreOptions,
  by: BoxId,
  box: TakenBox,
): Promise<RestoreResult> {
  const { locals } = box;
  const credentials = locals.filter(({ _id }) => _id.startsWith('_local/credential-'));
  const admin = credentials.length === 0 ? inCharge(facility.staff) : null;
  const made = admin === null ? null : { id: admin, password: generatePassword() };
  const hash = made && (await hashPassword(made.password));
  const standing = facility.forerunners().at(-1);
  const n = standing?.box === source.box ? standing.upTo : facility.recordCount;
  const head = box.head ?? (await chainHead(facility.databases.records, n));
  await facility.append({ by: OPERATOR }, (draft) => {
    if (standing?.box !== source.box) {
      const { day, token, patient } = draft.lastNumbers();
      const skipTo = skip > 0 ? { skipTo: { day, token: token + skip, patient: patient + skip } } : {};
      draft.box('restore', { from: source.box, upTo: n, head, source: source.kind, ...skipTo });
    }
    for (const { _id, _rev, ...local } of locals) {
      void _rev;
      draft.keepLocal(_id.slice('_local/'.length), local);
    }
    if (made && hash) keepCredential(draft, made.id, hash);
  });
  // All of it came from there: nothing is asked or sent again.
  if (centre && source.kind === 'centre') {
    for (const forerunner of facility.forerunners()) {
      const address = `${centreAddress(centre.url)}/${facilityDatabase(forerunner.box)}`;
      await writeForerunnerDone(facility.databases.records, forerunner, address);
    }
  }
  if (!facility.isWhole) throw twoOfOne(n, '?', '?');
  return {
    box: by,
    from: source.box,
    folder,
    source: source.kind,
    records: n,
    patients: facility.patients.size,
    staff: facility.staff.active().length,
    head,
    ...(made ? { admin: made } : {}),
  };
}

/** The chain over the records up to `n`, base64url. */
async function chainHead(records: RecordsDatabase, n: number): Promise<string> {
  const chain = new Chain();
  await readTail(records, 0, (record) => {
    if (record.n <= n) chain.add(record);
  });
  return chain.head;
}

/** Who gets the first password: whoever is in charge, else who runs the box, else anybody who works here. */
function inCharge(staff: StaffRoll): StaffId | null {
  const active = staff.active();
  const found =
    active.find(({ roles }) => roles.includes('incharge')) ??
    active.find(({ roles }) => roles.includes('operator')) ??
    active[0];
  return found?.id ?? null;
}

function boxFiles(
  { settings: given, centre }: RestoreOptions,
  by: BoxId,
  box: TakenBox,
): { settings: BoxSettings; secrets: Omit<BoxSecrets, 'cookieKey'> } {
  const old = box.settings;
  const known = centre ?? (old?.centre && { ...old.centre, password: box.centrePassword });
  const settings: BoxSettings = {
    // What later versions keep there comes along.
    ...old,
    format: 1,
    box: by,
    language: given.language ?? old?.language ?? 'hi',
    host: given.host ?? old?.host ?? '0.0.0.0',
    port: given.port ?? old?.port ?? 8080,
    ...(known ? { centre: { url: known.url, user: known.user } } : {}),
  };
  return { settings, secrets: known?.password === undefined ? {} : { centrePassword: known.password } };
}
