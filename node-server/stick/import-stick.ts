import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';
import type { Job } from '../../records/progress.js';
import type { NewsCursors } from '../../sync/exchange/messages.js';
import { moveNewsCursor, readNewsMark } from '../../sync/exchange/news-intake.js';
import { findStickFiles } from '../../sync/stick/find-stick-files.js';
import { judgeSigner, readStick } from '../../sync/stick/read-stick.js';
import { isReceiptOf, type SignedReceipt } from '../../sync/stick/receipt.js';
import { settleReceipt } from '../../sync/stick/settle-receipt.js';
import { damagedStick, foreignStick, stickPlaceError, wrongDirection } from '../../sync/stick/stick-error.js';
import type { DownLetter } from '../../sync/stick/stick-format.js';
import { verifyStick } from '../../sync/stick/verify-stick.js';
import { writeNamedMark, writePushMark } from '../../sync/sync-mark.js';
import { WaitingCount } from '../../sync/waiting-records.js';
import { readBoxFolder } from '../box-folder/read-box-folder.js';
import { readReceipts } from './read-receipts.js';
import type { ImportedFile, ImportResult } from './stick-api.js';
import {
  keepSyncIdentity,
  noCentreKey,
  standingMark,
  startsAt,
  trustedCentreKeys,
  type StickParts,
} from './stick-parts.js';

/**
 * Takes in what the centre wrote for this box, a file or all that are in a folder, in any order and any number of
 * times. A file is read to its end and judged before anything of it is kept. Throws as readStick does,
 * `stick-foreign`, `stick-not-trusted`, `stick-no-key`, `not-found`.
 */
export async function* importStick(parts: StickParts, from: string): Job<ImportResult> {
  const { facility } = parts;
  const found = await answersIn(parts, from);
  const files: ImportedFile[] = [];
  for (const path of found) files.push(yield* importFile(parts, path));
  const mark = await standingMark(parts);
  const { count } = await new WaitingCount().of(facility.databases.records, mark);
  return { box: facility.box, files, confirmed: mark.confirmed, waiting: count };
}

/** The files of a folder that are meant for this box; a file that is named itself is judged when it is read. */
async function answersIn({ facility }: StickParts, from: string): Promise<string[]> {
  const about = await stat(from).catch((cause: unknown) => {
    throw stickPlaceError(from, cause);
  });
  if (!about.isDirectory()) return [from];
  const found = await findStickFiles(from, 'down');
  const own = found.filter(({ header }) => header.box === facility.box).map(({ path }) => path);
  if (own.length > 0) return own;
  const others = [...new Set(found.map(({ header }) => header.box))].join(', ');
  throw new FacilityError('not-found', `There is no answer of the centre for ${facility.box} in ${from}.`, {
    ...(others === '' ? { hint: 'hints.cameBack' } : { hint: 'hints.othersThere', params: { others } }),
  });
}

async function* importFile(parts: StickParts, path: string): Job<ImportedFile> {
  const { facility, folder } = parts;
  const file = basename(path);
  const keys = await trustedCentreKeys(parts);
  if (keys.length === 0) throw noCentreKey();
  const identity = await keepSyncIdentity(folder);
  try {
    const { letter, hashes } = yield* verifyStick(path, [identity], {
      judge(header, told) {
        if (header.box !== facility.box) throw foreignStick(file, header.box, facility.box);
        if (header.kind !== 'down') throw wrongDirection(file, header.kind);
        judgeSigner(file, told.signer, { known: keys.map(({ sign }) => sign) });
      },
    });
    let news = 0;
    let receipt: SignedReceipt | null = null;
    for await (const piece of readStick(path, [identity], { as: hashes })) {
      if (piece.kind === 'receipt') ({ receipt } = piece);
      if (piece.kind !== 'news') continue;
      const documents = piece.documents as never[];
      await facility.databases[piece.database].bulkDocs(documents, { new_edits: false });
      news += documents.length;
      yield { step: 'stick.taking', done: news, unit: 'records' };
    }
    if (receipt && !keys.some(({ sign }) => receipt && isReceiptOf(receipt, sign)))
      throw damagedStick(file, 'the signature of the receipt does not hold');
    const given = receipt;
    const settled = await parts.pauseSync(async () => {
      await moveCursors(parts, letter as DownLetter);
      return given ? settle(parts, given) : null;
    });
    return { file, news, receipt: settled };
  } catch (cause) {
    throw stickPlaceError(path, cause);
  }
}

/** A cursor moves on only from where the news begin: else what lies between would never come. */
async function moveCursors({ facility, folder }: StickParts, { since, to }: DownLetter): Promise<void> {
  const { settings } = await readBoxFolder(folder);
  for (const database of ['shared', 'inbox'] as const satisfies (keyof NewsCursors)[]) {
    const end = to[database];
    const standing = await readNewsMark(facility.databases[database]);
    if (end !== undefined && standing?.to === since[database])
      await moveNewsCursor(
        facility.databases[database],
        settings.centre?.gateway ?? standing?.centre ?? 'stick',
        end,
      );
  }
}

async function settle(parts: StickParts, receipt: SignedReceipt): Promise<ImportedFile['receipt']> {
  const { facility } = parts;
  const { records, papers } = facility.databases;
  const mark = await standingMark(parts);
  const newest = (await readReceipts(parts))[0];
  const isNewest = newest === undefined || newest.at <= receipt.at;
  const settled = await settleReceipt(records, mark, receipt, { startsAt: startsAt(facility), isNewest });
  await writePushMark(records, mark);
  const upTo = Math.max(0, ...receipt.took.map(({ papersUpTo = 0 }) => papersUpTo));
  const { settings } = await readBoxFolder(parts.folder);
  if (upTo > 0)
    await writeNamedMark(papers, 'nadi-papers', {
      centre: settings.centre?.gateway ?? 'stick',
      confirmed: upTo,
    });
  return { ...settled, at: receipt.at, refused: receipt.refused.length };
}
