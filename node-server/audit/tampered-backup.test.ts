import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import t, { type Test } from 'tap';
import type { BundledRecord } from '../../sync/bundle.js';
import { BACKUP_FORMAT, type BackupHeader, type BackupSeal } from '../backup/backup-format.js';
import { recipientFingerprint } from '../../sync/sealed-file/recipient-fingerprint.js';
import { writeBackupFile } from '../backup/write-backup-file.js';
import { readBoxFolder } from '../box-folder/read-box-folder.js';
import { sealKeyOf } from '../seal-key.js';
import { ledgerDocuments } from './ledger-documents.js';
import { issueSlip, MORNING, newFolder, openBox, outcome, setUpBox, told } from './sealed-box.js';
import { verifyBackups, type BackupReport } from './verify-backups.js';

/** What a box of three seals and a tail has, and the key that signed it. */
async function sealedRecords(): Promise<{ records: BundledRecord[]; signer: string }> {
  const folder = await newFolder(t);
  const clock = { at: MORNING };
  await setUpBox(folder, clock);
  const box = await openBox(folder, clock);
  for (let seal = 0; seal < 3; seal += 1) {
    for (let slip = 0; slip < 3; slip += 1) await issueSlip(box, clock);
    await box.seals.sealNow();
  }
  await issueSlip(box, clock);
  const records: BundledRecord[] = [];
  for await (const one of ledgerDocuments(box.facility.databases.records)) records.push(one as BundledRecord);
  const { public: signer } = await sealKeyOf(folder, (await readBoxFolder(folder)).secrets);
  await box.close();
  return { records, signer };
}

const sealed = sealedRecords();

/** Somebody with the public half of the key can write a backup of whatever he likes: a full one and what goes on from it. */
async function backUp(
  t: Test,
  records: BundledRecord[],
  sealOf: (part: BundledRecord[]) => BackupSeal | null = () => null,
) {
  const folder = await newFolder(t);
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const files: string[] = [];
  const write = async (from: number, upTo: number, part: BundledRecord[]): Promise<void> => {
    const previous = files.at(-1);
    const header: BackupHeader = {
      nadi: 'backup',
      format: BACKUP_FORMAT,
      id: String(upTo).padStart(32, '0'),
      box: 'BR1042',
      kind: from === 0 ? 'full' : 'incremental',
      from,
      upTo,
      at: new Date(MORNING + upTo * 1_000).toISOString(),
      previous: previous === undefined ? null : { file: previous, id: String(from).padStart(32, '0') },
      keys: [recipientFingerprint(recipient)],
    };
    const blocks = (async function* () {
      yield await Promise.resolve(part.slice(0, 5));
      yield await Promise.resolve(part.slice(5));
    })();
    const settings = { format: 1 as const, box: 'BR1042', language: 'hi' as const, host: '0.0.0.0', port: 0 };
    const content = { header, seal: sealOf(part), settings: { settings, secrets: {} }, locals: [], blocks };
    files.push((await writeBackupFile({ folder, recipients: [recipient], content })).file);
  };
  const { records: whole } = await sealed;
  const cut = 14;
  await write(0, cut, records.slice(0, cut));
  await write(cut, whole.length, records.slice(cut));
  return { folder, identity, files };
}

async function verify(
  { folder, identity }: { folder: string; identity: string },
  options: { file?: string; trusted?: string[] } = {},
): Promise<BackupReport> {
  const { file = '', trusted } = options;
  return outcome(
    verifyBackups({ path: join(folder, file), identities: [identity], trustedOf: () => trusted }),
  );
}

