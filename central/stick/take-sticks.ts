import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import { BOX_PATTERN, type BoxId } from '../../records/ids.js';
import type { Job } from '../../records/progress.js';
import { keyFingerprint } from '../../records/seal.js';
import { findStickFiles, readStickHeader, type StickFile } from '../../sync/stick/find-stick-files.js';
import { judgeSigner, readStick } from '../../sync/stick/read-stick.js';
import type { SignedReceipt, TakenRun } from '../../sync/stick/receipt.js';
import {
  damagedStick,
  endedAccess,
  foreignStick,
  stickPlaceError,
  wrongDirection,
} from '../../sync/stick/stick-error.js';
import type { UpLetter } from '../../sync/stick/stick-format.js';
import { brokenBy, verifyStick, type VerifiedStick } from '../../sync/stick/verify-stick.js';
import { couchOf } from '../couch-of.js';
import { BoxCouch, type Refused } from '../gateway/box-couch.js';
import { GatewayError } from '../gateway/gateway-error.js';
import { NewsFeed } from '../gateway/news-feed.js';
import { keepContacts } from '../monitor/keep-contacts.js';
import { RouterCouch } from '../router/router-couch.js';
import { readBoxKeys } from './box-keys.js';
import type { CentreKeys } from './centre-keys.js';
import { stickContact } from './stick-contact.js';
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

interface TakenFile extends StickFile {
  verified: VerifiedStick;
  records: number;
  papers: number;
  refused: Refused[];
  seal: SignedReceipt['seal'];
}

/**
 * Takes in what boxes wrote: any number of files of any boxes, in any order, again and again. Each file is read to its
 * end and judged before anything of it is written; what CouchDB has confirmed is in the receipt, and the answer goes
 * beside the box's file. A file that is refused stops no other one. Throws `centre-unreachable`, `centre-refused`,
 * `not-found`, `stick-no-place`, `disk-full`.
 */
export async function* takeSticks(options: TakeSticksOptions): Job<TakenSticks> {
  const failed: TakenSticks['failed'] = [];
  const files = await filesOf(options.paths, (path, error) => failed.push({ file: basename(path), error }));
  if (files.length === 0 && failed.length === 0)
    throw new FacilityError('not-found', `There is no file of a box in ${options.paths.join(', ')}.`, {
      hint: 'hints.syncExport',
    });
  const { user, password } = options;
  const nano = couchOf(options.url, { user, password });
  const news = new NewsFeed(() => performance.now());
  const boxes: TakenBox[] = [];
  for (const [box, own] of byBox(files)) {
    const couch = new BoxCouch(options.url, box, { user, password });
    const taken: TakenFile[] = [];
    for (const one of own) {
      try {
        taken.push(yield* takeFile(one, { ...options, nano, couch, accepted: taken.map(signerOf) }));
      } catch (cause) {
        const error = named(cause, one.path);
        // Nothing at the centre works then for the others either.
        if (error.code === 'centre-unreachable' && files.length === 1) throw error;
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

interface FileWork extends TakeSticksOptions {
  nano: ServerScope;
  couch: BoxCouch;
  /** who signed the files before this one */
  accepted: string[];
}

async function* takeFile({ path, header }: StickFile, work: FileWork): Job<TakenFile> {
  const { couch, nano, keys, accept = [] } = work;
  const file = basename(path);
  const identities = [keys.identity];
  const verified = yield* verifyStick(path, identities, {
    async judge(told, letter) {
      if (told.kind !== 'up') throw wrongDirection(file, told.kind);
      const { known, revoked, ended } = await readBoxKeys(nano, told.box);
      if (ended) throw endedAccess(file, told.box, ended.reason);
      const bare = accept.map(withoutSpaces);
      const isAccepted = known.length === 0 && bare.includes(withoutSpaces(keyFingerprint(letter.signer)));
      const now = [...known, ...work.accepted, ...(isAccepted ? [letter.signer] : [])];
      judgeSigner(file, letter.signer, { known: now, revoked });
    },
  });
  const { report, hashes } = verified;
  if (report.findings.some(({ kind }) => kind === 'foreign'))
    throw foreignStick(file, report.boxes.join(', ') || '?', header.box);
  const broken = brokenBy(report);
  if (broken) throw damagedStick(file, `its records show "${broken.kind}": see nadi audit verify --bundle`);
  let records = 0;
  let papers = 0;
  const refused: Refused[] = [];
  let seal: TakenFile['seal'] = null;
  for await (const piece of readStick(path, identities, { as: hashes })) {
    if (piece.kind === 'records') {
      refused.push(...(await couch.write(piece.records)));
      records += piece.records.length;
      for (const record of piece.records)
        if (record.type === 'seal') seal = { upTo: record.upTo, head: record.head, at: record.at };
    } else if (piece.kind === 'paper') {
      refused.push(...(await couch.writePaper(piece.paper)));
      papers += 1;
    }
    yield { step: 'stick.taking', done: records, total: header.upTo - header.from, unit: 'records' };
  }
  return { path, header, verified, records, papers, refused, seal };
}

async function filesOf(
  paths: readonly string[],
  onBad: (path: string, error: FacilityError) => void,
): Promise<StickFile[]> {
  const found = new Map<string, StickFile>();
  for (const path of paths) {
    const about = await stat(path).catch((cause: unknown) => {
      throw stickPlaceError(path, cause);
    });
    if (about.isDirectory()) {
      for (const one of await findStickFiles(path, 'up', onBad)) found.set(one.header.id, one);
      continue;
    }
    try {
      const header = await readStickHeader(path);
      found.set(header.id, { path, header });
    } catch (error) {
      if (!(error instanceof FacilityError)) throw error;
      onBad(path, error);
    }
  }
  return [...found.values()].filter(({ header }) => BOX_PATTERN.test(header.box));
}

/** Each box's files, in order of their records: the first one brings the key. */
function byBox(files: readonly StickFile[]): Map<BoxId, StickFile[]> {
  const boxes = new Map<BoxId, StickFile[]>();
  const ordered = files.toSorted(
    (a, b) => a.header.from - b.header.from || (a.header.at < b.header.at ? -1 : 1),
  );
  for (const one of ordered) boxes.set(one.header.box, [...(boxes.get(one.header.box) ?? []), one]);
  return boxes;
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

function withoutSpaces(text: string): string {
  return text.replace(/\s/g, '').toUpperCase();
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
