import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import type { Job } from '../../records/progress.js';
import { toldJob } from '../../records/told-job.js';
import { centreRefusal } from '../centre-refusal.js';
import type { CentreWork, Prepared } from '../ensure/centre-work.js';
import { copiesFor, readCluster, type Cluster } from '../ensure/cluster.js';
import { ensureCentreUsers, type UserOptions } from './centre-users.js';
import { buildIndexes } from './build-indexes.js';
import { readVersion, writeVersion } from './centre-version.js';
import { prepareAllBoxes } from './prepare-all-boxes.js';
import type { Step } from './step.js';
import { STEPS } from './steps.js';
import { centreDatabases } from './steps/centre-databases.js';

export interface InitOptions {
  /** logged in as a server admin of any CouchDB 3.x */
  nano: ServerScope;
  /** shows what would be done and writes nothing */
  dryRun?: boolean;
  /** the version to stop at, or to go back to; absent: the newest */
  to?: number;
  users: UserOptions;
  /** UTC */
  now: () => string;
  /** for tests */
  steps?: readonly Step[];
}

export interface InitAnswer {
  cluster: Cluster;
  /** copies of each document */
  n: number;
  from: number;
  to: number;
  /** names of the steps that were taken, in their order; on the way back from the newest */
  steps: { version: number; name: string; way: 'up' | 'down' }[];
  prepared: Prepared[];
  /** boxes whose databases were looked at; those that differed stand in `prepared` */
  boxes: number;
}

/**
 * Makes a CouchDB a centre, or brings a centre to another version, step by step: the version that is written down is
 * that of the last whole step, so a run that broke off is run again. At the newest version everything is compared with
 * its plan and mended. Throws `bad-input` (no such version), `conflict` (the way back would lose documents),
 * `centre-unreachable`, `centre-refused`.
 */
export async function* initCentre(options: InitOptions): Job<InitAnswer> {
  const { nano, dryRun = false, steps = STEPS, now } = options;
  try {
    const cluster = await readCluster(nano);
    const work: CentreWork = { nano, dryRun, n: copiesFor(cluster) };
    const from = await readVersion(nano);
    const newest = steps.at(-1)?.version ?? 0;
    const to = options.to ?? newest;
    refuseUnknown(from, to, newest);
    const answer: InitAnswer = { cluster, n: work.n, from, to, steps: [], prepared: [], boxes: 0 };
    for (const { step, way, reached } of stepsBetween(steps, from, to)) {
      const taken = toldJob((tell, signal) => step[way]({ ...work, tell, signal }));
      answer.prepared.push(...(yield* taken));
      answer.steps.push({ version: step.version, name: step.name, way });
      // Back at 0 there is no database left to write it into.
      if (!dryRun && reached > 0) await writeVersion(nano, reached, now());
    }
    if (to === newest) yield* mend(work, options.users, answer);
    answer.prepared = eachOnce(answer.prepared);
    return answer;
  } catch (error) {
    throw centreRefusal(error);
  }
}

function refuseUnknown(from: number, to: number, newest: number): void {
  if (from > newest) {
    throw new FacilityError('bad-input', `The centre has version ${from}; this Nadi knows ${newest}.`, {
      hint: 'hints.newerNadi',
      fields: [{ field: 'to', code: 'notValid' }],
    });
  }
  if (to >= 0 && to <= newest && Number.isInteger(to)) return;
  throw new FacilityError('bad-input', `There is no version ${to} of a centre.`, {
    hint: 'hints.versions',
    params: { newest },
    fields: [{ field: 'to', code: 'notValid' }],
  });
}

function stepsBetween(
  steps: readonly Step[],
  from: number,
  to: number,
): { step: Step; way: 'up' | 'down'; reached: number }[] {
  if (to >= from) {
    const up = steps.filter(({ version }) => version > from && version <= to);
    return up.map((step) => ({ step, way: 'up', reached: step.version }));
  }
  const down = steps.filter(({ version }) => version <= from && version > to).reverse();
  return down.map((step) => ({ step, way: 'down', reached: step.version - 1 }));
}

async function* mend(work: CentreWork, users: UserOptions, answer: InitAnswer): Job<void> {
  const compared = toldJob(async (tell, signal) => {
    const telling = { ...work, tell, signal };
    const prepared = await centreDatabases.up(telling);
    // A CouchDB that was restored from its documents alone has no indexes.
    if (!work.dryRun) await buildIndexes(telling);
    return prepared;
  });
  answer.prepared.push(...(yield* compared));
  const { boxes, changed } = yield* prepareAllBoxes(work);
  answer.boxes = boxes;
  answer.prepared.push(...changed);
  // The users last: one who can log in finds everything there.
  answer.prepared.push(...(await ensureCentreUsers(work, users)));
}

/** What a step did and the comparison found standing is told once, as what was done. */
function eachOnce(prepared: Prepared[]): Prepared[] {
  const first = new Map<string, Prepared>();
  for (const one of prepared) if (!first.has(one.what)) first.set(one.what, one);
  return [...first.values()];
}
