import { createHash } from 'node:crypto';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { firstRevision } from '../../records/first-revision.js';
import type { BundledRecord } from '../../sync/bundle.js';
import { BACKUP_FORMAT, type BackupHeader } from './backup-format.js';
import { recipientFingerprint } from '../../sync/sealed-file/recipient-fingerprint.js';
import { writeBackupFile } from './write-backup-file.js';

/** Records for tests of the backup's format, numbered from `from` + 1. */
export function sampleRecords(from: number, upTo: number): BundledRecord[] {
  return Array.from({ length: upTo - from }, (_, i) => {
    const n = from + i + 1;
    const record = {
      item: `item-${(n * 7919) % 1009}`,
      change: n % 17,
      kind: 'receive',
      // Does not pack: a few thousand records are several of age's chunks.
      batch: createHash('md5').update(String(n)).digest('base64'),
      _id: `stock:BR1042:salt:${n}`,
      type: 'stock',
      n,
      at: new Date(1.7e12 + n * 61_007).toISOString(),
      by: 'sunita',
      v: 1,
    } as unknown as LedgerRecord;
    return { ...record, _rev: firstRevision(record) };
  });
}

/** Writes a backup of `sampleRecords` into a folder, for tests. */
export async function writeSample(
  folder: string,
  recipients: readonly string[],
  fields: Partial<BackupHeader> & { upTo: number },
) {
  const header: BackupHeader = {
    nadi: 'backup',
    format: BACKUP_FORMAT,
    id: `${fields.upTo}`.padStart(32, '0'),
    box: 'BR1042',
    kind: fields.from ? 'incremental' : 'full',
    from: 0,
    at: new Date(1.75e12 + fields.upTo * 1000).toISOString(),
    previous: null,
    keys: recipients.map(recipientFingerprint),
    ...fields,
  };
  const records = sampleRecords(header.from, header.upTo);
  async function* blocks() {
    for (let at = 0; at < records.length; at += 200) yield Promise.resolve(records.slice(at, at + 200));
  }
  return writeBackupFile({
    folder,
    recipients,
    content: {
      header,
      seal: { upTo: header.upTo, head: 'A'.repeat(43) },
      settings: {
        settings: { format: 1, box: 'BR1042', language: 'hi', host: '0.0.0.0', port: 8080 },
        secrets: { centrePassword: 'a secret of the centre' },
      },
      locals: [{ _id: '_local/credential-asha', hash: 'scrypt:…' }],
      blocks: blocks(),
    },
  });
}
