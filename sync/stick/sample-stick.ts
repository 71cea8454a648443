import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Test } from 'tap';
import { Chain, CHAIN_START } from '../../records/chain.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { makeSealKey } from '../../records/make-seal-key.js';
import { openSealKey, sealText, signText, type SealKey } from '../../records/seal.js';
import type { SealRecord } from '../../records/box.js';
import { encodeBundle } from '../bundle.js';
import type { PieceIn, StickHeader, UpLetter } from './stick-format.js';
import { stickHeader, writeStick } from './write-stick.js';

export interface SampleStick {
  folder: string;
  identity: string;
  recipient: string;
  key: SealKey;
  /** visits, then the seal over them */
  records: LedgerRecord[];
}

/** For tests: a sealed ledger of so many visits, some of them days later, and what is needed to write it onto a stick. */
export async function makeSample(
  t: Test,
  visits: number,
  daysOff: (n: number) => number = () => 0,
): Promise<SampleStick> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-stick-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const identity = await generateX25519Identity();
  const key = openSealKey(makeSealKey());
  const at = (n: number): string =>
    new Date(Date.parse('2026-11-21T04:30:00.000Z') + n * 1_000 + daysOff(n) * 86_400_000).toISOString();
  const chain = new Chain();
  const records: object[] = [];
  for (let n = 1; n <= visits; n += 1) {
    const _id = `visit:BR1042:20261121-${String(n).padStart(3, '0')}`;
    const words = `बुखार ${(n * 7_919) % 1_000} दिन ${(n * 104_729) % 99_991}`;
    records.push({ _id, type: 'visit', n, at: at(n), by: 'asha', v: 1, words });
    chain.add(records[n - 1] ?? {});
  }
  const n = visits + 1;
  const seal = {
    _id: `seal:BR1042:${n}`,
    type: 'seal',
    n,
    at: at(n),
    by: 'nadi',
    v: 1,
    upTo: chain.n,
    head: chain.head,
    key: 'key:BR1042:1',
    signature: '',
  } as SealRecord;
  seal.signature = signText(sealText(seal), key);
  const recipient = await identityToRecipient(identity);
  return { folder, identity, recipient, key, records: [...records, seal] as LedgerRecord[] };
}

export interface SampleChanges {
  header?: Partial<StickHeader>;
  records?: LedgerRecord[];
  /** instead of the records */
  pieces?: (letter: PieceIn) => PieceIn[];
}

/** Writes it as a box does; what isn't as a box writes it is signed all the same. */
export async function writeSampleStick(sample: SampleStick, changes: SampleChanges = {}): Promise<string> {
  const { folder, recipient, key } = sample;
  const recipients = [recipient];
  const about = { kind: 'up', box: 'BR1042', from: 0, upTo: sample.records.length } as const;
  const header = {
    ...stickHeader({ ...about, at: '2026-11-21T10:00:00.000Z' }, recipients),
    ...changes.header,
  };
  const letter: UpLetter = { signer: key.public, answerTo: recipient, start: CHAIN_START, cursors: {} };
  const first: PieceIn = { kind: 'letter', header, letter };
  const records = changes.records ?? sample.records;
  const bytes = await encodeBundle(records);
  const list = changes.pieces?.(first) ?? [first, { kind: 'records' as const, bytes, count: records.length }];
  async function* pieces(): AsyncGenerator<PieceIn> {
    for (const piece of list) yield await Promise.resolve(piece);
  }
  const { file } = await writeStick({ folder, header, recipients, key, pieces: pieces() });
  return join(folder, file);
}
