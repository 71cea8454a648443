import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { BACKUP_FORMAT, type BackupHeader } from '../node-server/backup/backup-format.js';
import { keyFingerprint } from '../node-server/backup/key-fingerprint.js';
import { writeBackupFile } from '../node-server/backup/write-backup-file.js';
import { readBoxFolder } from '../node-server/box-folder.js';
import { Facility } from '../node-server/facility.js';
import { openBackupSource } from '../node-server/restore/backup-source.js';
import { restoreFacility } from '../node-server/restore/restore-facility.js';
import type { BundledRecord } from '../sync/bundle.js';
import { fillStore } from './fill-store.js';

// How long does it take to restore a box from its backup into an empty folder? `make bench NAME=restore`

const RECORDS = Number(process.argv[2] ?? 300_000);
const BLOCK = 2_000;

/** One full backup of the box in `folder`. */
async function backUp(folder: string, to: string, recipient: string): Promise<string> {
  const { settings } = await readBoxFolder(folder);
  const facility = await Facility.open({ folder, box: settings.box, now: Date.now });
  const { recordCount: upTo, databases } = facility;
  const header: BackupHeader = {
    nadi: 'backup',
    format: BACKUP_FORMAT,
    id: '0'.repeat(32),
    box: settings.box,
    kind: 'full',
    from: 0,
    upTo,
    at: new Date().toISOString(),
    previous: null,
    keys: [keyFingerprint(recipient)],
  };
  async function* blocks() {
    for (let since = 0; since < upTo; since += BLOCK) {
      const { results } = await databases.records.changes({ since, limit: BLOCK, include_docs: true });
      yield results.flatMap(({ doc }) => (doc ? [doc as BundledRecord] : []));
    }
  }
  const content = { header, seal: null, settings: { settings, secrets: {} }, locals: [], blocks: blocks() };
  const { file } = await writeBackupFile({ folder: to, recipients: [recipient], content });
  await facility.stop();
  return join(to, file);
}

async function main(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'nadi-bench-restore-'));
  try {
    const old = join(root, 'old');
    await fillStore(old, Math.max(1, Math.round(RECORDS / 10)), RECORDS);
    const key = await generateIdentity();
    const file = await backUp(old, root, await identityToRecipient(key));
    await rm(old, { recursive: true });

    const before = process.resourceUsage().maxRSS;
    const begin = performance.now();
    const cpu = process.cpuUsage();
    const source = await openBackupSource({ path: file, key });
    const job = restoreFacility({ folder: join(root, 'new'), source, settings: {} });
    let step = await job.next();
    while (!step.done) step = await job.next();
    const seconds = (performance.now() - begin) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    const { box, records } = step.value;

    // The first thing that somebody would do.
    const facility = await Facility.open({ folder: join(root, 'new'), box, now: Date.now });
    const n = await facility.append({ by: 'asha' }, (draft) => {
      const patient = draft.patient({ name: 'सीता देवी', sex: 'female', birthDate: '1990' });
      return draft.visit({ patient: patient._id, kind: 'new', station: 'vitals' }).n;
    });
    if (n !== records + 3) throw new Error(`the new box's numbers go on with ${n} after ${records}`);
    await facility.stop();
    const figures = {
      records,
      restore_s: round(seconds),
      // Of all threads: on a busy machine the better figure.
      cpu_s: round((user + system) / 1e6),
      records_per_s: Math.round(records / seconds),
      backup_bytes: (await stat(file)).size,
      // Of the whole process; filling and backing up came before.
      peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
      peak_before_mb: Math.round(before / 1024),
    };
    process.stdout.write(`${JSON.stringify(figures)}\n`);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

await main();
