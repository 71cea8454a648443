import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FIRST_PLAN } from '../../node-server/backup/backup-plan.js';
import { chainTo } from '../../node-server/backup/backup-chain.js';
import { listBackups } from '../../node-server/backup/list-backups.js';
import { makeRecoveryKey } from '../../node-server/backup/recovery-key.js';
import { verifyBackup } from '../../node-server/backup/verify-backup.js';
import { changeBackupPlan } from '../../node-server/box-folder/change-settings.js';
import { outcome, setUpBox, told } from '../../node-server/audit/sealed-box.js';
import { verifyFolder } from '../../node-server/audit/verify-folder.js';
import { closedStoreDocuments } from '../../node-server/store/closed-store.js';
import type { LedgerReport } from '../../records/ledger-finding.js';
import { HttpUser } from '../http-user.js';
import { registerPatient } from '../register-patient.js';

const COUNTERS = 6;

/** A box that gets killed over and over, and all that it has promised meanwhile. */
export class KilledBox {
  /** slips that somebody was shown */
  readonly shown = new Set<string>();
  /** slips that two were shown */
  readonly twice: string[] = [];
  /** the last backup that was said to be made */
  made: string | null = null;
  /** up to where a seal was said to reach */
  sealed = 0;
  readonly folder: string;
  readonly stick: string;
  readonly keyFile: string;
  readonly #clerk = new HttpUser('');
  readonly #readBack = new Set<string>();

  private constructor(
    readonly root: string,
    private readonly key: string,
  ) {
    this.folder = join(root, 'box');
    this.stick = join(root, 'stick');
    this.keyFile = join(root, 'key');
  }

  static async make(root: string): Promise<KilledBox> {
    const key = await makeRecoveryKey();
    const box = new KilledBox(root, key.identity);
    await setUpBox(box.folder, { at: Date.now() });
    await mkdir(box.stick);
    await writeFile(box.keyFile, key.identity);
    await changeBackupPlan(box.folder, {
      ...FIRST_PLAN,
      places: [{ kind: 'folder', path: box.stick }],
      recoveryKey: key.recipient,
    });
    return box;
  }

  show(visit: string): void {
    if (this.shown.has(visit)) this.twice.push(visit);
    this.shown.add(visit);
  }

  /** Counters register patients until the server goes away. */
  async openCounters(origin: string): Promise<{ closed: Promise<unknown> }> {
    this.#clerk.origin = origin;
    if (this.shown.size === 0) await this.#clerk.logIn('asha', 'sealed-box-1');
    const counters = Array.from({ length: COUNTERS }, async () => {
      const user = this.#clerk.sameSession();
      for (;;) {
        // Null also where the cut came before the answer: that slip nobody was shown.
        const visit = await registerPatient(user).catch(() => null);
        if (visit === null) break;
        this.show(visit);
      }
      user.close();
    });
    return { closed: Promise.all(counters) };
  }

  /** What does not hold of what was promised; empty: all does. */
  async broken(): Promise<string[]> {
    const wrong = [...this.twice.map((visit) => `${visit} was given twice`)];
    const report = await outcome(verifyFolder(this.folder));
    wrong.push(...told(report));
    if ((report.lastSeal?.upTo ?? 0) < this.sealed) wrong.push(`the seal up to ${this.sealed} is lost`);
    const ids = new Set<string>();
    for await (const document of closedStoreDocuments(this.folder))
      ids.add((document as { _id: string })._id);
    for (const visit of this.shown) if (!ids.has(visit)) wrong.push(`${visit} is lost`);
    wrong.push(...(await this.#brokenBackups(report)));
    return wrong;
  }

  /** A file under a backup's name is whole and belongs to this ledger; what is broken off bears no such name. */
  async #brokenBackups({ last }: LedgerReport): Promise<string[]> {
    const wrong: string[] = [];
    const files = await listBackups(this.stick);
    for (const file of files) {
      if (this.#readBack.has(file.header?.id ?? '')) continue;
      try {
        chainTo(file, files);
        await outcome(verifyBackup(file.path, [this.key]));
        if ((file.header?.upTo ?? 0) > last) wrong.push(`${file.file} holds more than the ledger`);
        this.#readBack.add(file.header?.id ?? '');
      } catch (error) {
        wrong.push(`${file.file}: ${String(error)}`);
      }
    }
    if (this.made !== null && !files.some(({ file }) => file === this.made))
      wrong.push(`${this.made} was said to be made and is gone`);
    return wrong;
  }
}
