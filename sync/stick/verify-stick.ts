import type { Finding, FindingKind, LedgerReport } from '../../records/ledger-finding.js';
import type { Job } from '../../records/progress.js';
import { verifyLedger } from '../../records/verify-ledger.js';
import type { SealedSource } from '../sealed-file/open-sealed-file.js';
import { readStick } from './read-stick.js';
import { damagedStick } from './stick-error.js';
import type { DownLetter, StickHeader, UpLetter } from './stick-format.js';

export interface VerifiedStick {
  header: StickHeader;
  letter: UpLetter | DownLetter;
  /** of its pieces: with them it is read a second time */
  hashes: readonly string[];
  /** its records against numbers, times, chain, seals; nothing is found in a file that goes down */
  report: LedgerReport;
}

/** A box whose clock was wrong, or that was off for long, has sealed its records all the same. */
const OF_THE_CLOCK: readonly FindingKind[] = ['clock-jump', 'backdated', 'postdated'];

/** The finding for which a file is not taken; undefined where it may be. */
export function brokenBy({ findings }: LedgerReport): Finding | undefined {
  return findings.find(({ kind }) => !OF_THE_CLOCK.includes(kind));
}

export interface VerifyStickOptions {
  /** judges who wrote it and whose it is, before its records are read; throws what it doesn't trust */
  judge: (header: StickHeader, letter: UpLetter | DownLetter) => Promise<void> | void;
  /** public keys of which one must have signed the seals; absent: the one that signed the file */
  trusted?: readonly string[];
}

/**
 * Reads a file to its end without keeping anything: signature, hashes, and the stretch of the chain that it holds.
 * Throws as readStick does, and what `judge` throws.
 */
export async function* verifyStick(
  source: SealedSource,
  identities: readonly string[],
  { judge, trusted }: VerifyStickOptions,
): Job<VerifiedStick> {
  const reading = { hashes: [] as readonly string[] };
  const pieces = readStick(source, identities, { onSigned: (hashes) => (reading.hashes = hashes) });
  const first = await pieces.next();
  if (first.done || first.value.kind !== 'letter')
    throw damagedStick(typeof source === 'string' ? source : source.file, 'piece 1');
  const { header, letter } = first.value;
  await judge(header, letter);
  async function* records(): AsyncGenerator<object> {
    for await (const piece of pieces) if (piece.kind === 'records') yield* piece.records;
  }
  const { box, from, upTo } = header;
  const start = 'start' in letter ? letter.start : undefined;
  const report = yield* verifyLedger(
    records(),
    {
      box,
      trusted: trusted ?? [letter.signer],
      ...(start ? { start, expected: { n: upTo, head: null } } : {}),
    },
    upTo - from,
  );
  return { header, letter, hashes: reading.hashes, report };
}
