import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServerScope } from 'nano';
import { canonicalJson } from '../../records/canonical-json.js';
import { inboxDatabase, type BoxId } from '../../records/ids.js';
import type { LedgerSum, NewsCursors } from '../../sync/exchange/messages.js';
import { recount } from '../../sync/recount.js';
import { signReceipt, type Receipt, type SignedReceipt, type TakenRun } from '../../sync/stick/receipt.js';
import type { DownLetter, PieceIn, UpLetter } from '../../sync/stick/stick-format.js';
import { stickHeader, writeStick } from '../../sync/stick/write-stick.js';
import { centreRefusal, statusOf } from '../centre-refusal.js';
import type { BoxCouch, Refused } from '../gateway/box-couch.js';
import type { NewsChunk, NewsFeed } from '../gateway/news-feed.js';
import type { CentreKeys } from './centre-keys.js';

export interface AnswerParts {
  nano: ServerScope;
  couch: BoxCouch;
  news: NewsFeed;
  keys: CentreKeys;
  now: () => number;
}

export interface Answered {
  box: BoxId;
  took: TakenRun[];
  refused: Refused[];
  letter: UpLetter;
  seal: Receipt['seal'];
  /** where the answer goes */
  folder: string;
}

/** Writes the receipt into the box's inbox, and with all other news for the box into one file that only it can open. */
export async function writeAnswer(
  { nano, couch, news, keys, now }: AnswerParts,
  { box, took, refused, letter, seal, folder }: Answered,
): Promise<{ receipt: SignedReceipt; answer: { file: string; folder: string; bytes: number } }> {
  const at = new Date(now()).toISOString();
  const holds = await settledSum(couch, Math.max(...took.map(({ upTo }) => upTo)) - refused.length);
  const told: Receipt = { type: 'receipt', v: 1, box, at, took, refused, holds, seal, key: keys.sign.public };
  const receipt = await keepReceipt(nano, signReceipt(told, keys.sign));
  const chunks = await readNews(couch, news, letter.cursors);
  const to: NewsCursors = Object.fromEntries(chunks.map(([database, chunk]) => [database, chunk.to]));
  const recipients = [letter.answerTo];
  const header = stickHeader({ kind: 'down', box, from: 0, upTo: 0, at }, recipients);
  const down: DownLetter = {
    signer: keys.sign.public,
    answers: took.map(({ id }) => id),
    since: letter.cursors,
    to,
  };
  async function* pieces(): AsyncGenerator<PieceIn> {
    yield await Promise.resolve<PieceIn>({ kind: 'letter', header, letter: down });
    for (const [database, chunk] of chunks)
      if (chunk.count > 0) yield { kind: 'news', head: { database, to: chunk.to }, bytes: chunk.bytes };
    yield { kind: 'receipt', receipt };
  }
  const written = await writeStick({ folder, header, recipients, key: keys.sign, pieces: pieces() });
  return { receipt, answer: { file: written.file, folder, bytes: written.bytes } };
}

/**
 * What the centre holds, from a copy that is not behind: a receipt that told less than is there would have the box send
 * everything anew with its next stick.
 *
 * @param expected records of a box that lost no stick; one that took over from another has fewer, and is waited for
 */
async function settledSum(couch: BoxCouch, expected: number): Promise<LedgerSum | null> {
  const [first, copies] = [await couch.sum(), await couch.copies()];
  if (copies === 1) return first;
  const lacking = (sum: LedgerSum | null): number => Math.max(0, expected - (sum?.count ?? expected));
  return recount({ first, copies, lacking, look: () => couch.sum(), pause });
}

async function readNews(
  couch: BoxCouch,
  news: NewsFeed,
  cursors: NewsCursors,
): Promise<[keyof NewsCursors, NewsChunk][]> {
  const chunks: [keyof NewsCursors, NewsChunk][] = [];
  for (const database of ['shared', 'inbox'] as const)
    for await (const chunk of news.since(couch, database, cursors[database])) chunks.push([database, chunk]);
  return chunks;
}

/** The same stick taken in again gives the same receipt, where the centre still holds the same. */
async function keepReceipt(nano: ServerScope, receipt: SignedReceipt): Promise<SignedReceipt> {
  const { at: _at, signature: _signature, ...said } = receipt;
  const name = createHash('sha256').update(canonicalJson(said)).digest('hex').slice(0, 16);
  const inbox = nano.use<SignedReceipt>(inboxDatabase(receipt.box));
  const id = `receipt:${name}`;
  try {
    await inbox.insert(receipt, id);
    return receipt;
  } catch (error) {
    if (statusOf(error) !== 409) throw centreRefusal(error);
    const { _id, _rev, ...standing } = await inbox.get(id);
    return standing;
  }
}
