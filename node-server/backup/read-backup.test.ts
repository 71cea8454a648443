import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { copyFile, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { FacilityError } from '../../records/facility-error.js';
import type { BundledRecord } from '../../sync/bundle.js';
import { chainTo, newestChain } from './backup-chain.js';
import type { BackupPart } from './backup-format.js';
import { readFirstLine, writeFirstLine } from './first-line.js';
import { listBackups } from './list-backups.js';
import { readBackup, type BackupSource, type ReadBackupOptions } from './read-backup.js';
import { flipBackup } from './flip-backup.js';
import { sampleRecords, writeSample } from './sample-backup.js';

async function room(t: Test) {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-backup-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const identity = await generateX25519Identity();
  return { folder, identity, recipient: await identityToRecipient(identity) };
}

async function readAll(source: BackupSource, identity: string, options?: ReadBackupOptions) {
  const parts: BackupPart[] = [];
  for await (const part of readBackup(source, [identity], options)) parts.push(part);
  return parts;
}

/** The error's code, and what it says of the place. */
async function refusal(source: BackupSource, identity: string, options?: ReadBackupOptions) {
  try {
    await readAll(source, identity, options);
  } catch (error) {
    if (error instanceof FacilityError) return { code: error.code, message: error.message };
    return { code: `${String(error)}`, message: '' };
  }
  return { code: 'taken', message: '' };
}

t.test(
  'a backup comes back whole: settings, locals, every record with its revision, the trailer',
  async (t) => {
    const { folder, identity, recipient } = await room(t);
    const centre = await generateX25519Identity();
    const { file, bytes } = await writeSample(folder, [recipient, await identityToRecipient(centre)], {
      upTo: 1_100,
    });
    t.equal(file, 'BR1042-20250615T152500Z-full-000001-001100.nadi');
    for (const key of [identity, centre]) {
      const parts = await readAll(join(folder, file), key);
      t.strictSame(
        [...new Set(parts.map(({ part }) => part))],
        ['header', 'settings', 'locals', 'records', 'trailer'],
      );
      const records = parts.flatMap((part): BundledRecord[] => (part.part === 'records' ? part.records : []));
      t.strictSame(records, sampleRecords(0, 1_100));
      t.match(parts.at(-1), { trailer: { records: 1_100, blocks: 6, locals: 1 } });
    }
    t.strictSame(await readdir(folder), [file], 'nothing else lies there');
    const [listed] = await listBackups(folder);
    t.match(listed, { file, bytes, problem: null, header: { upTo: 1_100, kind: 'full' } });
  },
);

t.test('a wrong key, a foreign box, a newer format and a file cut off are each told by name', async (t) => {
  const { folder, identity, recipient } = await room(t);
  const { file, bytes } = await writeSample(folder, [recipient], { upTo: 2_000 });
  const path = join(folder, file);
  t.equal((await refusal(path, await generateX25519Identity())).code, 'backup-wrong-key');
  t.equal((await refusal(path, identity, { box: 'BR0977' })).code, 'backup-foreign');
  const whole = await readFile(path);
  for (const keep of [0, 10, 300, 700, Math.floor(bytes / 2), bytes - 17, bytes - 1]) {
    const cut = join(folder, 'cut.nadi');
    await copyFile(path, cut);
    await truncate(cut, keep);
    const { code, message } = await refusal(cut, identity);
    t.equal(code, keep < 300 ? 'backup-damaged' : 'backup-cut-off', message);
    t.ok(
      (await listBackups(folder)).find((one) => one.file === 'cut.nadi')?.problem,
      'the list says so without a key',
    );
    await rm(cut);
    const bytesOnly = { file: 'cut.nadi', bytes: streamOf(whole.subarray(0, keep)) };
    t.not((await refusal(bytesOnly, identity)).code, 'taken', 'nor from a stream of unknown length');
  }
  const end = whole.indexOf('\n');
  const { header } = readFirstLine(file, whole.toString('latin1', 0, end));
  const newer = writeFirstLine({ ...header, format: 2 }, bytes) + whole.toString('latin1', end + 1);
  await writeFile(path, newer, 'latin1');
  t.equal((await refusal(path, identity)).code, 'backup-newer');
});

async function* streamOf(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 40_000)
    yield Promise.resolve(new Uint8Array(bytes.subarray(at, at + 40_000)));
}

t.test('any flipped bit is refused, and the place named holds it', { timeout: 240_000 }, async (t) => {
  const { folder, identity, recipient } = await room(t);
  t.strictSame(await flipBackup({ folder, identity, recipient }, 700), []);
});

t.test('the first line may not say other than what is encrypted', async (t) => {
  const { folder, identity, recipient } = await room(t);
  const { file, bytes } = await writeSample(folder, [recipient], { upTo: 100 });
  const whole = await readFile(join(folder, file), 'latin1');
  const { header } = readFirstLine(file, whole.slice(0, whole.indexOf('\n')));
  const line = writeFirstLine({ ...header, box: 'BR0977' }, bytes);
  await writeFile(join(folder, file), line + whole.slice(whole.indexOf('\n') + 1), 'latin1');
  t.equal((await refusal(join(folder, file), identity)).code, 'backup-damaged');
});

t.test('a chain of incrementals is found by the ids in it; a missing link is named', async (t) => {
  const { folder, recipient } = await room(t);
  const full = await writeSample(folder, [recipient], { upTo: 100, id: 'f' });
  const first = await writeSample(folder, [recipient], {
    from: 100,
    upTo: 150,
    id: 'i1',
    previous: { file: full.file, id: 'f' },
  });
  const second = await writeSample(folder, [recipient], {
    from: 150,
    upTo: 170,
    id: 'i2',
    previous: { file: first.file, id: 'i1' },
  });
  const files = await listBackups(folder);
  const names = (chain: { file: string }[] | null) => chain?.map(({ file }) => file);
  t.strictSame(names(newestChain(files)), [full.file, first.file, second.file]);
  await rm(join(folder, first.file));
  const left = await listBackups(folder);
  const last = left.at(-1);
  t.throws(() => last && chainTo(last, left), { code: 'backup-gap', params: { missing: first.file } });
  t.strictSame(names(newestChain(left)), [full.file], 'what is whole can still be restored');
  t.equal(newestChain(left, 'BR0977'), null);
});
