import { rm } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';
import { runOut, type Job, type Progress } from '../../records/progress.js';
import { readBoxFolder } from '../box-folder/read-box-folder.js';
import { SharedJob } from '../admin/shared-job.js';
import type { LogEntry } from '../frame-context.js';
import { loggableError } from '../loggable-error.js';
import { availablePlaces, type PlaceNow } from './available-places.js';
import type { BackupHealth, BackupList, BackupOverview, BackupRequest, PruneAnswer } from './backup-api.js';
import { backupDue, fullDue, nextBackup } from './backup-due.js';
import { FIRST_PLAN, type BackupPlan } from './backup-plan.js';
import { BackupState } from './backup-state.js';
import type { DiskFacts } from './find-sticks.js';
import { listBackups } from './list-backups.js';
import { planPrune } from './plan-prune.js';
import { readDisks } from './read-disks.js';
import { runBackup, type BackupParts, type BackupResult } from './run-backup.js';
import { syncFolder } from '../../sync/sealed-file/fsync-folder.js';

export interface BackupsOptions extends Omit<BackupParts, 'state'> {
  log: (entry: LogEntry) => void;
  disks?: () => Promise<DiskFacts>;
  /** how often to look whether one is due, milliseconds; 0: never */
  lookEveryMs?: number;
}

/** Who writes what nobody ordered. */
const BOX_ITSELF = 'nadi';
const OPERATOR = 'operator';
/** A day, and an hour for the daily one to be made in. */
const OLD_MS = 25 * 3_600_000;
/** After a scheduled one that failed: a stick may be put in meanwhile. */
const AGAIN_MS = 10 * 60_000;
const FIRST_PROGRESS: Progress = { step: 'backup.writing', done: 0, unit: 'records' };

