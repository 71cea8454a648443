import { readBoxFolder } from '../../node-server/box-folder/read-box-folder.js';
import { FacilityError } from '../../records/facility-error.js';
import { tryCentre } from '../../sync/try-centre.js';
import type { CentreAnswer, Check, CheckContext, CheckState, Finding } from '../doctor/check.js';
import { CHECKS, STANDBY_CHECKS } from '../doctor/checks.js';
import { readStandbyState } from './manage-standby.js';
import { readStatus } from './read-status.js';

export interface CheckResult extends Omit<Finding, 'fix'> {
  id: string;
  /** it could be mended by `--fix` */
  canFix: boolean;
  /** it was mended just now; `state` is how it stands after that */
  fixed: boolean;
}

export interface DoctorReport {
  level: CheckState;
  checks: CheckResult[];
}

export interface DoctorOptions {
  fix?: boolean;
  now?: () => number;
  checks?: readonly Check[];
}

/** Looks at everything, of a spare box at what one has; with `fix`, mends what it safely can and looks again. Works with and without a server. */
export async function runDoctor(folder: string, options: DoctorOptions = {}): Promise<DoctorReport> {
  const context = await openContext(folder, options.now ?? Date.now);
  const checks: CheckResult[] = [];
  for (const check of options.checks ?? (context.standby ? STANDBY_CHECKS : CHECKS))
    checks.push(await runCheck(check, context, options.fix === true));
  const rank: CheckState[] = ['bad', 'watch', 'good'];
  const level = rank.find((state) => checks.some((check) => check.state === state)) ?? 'good';
  return { level, checks };
}

async function runCheck(check: Check, context: CheckContext, mend: boolean): Promise<CheckResult> {
  const found = await look(check, context);
  if (!mend || found.fix === undefined) return result(check, found, false);
  try {
    await found.fix();
  } catch {
    // It stays as it was, and the look says so; most often the file is somebody else's.
    return result(check, found, false);
  }
  const after = await look(check, context);
  return result(check, after, after.fix === undefined);
}

/** A check that fails itself is a finding, not the end of all the others. */
async function look(check: Check, context: CheckContext): Promise<Finding> {
  try {
    return await check.run(context);
  } catch (error) {
    return { state: 'bad', outcome: 'failed', params: { message: (error as Error).message } };
  }
}

function result(check: Check, { fix, ...found }: Finding, fixed: boolean): CheckResult {
  return { id: check.id, ...found, canFix: fix !== undefined, fixed };
}

async function openContext(folder: string, now: () => number): Promise<CheckContext> {
  const box = await readBoxFolder(folder).catch(() => null);
  const status = await readStatus(folder).catch(() => null);
  const followed = box === null ? await readStandbyState(folder).catch(() => null) : null;
  let asked: Promise<CentreAnswer> | undefined;
  return {
    folder,
    now,
    status,
    box,
    standby: followed && 'kind' in followed ? followed : null,
    nodeVersion: process.version,
    askCentre: () => (asked ??= askCentre(box)),
  };
}

async function askCentre(box: CheckContext['box']): Promise<CentreAnswer> {
  if (!box?.settings.centre) return { kind: 'not-set' };
  const centre = { ...box.settings.centre, password: box.secrets.centrePassword ?? '' };
  try {
    return { kind: 'answers', ...(await tryCentre(centre, box.settings.box)) };
  } catch (error) {
    if (!(error instanceof FacilityError)) throw error;
    return { kind: error.code === 'centre-refused' ? 'refused' : 'silent', message: error.message };
  }
}
