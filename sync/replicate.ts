import { FacilityError } from '../records/facility-error.js';
import { dayOf } from '../records/day.js';
import type { LedgerRecord } from '../records/ledger-record.js';
import { accessEnded, type AccessEnded } from './access-ended.js';
import { abortablePause } from './abortable-pause.js';
import { PACE, untilCycle, untilNews } from './cadence.js';
import type { Centre } from './centre-database.js';
import { LINE_LIMITS, openLine } from './centre-line.js';
import { GatewayLine } from './exchange/gateway-line.js';
import type { Patience } from './exchange/silence-watch.js';
import { LineHistory } from './line-history.js';
import { openCycleParts } from './open-cycle-parts.js';
import type { ReplicationOptions } from './replication-options.js';
import { retryDelay } from './retry.js';
import { runCycle, type CycleParts } from './sync-cycle.js';
import { writePushMark } from './sync-mark.js';
import type { SyncReport } from './sync-report.js';
import type { SyncState } from './sync-state.js';
import { SyncStatus } from './sync-status.js';
import { TailSize } from './tail-size.js';
import { UrgentTrail, type Travel } from './urgent-trail.js';
import { WaitingPapers } from './waiting-papers.js';
import { REAL_TIMERS, watchdog } from './watchdog.js';

/** Documents per request; fewer after each failure, so that a line that keeps breaking still gets on. */
const LARGEST_BATCH = 1_000;
const SMALLEST_BATCH = 50;
/** Of so many tries in a row the last one goes past the gateway. */
const GATEWAY_TRIES = 4;

export interface Replication {
  state: () => SyncState;
  /** the state, with all that an operator may ask for; reads the ledger's tail */
  report: () => Promise<SyncReport>;
  /** where an urgent record stands; null where it is not urgent, or nothing travels from here */
  travel: (record: LedgerRecord) => Travel | null;
  /** Records were written: they go soon, with what else comes in the next moment, or minutes; see cadence.ts. */
  nudge: (written?: readonly LedgerRecord[]) => void;
  /** Pushes and pulls now, whatever the back-off says. Never throws: the state tells the outcome. */
  syncNow: (options: { timeoutMs: number }) => Promise<SyncState>;
  /** ends what is under way; afterwards the databases may be closed */
  stop: () => Promise<void>;
}

/**
 * Keeps the centre's copy of this box's ledger up to date and fetches what the centre has for the box, in cycles
 * over short requests. See docs/adr/0004-sync-cycles.md.
 */
