import { basename } from 'node:path';
import type { ServerScope } from 'nano';
import type { Job } from '../../records/progress.js';
import { keyFingerprint } from '../../records/seal.js';
import type { StickFile } from '../../sync/stick/find-stick-files.js';
import { judgeSigner, readStick } from '../../sync/stick/read-stick.js';
import type { SignedReceipt } from '../../sync/stick/receipt.js';
import { damagedStick, endedAccess, foreignStick, wrongDirection } from '../../sync/stick/stick-error.js';
import { brokenBy, verifyStick, type VerifiedStick } from '../../sync/stick/verify-stick.js';
import type { BoxCouch, Refused } from '../gateway/box-couch.js';
import { readBoxKeys } from './box-keys.js';
import type { CentreKeys } from './centre-keys.js';

export interface TakenFile extends StickFile {
  verified: VerifiedStick;
  records: number;
  papers: number;
  refused: Refused[];
  seal: SignedReceipt['seal'];
}

export interface FileWork {
  keys: CentreKeys;
  /** fingerprints of keys of boxes that the centre does not know yet, as people compare them */
  accept?: readonly string[];
  nano: ServerScope;
  couch: BoxCouch;
  /** who signed the files before this one */
  accepted: string[];
}

/** One file of a box, read to its end and judged before anything of it is written. */
export async function* takeFile({ path, header }: StickFile, work: FileWork): Job<TakenFile> {
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

function withoutSpaces(text: string): string {
  return text.replace(/\s/g, '').toUpperCase();
}
