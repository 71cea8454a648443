import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identityToRecipient } from 'age-encryption';
import { CHAIN_START, type ChainMark } from '../../records/chain.js';
import type { Job } from '../../records/progress.js';
import { keyFingerprint } from '../../records/seal.js';
import { encodeBundle } from '../../sync/bundle.js';
import type { NewsCursors } from '../../sync/exchange/messages.js';
import { encodePaper, type PaperDocument } from '../../sync/exchange/paper-bundle.js';
import { readNewsMark } from '../../sync/exchange/news-intake.js';
import { damagedStick, stickPlaceError } from '../../sync/stick/stick-error.js';
import type { PieceIn, UpLetter } from '../../sync/stick/stick-format.js';
import { brokenBy, verifyStick } from '../../sync/stick/verify-stick.js';
import { stickHeader, writeStick } from '../../sync/stick/write-stick.js';
import { readNamedMark } from '../../sync/sync-mark.js';
import { followPromise } from '../backup/follow-promise.js';
import { readBlocks } from '../backup/read-blocks.js';
import type { Facility } from '../facility.js';
import { readPrefix } from '../store/read-records.js';
import type { ExportResult } from './stick-api.js';
import {
  keepSyncIdentity,
  noCentreKey,
  standingMark,
  startsAt,
  trustedCentreKeys,
  type StickParts,
} from './stick-parts.js';

/**
 * Writes everything that the centre has not confirmed into one file, and reads it back: signature, chain and seals.
 * What an earlier file carried is in it again until a receipt came, for any stick may be lost. Ended early it leaves
 * nothing behind. Throws `stick-no-key`, `stick-no-place`, `disk-full`, `stick-damaged`.
 */
export async function* exportStick(
  parts: StickParts,
  { target, papers }: { target: string; papers: boolean },
): Job<ExportResult> {
  const { facility, key } = parts;
  const [centre] = await trustedCentreKeys(parts);
  if (!centre) throw noCentreKey();
  const identity = await keepSyncIdentity(parts.folder);
  const answerTo = await identityToRecipient(identity);
  await parts.seal();
  await facility.ledger.settled();
  const upTo = facility.recordCount;
  const start = await sealBefore(facility, (await standingMark(parts)).confirmed);
  const at = new Date(facility.now()).toISOString();
  const recipients = [centre.age, answerTo];
  const header = stickHeader({ kind: 'up', box: facility.box, from: start.n, upTo, at }, recipients);
  const waiting = papers ? await paperSpan(facility) : null;
  const own = startsAt(facility);
  const health = await parts.health?.(own === 0 ? {} : { startsAt: own });
  const letter: UpLetter = {
    signer: key.public,
    answerTo,
    start,
    cursors: await readCursors(facility),
    ...(waiting ? { papersUpTo: waiting.upTo } : {}),
    ...(health ? { health } : {}),
  };
  let packed = 0;
  async function* pieces(): AsyncGenerator<PieceIn> {
    yield { kind: 'letter', header, letter };
    for await (const block of readBlocks(() => facility.databases.records, start.n, upTo))
      yield { kind: 'records', bytes: await encodeBundle(block), count: block.length };
    if (!waiting) return;
    for await (const paper of readPapers(facility, waiting)) {
      packed += 1;
      yield { kind: 'paper', bytes: encodePaper(paper) };
    }
  }
  await mkdir(target, { recursive: true }).catch((cause: unknown) => {
    throw stickPlaceError(target, cause);
  });
  let done = 0;
  let isCancelled = false;
  const written = yield* followPromise(
    writeStick({
      folder: target,
      header,
      recipients,
      key,
      pieces: pieces(),
      onRecords: (records) => (done = records),
      isCancelled: () => isCancelled,
    }),
    () => ({ step: 'stick.writing', done, total: upTo - start.n, unit: 'records' as const }),
    () => (isCancelled = true),
  );
  const path = join(target, written.file);
  let isGood = false;
  try {
    const { report } = yield* verifyStick(path, [identity], { judge: () => undefined });
    if (brokenBy(report))
      throw damagedStick(written.file, 'its records do not fit the seals: see nadi audit verify');
    isGood = true;
  } catch (cause) {
    throw stickPlaceError(target, cause);
  } finally {
    if (!isGood) await rm(path, { force: true }).catch(() => undefined);
  }
  return {
    box: facility.box,
    ...written,
    folder: target,
    from: start.n,
    upTo,
    papers: packed,
    signedBy: keyFingerprint(key.public),
    centre: keyFingerprint(centre.sign),
  };
}

/** The last seal that the confirmed records go up to: from there on the chain can be checked by whoever reads. */
async function sealBefore(facility: Facility, confirmed: number): Promise<ChainMark> {
  const { records } = facility.databases;
  let best: ChainMark = CHAIN_START;
  for (const record of await readPrefix(records, `restore:${facility.box}:`))
    if (record.type === 'restore') best = { n: record.upTo, head: record.head };
  for (const record of await readPrefix(records, `seal:${facility.box}:`))
    if (
      record.type === 'seal' &&
      record.upTo <= confirmed &&
      record.upTo > best.n &&
      record.upTo >= startsAt(facility)
    )
      best = { n: record.upTo, head: record.head };
  return best;
}

async function readCursors({ databases: { shared, inbox } }: Facility): Promise<NewsCursors> {
  const [of, to] = [await readNewsMark(shared), await readNewsMark(inbox)];
  return { ...(of === null ? {} : { shared: of.to }), ...(to === null ? {} : { inbox: to.to }) };
}

interface PaperSpan {
  from: number;
  upTo: number;
}

async function paperSpan({ databases: { papers } }: Facility): Promise<PaperSpan> {
  const mark = await readNamedMark<{ confirmed: number }>(papers, 'nadi-papers');
  return { from: mark?.confirmed ?? 0, upTo: Number((await papers.info()).update_seq) };
}

/** One at a time: a scan is a megabyte. */
async function* readPapers(
  { databases: { papers } }: Facility,
  span: PaperSpan,
): AsyncGenerator<PaperDocument> {
  for (let since = span.from; since < span.upTo;) {
    const { results } = await papers.changes<PaperDocument>({
      since,
      limit: 1,
      include_docs: true,
      attachments: true,
      binary: true,
    });
    const [change] = results;
    if (!change) return;
    since = Number(change.seq);
    if (change.doc) yield change.doc;
  }
}
