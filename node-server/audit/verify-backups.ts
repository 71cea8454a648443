import { resolve } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';
import { findingPlace, type Finding, type LedgerReport } from '../../records/ledger-finding.js';
import type { Job } from '../../records/progress.js';
import { verifyLedger } from '../../records/verify-ledger.js';
import type { BackupHeader, BackupSeal } from '../backup/backup-format.js';
import { findChain } from '../backup/find-chain.js';
import type { BackupFile } from '../backup/list-backups.js';
import { readBackup } from '../backup/read-backup.js';

/** The outcome for a backup, with the files that together are it: the full one first, then each incremental. */
export interface BackupReport extends LedgerReport {
  backup: { files: Pick<BackupHeader, 'kind' | 'from' | 'upTo' | 'at'>[]; last: string };
}

export interface BackupAudit {
  /** a backup, or a folder of which the newest is meant */
  path: string;
  /** age private keys, any of which may open it */
  identities: readonly string[];
  /** whose backup it must be; absent: that of the only box that has any there */
  box?: BoxId;
  /** public keys of which one must have signed, by the box whose backup it is; none: those in the ledger are believed */
  trustedOf: (box: BoxId) => readonly string[] | undefined;
}

/**
 * Checks the ledger in a backup as `verifyBox` checks that of a box: its records, seals and signatures, and that each
 * file's own seal stands among them. Throws `not-found`, `backup-gap`, and what reading a backup throws: a file with a
 * changed byte is no backup, and is named with the place.
 */
export async function* verifyBackups(audit: BackupAudit): Job<BackupReport> {
  const path = resolve(audit.path);
  const chain = await findChain(path, {
    strict: true,
    ...(audit.box === undefined ? {} : { box: audit.box }),
  });
  const header = chain.at(-1)?.header;
  if (!header) throw noBackup(path, audit.box);
  const reading = new ChainReading(chain, audit.identities);
  const trusted = audit.trustedOf(header.box);
  const report = yield* verifyLedger(
    reading.records(),
    { box: header.box, expected: { n: header.upTo, head: null }, ...(trusted ? { trusted } : {}) },
    header.upTo,
  );
  const findings = [...report.findings, ...reading.foreignSeals()].sort(
    (a, b) => findingPlace(a) - findingPlace(b),
  );
  const files = chain.flatMap(({ header: one }) =>
    one ? [{ kind: one.kind, from: one.from, upTo: one.upTo, at: one.at }] : [],
  );
  const last = chain.at(-1)?.file ?? '';
  return { ...report, findings, whole: findings.length === 0, backup: { files, last } };
}

/** Reads a chain's records one after the other, and keeps what its headers and its records say of seals. */
class ChainReading {
  readonly #told: { file: string; seal: BackupSeal }[] = [];
  /** heads by the number up to which they go */
  readonly #heads = new Map<number, string>();

  constructor(
    private readonly chain: readonly BackupFile[],
    private readonly identities: readonly string[],
  ) {}

  async *records(): AsyncGenerator<object> {
    for (const { file, path } of this.chain) {
      for await (const part of readBackup(path, this.identities, { anyNumbers: true })) {
        if (part.part === 'header' && part.seal) this.#told.push({ file, seal: part.seal });
        if (part.part !== 'records') continue;
        for (const record of part.records) {
          if (record.type === 'seal') this.#heads.set(record.upTo, record.head);
          yield record;
        }
      }
    }
  }

  foreignSeals(): Finding[] {
    return this.#told
      .filter(({ seal }) => this.#heads.get(seal.upTo) !== seal.head)
      .map(({ file, seal: { upTo } }) => ({ kind: 'foreign-seal', file, upTo }));
  }
}

function noBackup(path: string, box: BoxId | undefined): FacilityError {
  const of = box === undefined ? '' : ` of ${box}`;
  return new FacilityError('not-found', `There is no backup${of} in ${path}.`, {
    hint: 'hints.nameNadiFile',
  });
}
