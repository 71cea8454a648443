import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { verifyExport } from '../../records/verify-export.js';
import { readBoxFolder } from '../box-folder/read-box-folder.js';
import { sealKeyOf } from '../seal-key.js';
import { closedStoreDocuments } from '../store/closed-store.js';
import type { RecordsDatabase } from '../store/databases.js';
import { exportAudit } from './export-audit.js';
import { FolderReader } from './folder-reader.js';
import { ledgerDocuments } from './ledger-documents.js';
import { issueSlip, MORNING, newFolder, openBox, outcome, setUpBox } from './sealed-box.js';

// For tests: one bit after the other is flipped in a copy of a box's store and of its export.

export interface StoredBox {
  folder: string;
  documents: LedgerRecord[];
  /** a signed export of it */
  exported: Buffer;
}

/** A stopped box with three seals and a tail. */
export async function makeStoredBox(t: Test): Promise<StoredBox> {
  const folder = await newFolder(t);
  const clock = { at: MORNING };
  await setUpBox(folder, clock);
  const box = await openBox(folder, clock);
  for (let seal = 0; seal < 3; seal += 1) {
    for (let slip = 0; slip < 3; slip += 1) await issueSlip(box, clock);
    await box.seals.sealNow();
  }
  await issueSlip(box, clock);
  const file = join(folder, '..', `${Date.now()}.export.json`);
  const key = await sealKeyOf(folder, (await readBoxFolder(folder)).secrets);
  await outcome(
    exportAudit({ facility: box.facility, key, say: (words) => words }, { file, format: 'json' }),
  );
  const documents = await readAll(box.facility.databases.records);
  await box.close();
  return { folder, documents, exported: await readFile(file) };
}

async function readAll(database: RecordsDatabase): Promise<LedgerRecord[]> {
  const documents: object[] = [];
  for await (const document of ledgerDocuments(database)) documents.push(document);
  return documents as LedgerRecord[];
}

/** What flips in an export came to: where one passed, and the share of those that a finding says the place of. */
export async function flipExport(
  { exported }: StoredBox,
  samples: number,
  random: () => number,
): Promise<{ passed: number[]; placed: number }> {
  const passed: number[] = [];
  let pointed = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    const { copy, at } = flipped(exported, random);
    const { whole, findings } = await outcome(verifyExport([copy]));
    if (whole) passed.push(at);
    if (findings.length > 1) pointed += 1;
  }
  return { passed, placed: pointed / samples };
}

export interface StoreFlips {
  /** the store said that it is damaged */
  refused: number;
  /** the check named it */
  found: number;
  /**
   * Every document reads as it did, to the last character, and its revision, too. Such bytes stand behind the documents
   * of a table file: `_local` documents, the store's own id, the block's checksum, its filter, and the file's foot.
   */
  harmless: string[];
  /** what should not be: another error, or another record that passes for whole */
  wrong: string[];
}

/** What flips in the files of a closed store came to. */
export async function flipStore(
  t: Test,
  { folder, documents }: StoredBox,
  samples: number,
  random: () => number,
): Promise<StoreFlips> {
  const names = (await readdir(join(folder, 'records'))).filter((name) =>
    /\d+\.(ldb|log)$|MANIFEST/.test(name),
  );
  const files = await Promise.all(
    names.map(async (name) => ({ name, bytes: await readFile(join(folder, 'records', name)) })),
  );
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const was = JSON.stringify(documents);
  const flips: StoreFlips = { refused: 0, found: 0, harmless: [], wrong: [] };
  const reader = new FolderReader();
  const copy = join(await newFolder(t), 'box');
  await cp(folder, copy, { recursive: true });
  for (let sample = 0; sample < samples; sample += 1) {
    await cp(join(folder, 'records'), join(copy, 'records'), { recursive: true });
    let place = Math.floor(random() * total);
    const file = files.find(({ bytes }) => (place -= bytes.length) < 0);
    if (!file) throw new Error('no such byte');
    const bent = flipped(file.bytes, random);
    await writeFile(join(copy, 'records', file.name), bent.copy);
    const where = `${file.name} ${bent.at}`;
    const report = await outcome(reader.verify(copy)).catch(
      (error: { code?: string }) => error.code ?? 'no code',
    );
    if (typeof report === 'string') {
      flips.refused += 1;
      if (!report.startsWith('store-')) flips.wrong.push(`${where}: ${report}`);
    } else if (!report.whole) flips.found += 1;
    else {
      const now: object[] = [];
      for await (const document of closedStoreDocuments(copy)) now.push(document);
      if (JSON.stringify(now) === was) flips.harmless.push(where);
      else flips.wrong.push(`${where}: passed for whole`);
    }
    await rm(join(copy, 'records'), { recursive: true });
  }
  reader.close();
  return flips;
}

/** A copy in which one bit of one byte is other. */
function flipped(bytes: ArrayLike<number>, random: () => number): { copy: Uint8Array; at: number } {
  const copy = new Uint8Array(bytes);
  const at = Math.floor(random() * copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  return { copy, at };
}

/** Always the same samples. */
export function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