export function startReplication(options: ReplicationOptions): Replication {
  const {
    records,
    centre,
    now,
    log,
    retry = retryDelay,
    timers = REAL_TIMERS,
    isUrgent = () => false,
    expectsNews = () => false,
  } = options;
  const pace = { ...PACE, ...options.pace };
  const trail = new UrgentTrail({ records, isUrgent, now });
  const history = new LineHistory(records, now);
  const tail = new TailSize(records, now);
  const status = new SyncStatus({
    records,
    urgent: trail,
    hasCentre: centre !== null,
    onState: options.onState ?? (() => undefined),
    log,
  });
  const line = openLine(centre?.url ?? '', options.limits ?? LINE_LIMITS, (date) => {
    options.health?.hearDate(date);
    status.update({ talking: true });
  });
  const gatewayLine = gatewayLineTo(centre, options.patience);
  const papers = gatewayLine && new WaitingPapers(options.papers, gatewayLine.url);
  const stopping = new AbortController();
  let parts: CycleParts | null = null;
  let failures = 0;
  let lastPull = -Infinity;
  let lastCycle = -Infinity;
  let running: Promise<void> | null = null;
  let requested: Promise<void> | null = null;
  let nudged = false;
  /** of what was written since the last cycle began */
  let urgent = false;
  let timer: unknown;

  // Where the mark cannot be read now, the first cycle reads it again, and tells why it cannot.
  const ready = prepare().catch(() => undefined);
  void ready.then(() => run(true));

  async function prepare(): Promise<void> {
    await history.read();
    if (centre) parts = await openParts(centre);
    await status.measure();
  }

  function openParts(known: Centre): Promise<CycleParts> {
    const onProgress = (): void => {
      failures = 0;
      if (parts) delete parts.mark.ended;
      status.update({ failure: null });
      void status.measure();
    };
    return openCycleParts({ options, centre: known, line, gatewayLine, status, history, onProgress });
  }

  function run(pull: boolean): Promise<void> {
    if (!centre || stopping.signal.aborted) return Promise.resolve();
    timers.clearTimeout(timer);
    nudged = false;
    urgent = false;
    status.update({ running: true, talking: false, nextTry: null });
    running = cycle(centre, pull).then((delay) => {
      running = null;
      lastCycle = now();
      status.update({ running: false });
      // Only now: a timer that is set before could start a second cycle beside this one.
      plan(nudged && !status.failed ? afterNudge() : delay);
    });
    return running;
  }

  /** The milliseconds until the next cycle. Never throws. */
  async function cycle(known: Centre, pull: boolean): Promise<number> {
    const ended = new AbortController();
    const end = (reason: unknown): void => {
      ended.abort(reason);
      line.abort();
    };
    const stopped = (): void => end(stopping.signal.reason);
    stopping.signal.addEventListener('abort', stopped);
    const rest = watchdog(
      () => line.activity() + (gatewayLine?.bytes ?? 0),
      pace.watchdogMs,
      timers,
      () => {
        end(new FacilityError('centre-unreachable', 'The exchange with the centre hung and was ended'));
      },
    );
    const batchSize = Math.max(SMALLEST_BATCH, LARGEST_BATCH >> failures);
    try {
      await options.beforeCycle?.();
      parts ??= await openParts(known);
      // A gateway that keeps failing may be down alone: CouchDB itself is tried in between. It would count the password of
      // a box whose access has ended as a wrong one, and lock the account.
      const byGateway = parts.mark.ended !== undefined || failures % GATEWAY_TRIES < GATEWAY_TRIES - 1;
      const by = gatewayLine && byGateway ? 'exchange' : 'replication';
      const complete = await runCycle(parts, { pull, by, batchSize, signal: ended.signal });
      failures = 0;
      await rememberEnded(parts, undefined);
      history.met();
      const heard = pull || by === 'exchange';
      if (pull) lastPull = now();
      await status.measure();
      status.update({
        failure: null,
        verifiedAt: complete ? parts.mark.confirmed : null,
        ...(heard && { heardAt: new Date(now()).toISOString() }),
      });
      return complete ? untilNews(expectsNews(), pace) : pace.settleMs;
    } catch (cause) {
      if (stopping.signal.aborted) return 0;
      const delay = await failed(known, ended.signal.aborted ? ended.signal.reason : cause);
      await status.measure();
      return delay;
    } finally {
      rest();
      await history.save().catch(() => undefined);
      stopping.signal.removeEventListener('abort', stopped);
    }
  }

  /** Whether the centre has ended this box's access: known after a restart, too. */
  async function rememberEnded({ mark }: CycleParts, told: AccessEnded | undefined): Promise<void> {
    if (mark.ended?.heardAt === told?.heardAt) return;
    if (told) mark.ended = told;
    else delete mark.ended;
    await writePushMark(records, mark);
  }

  async function failed(known: Centre, cause: unknown): Promise<number> {
    const error =
      cause instanceof FacilityError
        ? cause
        : new FacilityError('internal', 'Sync failed on this box', { cause });
    failures += 1;
    // Who says no has answered.
    if (error.code === 'centre-unreachable') history.missed();
    else if (error.code === 'centre-refused') history.met();
    const busy = Number(error.params['retryAfter'] ?? 0) * 1_000;
    const delay = Math.max(retry(failures), busy);
    const at = now();
    const told = accessEnded(error, known, new Date(at).toISOString());
    // A disk that takes no mark now is asked again with the next answer.
    if (told && parts) await rememberEnded(parts, told).catch(() => undefined);
    status.fail(error, new Date(at).toISOString(), new Date(at + delay).toISOString());
    log.warn(`sync: ${error.message}`, { code: error.code, failures, delay });
    return delay;
  }

  function plan(ms: number): void {
    if (stopping.signal.aborted) return;
    timers.clearTimeout(timer);
    timer = timers.setTimeout(() => {
      const forNews = ms >= pace.listenEveryMs;
      // The clock may have been set back meanwhile.
      void run(forNews || Math.abs(now() - lastPull) >= pace.pullEveryMs / 5);
    }, ms);
  }

  function nudge(written: readonly LedgerRecord[] = []): void {
    if (stopping.signal.aborted) return;
    void status.measure();
    const hurries = !urgent && written.some(isUrgent);
    // The back-off stands: a nudge says nothing about the line.
    if ((nudged && !hurries) || status.failed) return;
    nudged = true;
    urgent ||= hurries;
    if (!running) plan(afterNudge());
  }

  function afterNudge(): number {
    const warm = gatewayLine?.isWarm ?? true;
    return untilCycle({ urgent, warm, sinceLast: now() - lastCycle }, pace);
  }

  async function syncNow({ timeoutMs }: { timeoutMs: number }): Promise<SyncState> {
    await ready;
    // A cycle under way may have read the ledger before the caller's last record.
    requested ??= (running ?? Promise.resolve()).then(() => {
      requested = null;
      return run(true);
    });
    const answered = new AbortController();
    const late = abortablePause(timeoutMs, timers, answered.signal).catch(() => undefined);
    await Promise.race([requested, late]);
    answered.abort();
    return status.state;
  }

  async function report(): Promise<SyncReport> {
    await ready;
    const { mark, state } = status;
    const { speed } = history;
    return {
      ...state,
      bytesLeft: await tail.of(mark, state.waiting - mark.refused.length),
      ...(speed === 0 ? {} : { speed }),
      urgent: trail.count,
      ...(papers ? { papers: await papers.count() } : {}),
      ...(gatewayLine ? { spentToday: mark.spent?.day === dayOf(now()) ? mark.spent.bytes : 0 } : {}),
      limits: options.policy?.() ?? {},
      line: centre ? history.day() : [],
    };
  }

  async function stop(): Promise<void> {
    stopping.abort(new FacilityError('internal', 'Sync was stopped'));
    timers.clearTimeout(timer);
    await ready;
    await running;
    if (centre) await history.save({ now: true }).catch(() => undefined);
    await status.close();
    line.close();
    gatewayLine?.close();
  }

  return {
    state: () => status.state,
    report,
    travel: (record) => (centre ? trail.of(record) : null),
    nudge,
    syncNow,
    stop,
  };
}

function gatewayLineTo(centre: Centre | null, patience?: Patience): GatewayLine | null {
  if (centre?.gateway === undefined) return null;
  const { gateway: url, gatewayCa: ca, user, password } = centre;
  return new GatewayLine({ url, user, password, ...(ca === undefined ? {} : { ca }) }, patience);
}
