import { basename, dirname } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';
import type { Job } from '../../records/progress.js';
import type { SignedReceipt, TakenRun } from '../../sync/stick/receipt.js';
import { stickPlaceError } from '../../sync/stick/stick-error.js';
import type { UpLetter } from '../../sync/stick/stick-format.js';
import { couchOf } from '../couch-of.js';
import { BoxCouch, type Refused } from '../gateway/box-couch.js';
import { GatewayError } from '../gateway/gateway-error.js';
import { NewsFeed } from '../gateway/news-feed.js';
import { keepContacts } from '../monitor/keep-contacts.js';
import { RouterCouch } from '../router/router-couch.js';
import type { CentreKeys } from './centre-keys.js';
import { filesByBox } from './files-by-box.js';
import { stickContact } from './stick-contact.js';
import { takeFile, type TakenFile } from './take-file.js';
import { writeAnswer } from './write-answer.js';

export interface TakeSticksOptions {
  /** files, or folders and sticks with files */
  paths: readonly string[];
  /** the CouchDB, without an account in it */
  url: string;
  /** a user of the role `centre`, or a server admin */
  user: string;
  password: string;
  keys: CentreKeys;
  /** fingerprints of keys of boxes that the centre does not know yet, as people compare them */
  accept?: readonly string[];
  now: () => number;
}

/** What became of one box's files. */
export interface TakenBox {
  box: BoxId;
  took: TakenRun[];
  records: number;
  papers: number;
  refused: Refused[];
  receipt: SignedReceipt;
  answer: { file: string; folder: string; bytes: number };
}

export interface TakenSticks {
  boxes: TakenBox[];
  /** files of which nothing was taken */
  failed: { file: string; error: FacilityError }[];
}

/**
 * Takes in what boxes wrote: any number of files of any boxes, in any order, again and again. Each file is read to its
 * end and judged before anything of it is written; what CouchDB has confirmed is in the receipt, and the answer goes
 * beside the box's file. A file that is refused stops no other one. Throws `centre-unreachable`, `centre-refused`,
 * `not-found`, `stick-no-place`, `disk-full`.
 */
export async function* takeSticks(options: TakeSticksOptions): Job<TakenSticks> {
  const failed: TakenSticks['failed'] = [];
  const files = await filesByBox(options.paths, (path, error) =>
    failed.push({ file: basename(path), error }),
  );
  const isOnlyOne = [...files.values()].flat().length === 1;
  if (files.size === 0 && failed.length === 0)
    throw new FacilityError('not-found', `There is no file of a box in ${options.paths.join(', ')}.`, {
      hint: 'hints.syncExport',
    });
  const { user, password } = options;
  const nano = couchOf(options.url, { user, password });
  const news = new NewsFeed(() => performance.now());
  const boxes: TakenBox[] = [];
  for (const [box, own] of files) {
    const couch = new BoxCouch(options.url, box, { user, password });
    const taken: TakenFile[] = [];
    for (const one of own) {
      try {
        taken.push(yield* takeFile(one, { ...options, nano, couch, accepted: taken.map(signerOf) }));
      } catch (cause) {
        const error = named(cause, one.path);
        // Nothing at the centre works then for the others either.
        if (error.code === 'centre-unreachable' && isOnlyOne) throw error;
        failed.push({ file: basename(one.path), error });
      }
    }
    const last = taken.toSorted((a, b) => (a.header.at < b.header.at ? -1 : 1)).at(-1);
    if (!last) continue;
    try {
      const letter = last.verified.letter as UpLetter;
      const took = taken.map(runOf);
      const refused = taken.flatMap((one) => one.refused);
      const { receipt, answer } = await writeAnswer(
        { nano, couch, news, keys: options.keys, now: options.now },
        { box, took, refused, letter, seal: lastSeal(taken), folder: dirname(last.path) },
      );
      const told = { header: last.header, letter, took, holds: receipt.holds };
      await keepContacts(new RouterCouch(options.url, { user, password }), [
        stickContact(told, options.now()),
      ]);
      boxes.push({
        box,
        took,
        records: taken.reduce((sum, one) => sum + one.records, 0),
        papers: taken.reduce((sum, one) => sum + one.papers, 0),
        refused,
        receipt,
        answer,
      });
    } catch (cause) {
      failed.push({ file: basename(last.path), error: named(cause, last.path) });
    }
  }
  return { boxes, failed };
}

function runOf({ header: { id, from, upTo }, verified }: TakenFile): TakenRun {
  const { papersUpTo } = verified.letter as UpLetter;
  return { id, from, upTo, ...(papersUpTo === undefined ? {} : { papersUpTo }) };
}

function signerOf({ verified }: TakenFile): string {
  return verified.letter.signer;
}

function lastSeal(taken: readonly TakenFile[]): SignedReceipt['seal'] {
  const seals = taken.flatMap(({ seal }) => (seal ? [seal] : []));
  return seals.toSorted((a, b) => a.upTo - b.upTo).at(-1) ?? null;
}

function named(cause: unknown, path: string): FacilityError {
  if (cause instanceof GatewayError) {
    return cause.code === 'refused'
      ? new FacilityError('centre-refused', cause.message, {
          hint: 'hints.centreRole',
          ...(cause.status === undefined ? {} : { params: { status: cause.status } }),
        })
      : new FacilityError('centre-unreachable', cause.message, {
          hint: 'hints.stickAgain',
        });
  }
  const told = stickPlaceError(path, cause);
  if (told instanceof FacilityError) return told;
  throw cause;
}
