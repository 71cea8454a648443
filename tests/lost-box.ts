import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import type { Test } from 'tap';
import { BACKUP_FORMAT, type BackupHeader } from '../node-server/backup/backup-format.js';
import { recipientFingerprint } from '../sync/sealed-file/recipient-fingerprint.js';
import { writeBackupFile } from '../node-server/backup/write-backup-file.js';
import { readBoxFolder } from '../node-server/box-folder/read-box-folder.js';
import { Facility } from '../node-server/facility.js';
import { setUpFacility } from '../node-server/set-up.js';
import type { BundledRecord } from '../sync/bundle.js';
import { repositoryRoot } from '../templates/folder.js';
import { couchUnderTest, type CouchUnderTest } from './couch-under-test.js';
import { forgetBox } from './forget-box.js';
import { rampur } from './rampur.js';
import { QUICK_COST } from './quick-cost.js';

// A box that dies, for tests of what is restored from it.

const MAIN = join(repositoryRoot(), 'dist', 'cli', 'main.js');
const run = promisify(execFile);

export interface LostBox {
  couch: CouchUnderTest;
  box: string;
  root: string;
  /** the lost box's folder */
  old: string;
  backups: string;
  keyFile: string;
  /** records n of the old box as databases hold them */
  records: BundledRecord[];
  backUp: (from: number, upTo: number) => Promise<void>;
}

export interface Outcome {
  status: number;
  answer: { box?: string; records?: number; source?: string; error?: { code: string; params: object } };
  stderr: string;
}

/** `nadi restore --json` in a process of its own. */
export async function nadiRestore(folder: string, ...flags: string[]): Promise<Outcome> {
  const args = [MAIN, 'restore', '--data', folder, '--json', ...flags];
  const { stdout, stderr, code } = await run(process.execPath, args).then(
    (ended) => ({ ...ended, code: 0 }),
    (error: unknown) => error as { stdout: string; stderr: string; code: number },
  );
  const answer = JSON.parse(
    code === 0 ? stdout : (stderr.trim().split('\n').at(-1) ?? ''),
  ) as Outcome['answer'];
  return { status: code, stderr, answer };
}

/** A box with `patients` visits and a key to its backups. */
export async function loseBox(t: Test, patients: number): Promise<LostBox> {
  const couch = await couchUnderTest(t);
  const box = `ZZ${randomInt(10_000, 999_999)}`;
  const root = await mkdtemp(join(tmpdir(), 'nadi-restore-'));
  t.teardown(async () => {
    await rm(root, { recursive: true, force: true });
    for (const one of [box, `${box}b`]) {
      await forgetBox(couch.nano, one);
    }
  });
  const old = join(root, 'old');
  const backups = join(root, 'usb');
  await mkdir(backups);
  await setUpFacility({
    ...rampur(old, box),
    passwordCost: QUICK_COST,
    staff: [{ id: 'verma', name: { hi: 'वर्मा', en: 'Verma' }, roles: ['incharge'], password: 'verma-1042' }],
  });
  const facility = await Facility.open({ folder: old, box, now: Date.now });
  const registrations = Array.from({ length: patients }, (_, i) =>
    facility.append({ by: 'verma' }, (draft) => {
      const patient = draft.patient({ name: `मरीज ${i}`, sex: 'female', birthDate: '1990' })._id;
      draft.visit({ patient, kind: 'new', station: 'vitals' });
    }),
  );
  await Promise.all(registrations);
  const { results } = await facility.databases.records.changes({ since: 0, include_docs: true });
  const records = results.flatMap(({ doc }) => (doc ? [doc as BundledRecord] : []));
  const hash = await facility.readLocal('credential-verma');
  await facility.stop();
  const identity = await generateIdentity();
  const recipient = await identityToRecipient(identity);
  const keyFile = join(root, 'key');
  await writeFile(keyFile, `${identity}\n`);
  let previous: BackupHeader['previous'] = null;
  const backUp = async (from: number, upTo: number): Promise<void> => {
    const header: BackupHeader = {
      nadi: 'backup',
      format: BACKUP_FORMAT,
      id: String(upTo).padStart(32, '0'),
      box,
      kind: from === 0 ? 'full' : 'incremental',
      from,
      upTo,
      at: new Date(1.76e12 + upTo * 1_000).toISOString(),
      previous,
      keys: [recipientFingerprint(recipient)],
    };
    async function* blocks() {
      for (let at = from; at < upTo; at += 50) {
        yield Promise.resolve(records.slice(at, Math.min(at + 50, upTo)));
      }
    }
    const { settings } = await readBoxFolder(old);
    const { file } = await writeBackupFile({
      folder: backups,
      recipients: [recipient],
      content: {
        header,
        seal: null,
        settings: { settings: { ...settings, port: 8123 }, secrets: { centrePassword: 'one' } },
        locals: [{ ...hash, _id: '_local/credential-verma' }],
        blocks: blocks(),
      },
    });
    previous = { file, id: header.id };
  };
  return { couch, box, root, old, backups, keyFile, records, backUp };
}

/** Ids and revisions in a folder's ledger. */
export async function storedIn(folder: string, box: string): Promise<[string, string][]> {
  const facility = await Facility.open({ folder, box, now: Date.now });
  const { results } = await facility.databases.records.changes({ since: 0 });
  await facility.stop();
  return results.map(({ id, changes }) => [id, changes[0]?.rev ?? '']);
}

export const idsAndRevisions = (records: readonly BundledRecord[]): [string, string][] =>
  records.map(({ _id, _rev }) => [_id, _rev]);
