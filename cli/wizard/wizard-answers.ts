import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AddStaffRequest } from '../../node-server/admin/admin-api.js';
import { FacilityError } from '../../records/facility-error.js';

/** What has been answered so far. Passwords stand here only in memory. */
export interface WizardAnswers {
  /** id of the step that is open */
  step: string;
  values: Record<string, string>;
  staff: AddStaffRequest[];
  /** the member who is being written: their place in `staff`, and the fields so far */
  draft?: { index: number; values: Record<string, string> } | null;
}

interface AnswersFile extends WizardAnswers {
  format: 1;
  /** whoever opened the file last; another wizard that still stands open must not write over it */
  writer: string;
}

/** Where a set-up that is not finished is kept: beside the data folder, which must stay empty until it is made. */
export const answersPath = (folder: string): string => `${folder.replace(/\/+$/, '')}.setup.json`;

/** The same for a restore, which may have begun on the folder. */
export const restoreAnswersPath = (folder: string): string => `${folder.replace(/\/+$/, '')}.restore.json`;

/** The answers of an unfinished set-up or restore, kept so that it can be left at any point. Readable by its owner only. */
export class KeptAnswers {
  readonly #writer = randomUUID();
  #writing: Promise<void> = Promise.resolve();
  #latest: WizardAnswers | null = null;

  private constructor(private readonly path: string) {}

  /** Opens what an earlier set-up of this folder left, `null` where there is nothing that can be read. */
  static async open(
    folder: string,
    path = answersPath(folder),
  ): Promise<{ kept: KeptAnswers; found: WizardAnswers | null }> {
    const kept = new KeptAnswers(path);
    const file = await kept.#read();
    if (file === null) return { kept, found: null };
    const { step, values, staff, draft = null } = file;
    await kept.#write({ step, values, staff, draft });
    return { kept, found: { step, values, staff, draft } };
  }

  /**
   * Keeps the answers, without those named as secret.
   * @throws 'conflict' where another terminal has opened this set-up since; 'bad-input' where nothing can be written
   */
  save(answers: WizardAnswers, secrets: readonly string[]): Promise<void> {
    const values = Object.fromEntries(
      Object.entries(answers.values).filter(([name]) => !secrets.includes(name)),
    );
    const staff = answers.staff.map(({ password: _, ...member }) => member);
    this.#latest = answers;
    const saved = this.#writing.then(async () => {
      // On a slow disk only the last of several that wait is worth writing.
      if (this.#latest !== answers) return;
      const standing = await this.#read();
      if (standing !== null && standing.writer !== this.#writer) {
        throw new FacilityError('conflict', 'This was opened on another terminal.', {
          hint: 'hints.goOnThere',
        });
      }
      await this.#write({ ...answers, values, staff });
    });
    this.#writing = saved.catch(() => undefined);
    return saved;
  }

  async remove(): Promise<void> {
    await this.#writing;
    await rm(this.path, { force: true });
    await rm(`${this.path}.new`, { force: true });
  }

  async #read(): Promise<AnswersFile | null> {
    try {
      const file = JSON.parse(await readFile(this.path, 'utf8')) as AnswersFile;
      const isOurs = file.format === 1 && typeof file.values === 'object' && Array.isArray(file.staff);
      return isOurs ? file : null;
    } catch {
      // None yet, or one that a cut left unreadable: one begins anew.
      return null;
    }
  }

  async #write(answers: WizardAnswers): Promise<void> {
    try {
      await mkdir(dirname(this.path), { recursive: true });
      const file = await open(`${this.path}.new`, 'w', 0o600);
      try {
        await file.writeFile(
          JSON.stringify({ format: 1, writer: this.#writer, ...answers } satisfies AnswersFile),
        );
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${this.path}.new`, this.path);
    } catch (cause) {
      throw new FacilityError('bad-input', `${dirname(this.path)} cannot be written to.`, {
        hint: 'hints.ownFolder',
        fields: [{ field: 'data', code: 'notWritable' }],
        cause,
      });
    }
  }
}
