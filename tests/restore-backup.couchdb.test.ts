import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { generateIdentity } from 'age-encryption';
import t from 'tap';
import { prepareFacility } from '../central/facility-database.js';
import { replaceBox } from '../central/replace-box.js';
import { readBoxFolder } from '../node-server/box-folder/read-box-folder.js';
import { readCredential } from '../node-server/credentials.js';
import { Facility } from '../node-server/facility.js';
import { startFacility } from '../node-server/start.js';
import { facilityDatabase } from '../records/ids.js';
import { idsAndRevisions, loseBox, nadiRestore, storedIn, type LostBox } from './lost-box.js';

// `nadi restore` as an operator runs it: from backups, from the centre, from both.

/** Puts records into the old box's database at the centre, as its sync would have. */
async function atCentre({ couch, box }: LostBox, records: readonly object[]): Promise<string[]> {
  await prepareFacility({ nano: couch.nano, box, password: 'one' });
  await couch.ask('POST', `/${facilityDatabase(box)}/_bulk_docs`, { docs: records, new_edits: false });
  await replaceBox({ nano: couch.nano, box, password: 'two', at: new Date().toISOString() });
  return [];
}

async function centreFlags({ couch, root, box }: LostBox): Promise<string[]> {
  const file = join(root, 'centre-password');
  await writeFile(file, 'two\n');
  const { origin, pathname } = new URL(couch.url);
  return ['--from-centre', (origin + pathname).replace(/\/$/, ''), '--box', box, '--password-file', file];
}

// A process each.
t.setTimeout(600_000);

t.test('from a full backup and its incremental, with passwords and settings', async (t) => {
  const journey = await loseBox(t, 100);
  const { records, backups, keyFile, box, root } = journey;
  await journey.backUp(0, 120);
  await journey.backUp(120, records.length);
  const folder = join(root, 'new');
  const { status, answer, stderr } = await nadiRestore(
    folder,
    '--from-backup',
    backups,
    '--recovery-key-file',
    keyFile,
  );
  t.equal(status, 0, stderr);
  t.match(answer, { box: `${box}b`, from: box, records: records.length, patients: 100, source: 'backup' });
  t.notOk('admin' in answer, 'the passwords came with it');
  t.same((await storedIn(folder, `${box}b`)).slice(0, -1), idsAndRevisions(records));
  const { settings, secrets } = await readBoxFolder(folder);
  t.match(settings, { box: `${box}b`, port: 8123, language: 'hi' });
  t.not(secrets.cookieKey, (await readBoxFolder(journey.old)).secrets.cookieKey);
  const facility = await Facility.open({ folder, box: `${box}b`, now: Date.now });
  t.match(await readCredential(facility, 'verma'), /scrypt/);
  await facility.stop();
  const again = await nadiRestore(folder, '--from-backup', backups, '--recovery-key-file', keyFile);
  t.match(again, { status: 8, answer: { error: { code: 'already-set-up' } } });
});

t.test('a missing incremental, a wrong key, a cut file and no backup at all are refused', async (t) => {
  const { records, backups, keyFile, root, backUp } = await loseBox(t, 100);
  await backUp(0, 120);
  await backUp(120, 150);
  await backUp(150, records.length);
  const flags = ['--recovery-key-file', keyFile];
  const folder = join(root, 'new');
  const files = (await readdir(backups)).sort();
  const wrong = join(root, 'wrong-key');
  await writeFile(wrong, await generateIdentity());
  const refusal = async (...more: string[]) => (await nadiRestore(folder, ...more)).answer.error?.code;
  t.equal(await refusal('--from-backup', backups, '--recovery-key-file', wrong), 'backup-wrong-key');
  t.equal(await refusal('--from-backup', root, ...flags), 'restore-refused');
  t.equal(await refusal('--from-backup', join(root, 'nowhere'), ...flags), 'backup-no-place');
  await rm(join(backups, files.find((file) => file.includes('000121')) ?? ''));
  const last = join(backups, files.find((file) => file.includes('000151')) ?? '');
  t.equal(await refusal('--from-backup', last, ...flags), 'backup-gap');
  const { answer } = await nadiRestore(folder, '--from-backup', backups, ...flags);
  t.equal(answer.records, 120, 'the folder gives what reaches furthest without a gap');
});

t.test(
  'from both: the longer run wins, and a record of which they say different things is refused',
  async (t) => {
    const journey = await loseBox(t, 100);
    const { records, backups, keyFile, box, root } = journey;
    await journey.backUp(0, 120);
    const flags = ['--from-backup', backups, '--recovery-key-file', keyFile];
    await atCentre(journey, records);
    const centre = await centreFlags(journey);
    const { status, answer, stderr } = await nadiRestore(join(root, 'new'), ...flags, ...centre);
    t.equal(status, 0, stderr);
    t.match(answer, { records: records.length, source: 'backup-and-centre' });
    t.same((await storedIn(join(root, 'new'), `${box}b`)).slice(0, -1), idsAndRevisions(records));

    const shorter = await loseBox(t, 100);
    await shorter.backUp(0, shorter.records.length);
    await atCentre(shorter, shorter.records.slice(0, 120));
    const short = await nadiRestore(
      join(shorter.root, 'new'),
      ...['--from-backup', shorter.backups, '--recovery-key-file', shorter.keyFile],
      ...(await centreFlags(shorter)),
    );
    t.equal(short.answer.records, shorter.records.length, 'nothing that only the backup has is lost');

    const split = await loseBox(t, 100);
    await split.backUp(0, 120);
    const changed = { ...split.records[79], name: 'कोई और', _rev: `1-${'a'.repeat(32)}` };
    await atCentre(split, [...split.records.slice(0, 79), changed]);
    const folder = join(split.root, 'new');
    const { answer: refused } = await nadiRestore(
      folder,
      ...['--from-backup', split.backups, '--recovery-key-file', split.keyFile],
      ...(await centreFlags(split)),
    );
    t.match(refused.error, {
      code: 'restore-refused',
      params: { reason: 'contradiction', id: split.records[79]?._id },
    });
    await t.rejects(readBoxFolder(folder), { code: 'restore-unfinished' });
  },
);

t.test(
  'from the centre alone: a gap is named, and with --up-to-gap the rest is taken in by sync',
  async (t) => {
    const journey = await loseBox(t, 100);
    const { records, box, root } = journey;
    await atCentre(
      journey,
      records.filter(({ n }) => n !== 150),
    );
    const flags = await centreFlags(journey);
    const folder = join(root, 'new');
    const { answer } = await nadiRestore(folder, ...flags);
    t.match(answer.error, { code: 'restore-refused', params: { reason: 'gap', n: 150 } });
    const taken = await nadiRestore(folder, ...flags, '--up-to-gap', '--port', '0', '--host', '127.0.0.1');
    t.equal(taken.status, 0, taken.stderr);
    t.equal(taken.answer.records, 149);
    const running = await startFacility({ folder });
    t.teardown(() => running.stop());
    const state = await running.syncNow();
    t.match(state.forerunners, [{ box, late: records.length - 150 }]);
    // Folded a moment after they came.
    for (let i = 0; i < 500 && running.facility.patients.size < 99; i += 1) await pause(20);
    t.equal(running.facility.patients.size, 100 - (records[149]?.type === 'patient' ? 1 : 0));
  },
);
