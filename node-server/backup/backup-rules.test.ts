import { identityToRecipient, Encrypter, Decrypter } from 'age-encryption';
import fc from 'fast-check';
import t from 'tap';
import { FacilityError } from '../../records/facility-error.js';
import { chainTo } from './backup-chain.js';
import type { BackupHeader } from './backup-format.js';
import { backupDue, fullDue, nextBackup } from './backup-due.js';
import { findSticks } from './find-sticks.js';
import type { BackupFile } from './list-backups.js';
import { planPrune } from './plan-prune.js';
import { makeRecoveryKey, readRecoveryKey } from './recovery-key.js';

t.test('twelve words give the same key again, however they are typed', async (t) => {
  const key = await makeRecoveryKey();
  t.equal(key.words.length, 12);
  t.match(key.identity, /^AGE-SECRET-KEY-1[0-9A-Z]{58}$/);
  const typed = key.words.map((word, i) => `${i + 1}. ${i % 2 ? word.toUpperCase() : word}`).join('\n');
  t.same(await readRecoveryKey(typed), key);
  t.same(await readRecoveryKey(key.words.join(' ').toUpperCase()), key, 'as the QR code says them');
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(key.identity));
  const decrypter = new Decrypter();
  decrypter.addIdentity(key.identity);
  t.equal(await decrypter.decrypt(await encrypter.encrypt('नाड़ी'), 'text'), 'नाड़ी');
});

t.test('a wrong word is named by its place', async (t) => {
  const words =
    'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about'.split(
      ' ',
    );
  t.match((await readRecoveryKey(words.join(' '))).recipient, /^age1/);
  const refusal = async (changed: string[]) => {
    const error: unknown = await readRecoveryKey(changed.join(' ')).catch((caught: unknown) => caught);
    return error instanceof FacilityError ? error.fields[0] : null;
  };
  t.match(await refusal(words.with(6, 'abandun')), {
    code: 'recoveryWord',
    params: { place: 7, word: 'abandun' },
  });
  t.match(await refusal(words.slice(1)), { code: 'recoveryWordCount', params: { words: 11 } });
  t.match(await refusal(words.with(3, 'zebra')), { code: 'recoveryCheck' });
});

t.test('sticks are found by what Linux says; the disk that the system runs from never is', async (t) => {
  const mounts = [
    'proc /proc proc rw 0 0',
    '/dev/mmcblk0p2 / ext4 rw 0 0',
    '/dev/mmcblk0p1 /boot vfat rw 0 0',
    '/dev/mmcblk0p3 /media/sd-data ext4 rw 0 0',
    '/dev/sda1 /mnt/data ext4 rw 0 0',
    '/dev/sdb1 /media/asha/MY\\040STICK vfat rw,nosuid 0 0',
    '/dev/sdb1 /mnt/again vfat rw 0 0',
    '/dev/sdc /run/media/asha/locked exfat ro,nodev 0 0',
    '/dev/sdd1 /mnt/usb-disk ext4 rw 0 0',
  ].join('\n');
  const disks = {
    mmcblk0: { removable: '1\n', path: '../devices/platform/mmc/mmcblk0' },
    sda: { removable: '0\n', path: '../devices/pci0/ata1/sda' },
    sdb: { removable: '1\n', path: '../devices/pci0/usb1/1-1/sdb' },
    sdc: { removable: '1\n', path: '../devices/pci0/usb1/1-2/sdc' },
    sdd: { removable: '0\n', path: '../devices/pci0/usb2/2-1/sdd' },
  };
  t.strictSame(findSticks({ mounts, disks }), [
    { device: '/dev/sdb1', path: '/media/asha/MY STICK', readOnly: false },
    { device: '/dev/sdc', path: '/run/media/asha/locked', readOnly: true },
    { device: '/dev/sdd1', path: '/mnt/usb-disk', readOnly: false },
  ]);
  t.strictSame(findSticks({ mounts: '', disks: {} }), []);
});

const at = (text: string) => Date.parse(text);
const EVENINGS = { time: '20:00', fullOn: 0 };

t.test('a backup is due at eight in the evening in India, or as soon as the box is on again', async (t) => {
  const last = at('2026-11-18T14:35:00Z');
  t.equal(backupDue(EVENINGS, last, at('2026-11-19T14:29:59Z')), false);
  t.equal(backupDue(EVENINGS, last, at('2026-11-19T14:30:00Z')), true);
  t.equal(backupDue(EVENINGS, last, at('2026-12-25T03:00:00Z')), true);
  t.equal(backupDue(EVENINGS, null, last), true);
  t.equal(backupDue(undefined, null, last), false);
  t.equal(fullDue(EVENINGS, last, at('2026-11-21T14:31:00Z')), false, 'Saturday');
  t.equal(fullDue(EVENINGS, last, at('2026-11-22T14:31:00Z')), true, 'Sunday');
  t.equal(nextBackup(EVENINGS, at('2026-11-19T14:31:00Z')), '2026-11-20T14:30:00.000Z');
});

/** A year of daily backups, a full one each Sunday. */
function year(days: number): BackupFile[] {
  let previous: BackupHeader['previous'] = null;
  return Array.from({ length: days }, (_, i) => {
    const when = new Date(at('2026-01-04T14:30:00Z') + i * 86_400_000).toISOString();
    const isFull = i % 7 === 0;
    const header: BackupHeader = {
      nadi: 'backup',
      format: 1,
      id: `id${i}`,
      box: 'BR1042',
      kind: isFull ? 'full' : 'incremental',
      from: isFull ? 0 : i * 10,
      upTo: (i + 1) * 10,
      at: when,
      previous: isFull ? null : previous,
      keys: [],
    };
    const file = `${i}.nadi`;
    previous = { file, id: header.id };
    return { file, path: file, bytes: 1, header, problem: null };
  });
}

t.test('what is kept: the last of 7 days, 4 weeks and 12 months, with what they stand on', async (t) => {
  const files = year(365);
  const { keep, remove } = planPrune(files, { daily: 7, weekly: 4, monthly: 12 }, new Set());
  t.equal(keep.length + remove.length, 365);
  const months = new Set(keep.map(({ header }) => header?.at.slice(0, 7)));
  t.equal(months.size, 12);
  for (const file of keep) t.doesNotThrow(() => chainTo(file, keep));
  t.ok(keep.length < 110, `${keep.length} are kept`);
});

t.test('whatever the rule, the newest chain and the newest that was read back stay whole', async () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.record({ daily: fc.nat(5), weekly: fc.nat(3), monthly: fc.nat(3) }),
      fc.nat(59),
      (days, rule, read) => {
        const files = year(days);
        const { keep, remove } = planPrune(files, rule, new Set([`id${read}`]));
        const newest = files.at(-1);
        const verified = files.find(({ header }) => header?.id === `id${read}`);
        for (const file of [newest, verified]) if (file) chainTo(file, keep);
        for (const file of keep) chainTo(file, keep);
        return remove.every((file) => !keep.includes(file));
      },
    ),
  );
});
