import { FacilityError } from '../../records/facility-error.js';
import { nextReplica, type BoxId } from '../../records/ids.js';
import type { Job } from '../../records/progress.js';
import { boxReplaced } from '../restore/box-replaced.js';
import { restoreFacility, type RestoreResult } from '../restore/restore-facility.js';
import type { RestoreSource } from '../restore/restore-source.js';
import { writeKeyed } from '../tls/tls-files.js';
import { jsonOf, openMainLine } from './main-line.js';
import type { KeptPart, MainState } from './standby-api.js';
import { needStandby, readKept, removeKept, type StandbyFacts } from './standby-folder.js';
import { standbyRefused } from './standby-refused.js';

export interface PromoteOptions {
  folder: string;
  /** also where the main box still answers */
  mainIsDead?: boolean;
  /** tokens and short numbers to leave out, instead of the main box's setting */
  skip?: number;
  /** ends what follows in the folder; called when it is sure that the main box does not answer */
  release?: () => Promise<void>;
  /** instead of the main box's: where both stand on one machine */
  port?: number;
  host?: string;
  now?: () => number;
  signal?: AbortSignal;
}

export interface PromoteResult extends RestoreResult {
  /** how many tokens are left out */
  skipped: number;
  /** devices must be paired; those of the old box are let in after a new code only */
  pairing: boolean;
}

/**
 * The main box may have given so many tokens that never arrived here: far more than a centre gives in the milliseconds
 * that the spare box is behind, and enough for some minutes in which only the network was cut.
 */
const SKIP = 20;
const ASK_MS = 3_000;

/**
 * Makes a spare box the next main one. Broken off, the same call goes on.
 * Throws `main-answers`, `box-replaced`, `standby-refused` (`incomplete`), `not-set-up`, `already-set-up`.
 */
export async function* promoteStandby(options: PromoteOptions): Job<PromoteResult> {
  const { folder, mainIsDead = false, port, host, now, signal } = options;
  const facts = await needStandby(folder, true);
  const kept = await readKept(folder);
  if (!facts.complete || !kept) throw standbyRefused('incomplete');
  const by = nextReplica(facts.box);
  yield { step: 'standby.asking', done: 0, unit: 'records' };
  await refuseWhileAlive(facts, by, mainIsDead);
  await options.release?.();
  const skip = options.skip ?? kept.settings.standby?.skip ?? SKIP;
  // Phones and computers trust this CA already.
  if (kept.ca) await writeKeyed(folder, 'ca', kept.ca);
  const result = yield* restoreFacility({
    folder,
    source: ownFolder(facts.box, kept),
    settings: { ...(port === undefined ? {} : { port }), ...(host === undefined ? {} : { host }) },
    skip,
    ...(now ? { now } : {}),
    ...(signal ? { signal } : {}),
  });
  await removeKept(folder);
  return { ...result, skipped: skip, pairing: kept.settings.lan?.pairing ?? false };
}

/** The records lie in the folder already; what is missing is what came beside them. */
function ownFolder(box: BoxId, { settings, secrets, locals }: KeptPart): RestoreSource {
  const { centrePassword } = secrets;
  return {
    kind: 'standby',
    box,
    total: null,
    async *read() {
      yield await Promise.resolve({
        part: 'box' as const,
        settings,
        locals,
        ...(centrePassword === undefined ? {} : { centrePassword }),
      });
    },
  };
}

async function refuseWhileAlive(facts: StandbyFacts, by: BoxId | null, mainIsDead: boolean): Promise<void> {
  const { answers, replacedBy } = await askMain(facts);
  if (!answers) return;
  // Another spare box or a restore was faster: two boxes with one letter would give the same ids.
  if (replacedBy !== null && replacedBy !== by) throw boxReplaced(facts.box, replacedBy);
  if (mainIsDead || replacedBy !== null) return;
  throw new FacilityError('main-answers', `The main box ${facts.box} still answers at ${facts.url}.`, {
    hint: 'hints.stopMainFirst',
    params: { box: facts.box, url: facts.url },
  });
}

async function askMain(facts: StandbyFacts): Promise<{ answers: boolean; replacedBy: BoxId | null }> {
  const line = openMainLine({ ...facts, timeoutMs: ASK_MS });
  try {
    const { replacedBy } = jsonOf<MainState>(await line.ask('GET', 'state'));
    return { answers: true, replacedBy };
  } catch (error) {
    if (!(error instanceof FacilityError)) throw error;
    const { reason, isThere } = error.params;
    // Some other computer has the address now.
    const isOther = reason === 'certificate' || reason === 'other-answer';
    // Refused in any other way, or too slow, it is alive: only the operator can know better.
    const answers = error.code === 'main-unreachable' ? isThere === 1 : !isOther;
    return { answers, replacedBy: null };
  } finally {
    line.close();
  }
}