void t.test('a backup that nobody touched is whole, by its place, by its file and by its key', async (t) => {
  const { records, signer } = await sealed;
  const backup = await backUp(t, records, (part) => {
    const { upTo, head } = part.findLast(({ type }) => type === 'seal') as BundledRecord & BackupSeal;
    return { upTo, head };
  });
  for (const options of [{}, { file: backup.files[1] ?? '' }, { trusted: [signer] }]) {
    const report = await verify(backup, options);
    t.match(report, { whole: true, box: 'BR1042', records: records.length, seals: 3, findings: [] });
    t.match(report.backup, { files: [{ kind: 'full' }, { kind: 'incremental', upTo: records.length }] });
  }
  t.match(told(await verify(backup, { trusted: ['AAAA'] })), [/^unknown-key seal:BR1042/]);
  const first = await verify(backup, { file: backup.files[0] ?? '' });
  t.match(first, { whole: true, records: 14 }, 'the full one alone');
});

/** The record at a place between the first and the second seal, and what somebody makes of the list. */
type Tampering = (records: BundledRecord[], at: number) => BundledRecord[];
const named: [what: string, make: Tampering, finding: (record: BundledRecord) => string][] = [
  ['changed', (all, at) => all.with(at, { ...all[at], by: 'ravi' } as BundledRecord), ({ _id }) => _id],
  [
    'given another revision',
    (all, at) => all.with(at, { ...all[at], _rev: `1-${'0'.repeat(32)}` } as BundledRecord),
    ({ _id }) => `revised ${_id}`,
  ],
  ['deleted', (all, at) => all.filter((_, place) => place !== at), ({ n }) => `gap ${n}`],
  [
    'put in',
    (all, at) => all.toSpliced(at + 1, 0, { ...all[at], _id: `${all[at]?._id}9` } as BundledRecord),
    ({ _id }) => `duplicate ${_id}9`,
  ],
  [
    'moved',
    (all, at) => [...all.filter((_, place) => place !== at), all[at] as BundledRecord],
    ({ _id }) => `reordered ${_id}`,
  ],
  [
    'back-dated',
    (all, at) => all.with(at, { ...all[at], at: '2026-10-01T04:30:00.000Z' } as BundledRecord),
    ({ _id }) => `backdated ${_id}`,
  ],
];

for (const [what, make, finding] of named) {
  void t.test(`a record that was ${what} in a backup is named`, async (t) => {
    const { records } = await sealed;
    const seals = records.flatMap(({ type, n }) => (type === 'seal' ? [n] : []));
    for (let at = 8; at < 20; at += 1) {
      if (seals.includes(at + 1)) continue;
      const report = await verify(await backUp(t, make(records, at)));
      const wanted = finding(records[at] as BundledRecord);
      t.ok(
        told(report).some((one) => one.includes(wanted)),
        `${wanted}: ${told(report).join(', ')}`,
      );
      t.notOk(report.whole);
    }
  });
}

void t.test('records that were left out at the end of a backup are missed', async (t) => {
  const { records } = await sealed;
  t.match(told(await verify(await backUp(t, records.slice(0, -1)))), [`gap ${records.length}`]);
});

void t.test('a backup whose own seal stands in none of its records is refused', async (t) => {
  const { records } = await sealed;
  const report = await verify(await backUp(t, records, () => ({ upTo: 12, head: 'A'.repeat(43) })));
  t.match(report, {
    whole: false,
    findings: [
      { kind: 'foreign-seal', upTo: 12 },
      { kind: 'foreign-seal', upTo: 12 },
    ],
  });
});

void t.test(
  'a missing link and a damaged file are named; the older files are not taken instead',
  async (t) => {
    const { records } = await sealed;
    const backup = await backUp(t, records);
    const [full = '', last = ''] = backup.files;
    const path = join(backup.folder, last);
    const bytes = await readFile(path);
    const place = bytes.length - 40;
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    await writeFile(path, new Uint8Array(bytes));
    await t.rejects(verify(backup), { code: 'backup-damaged', message: /bytes \d+ to \d+/ });
    await rm(join(backup.folder, full));
    await t.rejects(verify(backup), { code: 'backup-gap', params: { missing: full } });
    await rm(path);
    await t.rejects(verify(backup), { code: 'not-found' });
  },
);