/** A box's backups: made at will and by the schedule, one at a time; listed and pruned. */
export class Backups {
  /** the one under way */
  #job: SharedJob<BackupResult> | null = null;
  #isPruning = false;
  #trouble: { at: string; code: string; message: string } | null = null;
  #failedMs = -Infinity;
  #plan: BackupPlan = FIRST_PLAN;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  private constructor(
    private readonly options: BackupsOptions,
    private readonly state: BackupState,
  ) {}

  static async open(options: BackupsOptions): Promise<Backups> {
    const backups = new Backups(options, await BackupState.read(options.facility));
    await backups.#readPlan();
    const { lookEveryMs = 60_000 } = options;
    if (lookEveryMs > 0) {
      backups.#timer = setInterval(() => void backups.look(), lookEveryMs);
      backups.#timer.unref();
    }
    return backups;
  }

  health(): BackupHealth {
    const { last } = this.state;
    const { facility } = this.options;
    const since = last?.at ?? facility.profile().at;
    return {
      lastAt: last?.at ?? null,
      isOld: facility.now() - Date.parse(since) > OLD_MS,
      hasKey: (this.#plan.recoveryKey ?? this.#plan.centreKey) !== undefined,
      isRunning: this.#isBusy,
      ...(this.#trouble ? { trouble: this.#trouble } : {}),
    };
  }

  async overview(): Promise<BackupOverview> {
    const plan = await this.#readPlan();
    return {
      ...this.health(),
      plan,
      places: await this.#places(plan),
      last: this.state.last,
      next: nextBackup(plan.schedule, this.options.facility.now()),
      running: this.#job?.progress ?? null,
    };
  }

  get #isBusy(): boolean {
    return this.#job !== null || this.#isPruning;
  }

  /**
   * One that ends with whoever waits for it. Throws `conflict` while another one is under way or where it was
   * cancelled from elsewhere, `backup-no-place`, and as runBackup does.
   */
  async *make(request: BackupRequest, by = OPERATOR): Job<BackupResult> {
    const job = this.#begin(request, by);
    try {
      const result = yield* job.run();
      if (result) return result;
      throw new FacilityError('conflict', 'The backup was cancelled from another terminal.', {
        hint: 'hints.beginAgain',
      });
    } finally {
      this.#job = null;
    }
  }

  /** Begins one that goes on whoever looks; `running` is how it is seen again. Throws `conflict`. */
  start(request: BackupRequest, by = OPERATOR): SharedJob<BackupResult> {
    const job = this.#begin(request, by);
    void runOut(job.run())
      .catch((error: unknown) => void this.#keepTrouble(error))
      .finally(() => (this.#job = null));
    return job;
  }

  /** The one under way, whoever began it. Throws `not-found`. */
  running(): SharedJob<BackupResult> {
    if (this.#job) return this.#job;
    throw new FacilityError('not-found', 'No backup is under way.', {
      hint: 'hints.backupList',
    });
  }

  #begin(request: BackupRequest, by: string): SharedJob<BackupResult> {
    if (this.#isBusy) {
      throw new FacilityError('conflict', 'Another backup is under way.', {
        hint: 'hints.waitStatus',
      });
    }
    return (this.#job = new SharedJob(this.#run(request, by), FIRST_PROGRESS));
  }

  async *#run(request: BackupRequest, by: string): Job<BackupResult> {
    const plan = await this.#readPlan();
    const target = request.to === undefined ? readyPlace(await this.#places(plan)) : givenFolder(request.to);
    const full = request.full ?? fullDue(plan.schedule, this.#lastFull(), this.options.facility.now());
    const result = yield* runBackup({ ...this.options, state: this.state }, { ...target, full, by });
    this.#trouble = null;
    const { file, bytes, tookMs } = result;
    this.options.log({ level: 'info', message: 'backup made', file, bytes, tookMs });
    return result;
  }

  async list(folder?: string): Promise<BackupList> {
    const places =
      folder === undefined
        ? await this.#places(await this.#readPlan())
        : [{ place: { kind: 'folder' as const, path: folder }, folder, state: 'ready' as const }];
    const found: BackupList['places'] = [];
    for (const { place, folder: at } of places) {
      if (at === null) continue;
      const files = await listBackups(at).catch((error: unknown) => {
        // No backup was made there yet.
        if (folder === undefined && error instanceof FacilityError && error.code === 'backup-no-place')
          return [];
        throw error;
      });
      const verified = (id = ''): boolean => this.state.find(id) !== undefined;
      found.push({
        place,
        folder: at,
        files: files.map((one) => ({ ...one, verified: verified(one.header?.id) })),
      });
    }
    return { places: found };
  }

  /** Removes what the rule does not keep, the latest links of a chain first. Throws `conflict` during a backup. */
  async prune({ dryRun }: { dryRun: boolean }): Promise<PruneAnswer> {
    if (this.#isBusy)
      throw new FacilityError('conflict', 'A backup is under way.', { hint: 'hints.pruneAfter' });
    this.#isPruning = true;
    try {
      const { keep } = await this.#readPlan();
      const answer: PruneAnswer = { removed: [], kept: 0, dryRun };
      for (const { folder, files } of (await this.list()).places) {
        const own = files.filter(({ header }) => header?.box === this.options.facility.box);
        const plan = planPrune(own, keep, new Set(this.state.good.map(({ id }) => id)));
        for (const { file, path, bytes } of plan.remove.toReversed()) {
          if (!dryRun) await rm(path);
          answer.removed.push({ file, folder, bytes });
        }
        if (!dryRun && plan.remove.length > 0) await syncFolder(folder);
        answer.kept += files.length - plan.remove.length;
      }
      return answer;
    } finally {
      this.#isPruning = false;
    }
  }

  /** Makes the scheduled backup if its time has come, then prunes. Never throws. */
  async look(): Promise<void> {
    if (this.#isBusy || this.#stopped || performance.now() - this.#failedMs < AGAIN_MS) return;
    try {
      const { schedule, recoveryKey, centreKey } = await this.#readPlan();
      const last = this.state.last ? Date.parse(this.state.last.at) : null;
      if (!(recoveryKey ?? centreKey) || !backupDue(schedule, last, this.options.facility.now())) return;
      if (this.#stopped || this.#isBusy) return;
      await runOut(this.make({}, BOX_ITSELF));
      await this.prune({ dryRun: false });
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Ends the one that is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#job?.cancel();
  }

  #failed(error: unknown): void {
    this.#failedMs = performance.now();
    const known = this.#trouble?.code;
    const { code, message } = this.#keepTrouble(error);
    // A stick that is not in is no fault of the box; how old the last backup is tells when it matters.
    if (known !== code) this.options.log({ level: 'warn', message: `backup: ${message}`, code });
  }

  #keepTrouble(error: unknown): { code: string; message: string } {
    const { code, message } = loggableError(error);
    this.#trouble = { at: new Date(this.options.facility.now()).toISOString(), code, message };
    return { code, message };
  }

  #lastFull(): number | null {
    const full = this.state.good.findLast(({ kind }) => kind === 'full');
    return full ? Date.parse(full.at) : null;
  }

  async #readPlan(): Promise<BackupPlan> {
    const { settings } = await readBoxFolder(this.options.folder);
    return (this.#plan = settings.backup ?? FIRST_PLAN);
  }

  #places(plan: BackupPlan): Promise<PlaceNow[]> {
    return availablePlaces(plan.places, this.options.disks ?? readDisks);
  }
}

function readyPlace(places: PlaceNow[]): { target: string; place: 'folder' | 'usb' } {
  // A folder that is not there yet is made; one on a stick that is not mounted would land on the box's own disk.
  const ready = places.find(({ state }) => state === 'ready');
  if (ready?.folder) return { target: ready.folder, place: ready.place.kind };
  const locked = places.find(({ state }) => state === 'read-only');
  throw new FacilityError(
    'backup-no-place',
    locked?.folder ? `${locked.folder} cannot be written to.` : 'No stick is in, and no folder is there.',
    { hint: 'hints.stickOrPlace' },
  );
}

function givenFolder(to: string): { target: string; place: 'folder' } {
  if (isAbsolute(to)) return { target: to, place: 'folder' };
  throw new FacilityError('bad-input', `${to} is no full path of a folder.`, {
    fields: [{ field: 'to', code: 'wrongPath' }],
  });
}
