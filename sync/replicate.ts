import { FacilityError } from '../records/facility-error.js';
import { facilityDatabase, inboxDatabase } from '../records/ids.js';
import type { BoxId } from '../records/ids.js';
import { openCentreDatabase } from './centre-database.js';
import type { Centre, CentreDatabase } from './centre-database.js';
import { LINE_LIMITS, openLine } from './centre-line.js';
import type { LineLimits } from './centre-line.js';
import type { Forerunner } from './forerunner.js';
import { GatewayLine, PATIENCE } from './exchange/gateway-line.js';
import type { Patience } from './exchange/gateway-line.js';
import { NewsIntake } from './exchange/news-intake.js';
import { PaperOutgoing } from './exchange/paper-outgoing.js';
import { UrgentOutgoing } from './exchange/urgent-outgoing.js';
import type { SyncPolicy } from './lanes.js';
import { LineHistory } from './line-history.js';
import { dayOf } from '../records/day.js';
import type { LedgerRecord } from '../records/ledger-record.js';
import { retryDelay } from './retry.js';
import { runCycle } from './sync-cycle.js';
import type { CycleParts, Gateway } from './sync-cycle.js';
import { readPushMark } from './sync-mark.js';
import type { PushMark } from './sync-mark.js';
import type { SyncReport } from './sync-report.js';
import type { SyncState } from './sync-state.js';
import { SyncStatus } from './sync-status.js';
import type { SyncLog } from './sync-status.js';
import { TailSize } from './tail-size.js';
import { UrgentTrail, type Travel } from './urgent-trail.js';
import { WaitingPapers } from './waiting-papers.js';
import { REAL_TIMERS, watchdog } from './watchdog.js';
import type { Timers } from './watchdog.js';

export interface SyncPace {
  /** from a nudge to the push, so that what a station saves together travels together */
  settleMs: number;
  /** between pulls while nothing is written here */
  pullEveryMs: number;
  /** a cycle in which nothing at all moves for so long is ended */
  watchdogMs: number;
}

/** Longer than the longest request may take. */
const PACE: SyncPace = { settleMs: 2_000, pullEveryMs: 300_000, watchdogMs: 600_000 };

/** Documents per request; fewer after each failure, so that a line that keeps breaking still gets on. */
const LARGEST_BATCH = 1_000;
const SMALLEST_BATCH = 50;
/** Of so many tries in a row the last one goes past the gateway. */
const GATEWAY_TRIES = 4;

export interface ReplicationOptions {
  records: PouchDB.Database;
  shared: PouchDB.Database;
  inbox: PouchDB.Database;
  papers: PouchDB.Database;
  /** does this record go before all others? */
  isUrgent?: (record: LedgerRecord) => boolean;
  /** what the operator allows the line; read before each bundle */
  policy?: () => SyncPolicy;
  /** null while the box has no centre */
  centre: Centre | null;
  box: BoxId;
  /** the boxes that this one took over from, oldest first; the last one's `upTo` is where its own records begin */
  forerunners?: Forerunner[];
  /** where late records of those boxes go */
  takenIn?: PouchDB.Database | null;
  /** late records came */
  onTakenIn?: () => void;
  /** milliseconds since 1970 */
  now: () => number;
  /** called with each change of the state */
  onState?: (state: SyncState) => void;
  log: SyncLog;
  /** awaited before each cycle: what it writes goes with the cycle; must not throw */
  beforeCycle?: () => Promise<void>;
  /** milliseconds until the next try after so many failures in a row */
  retry?: (failures: number) => number;
  pace?: Partial<SyncPace>;
  limits?: LineLimits;
  patience?: Patience;
  timers?: Timers;
}

export interface Replication {
  state: () => SyncState;
  /** the state, with all that an operator may ask for; reads the ledger's tail */
  report: () => Promise<SyncReport>;
  /** where an urgent record stands; null where it is not urgent, or nothing travels from here */
  travel: (record: LedgerRecord) => Travel | null;
  /** records were written: they go soon, together with what else comes in the next moment */
  nudge: () => void;
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
  const { records, centre, now, log, retry = retryDelay, timers = REAL_TIMERS } = options;
  const pace = { ...PACE, ...options.pace };
  const urgent = new UrgentTrail({ records, isUrgent: options.isUrgent ?? (() => false), now });
  const history = new LineHistory(records, now);
  const tail = new TailSize(records, now);
  const status = new SyncStatus({
    records,
    urgent,
    hasCentre: centre !== null,
    onState: options.onState ?? (() => undefined),
    log,
  });
  const line = openLine(centre?.url ?? '', options.limits ?? LINE_LIMITS, () =>
    status.update({ talking: true }),
  );
  const gatewayLine = openGatewayLine(options);
  const papers = gatewayLine && new WaitingPapers(options.papers, gatewayLine.url);
  const stopping = new AbortController();
  let parts: CycleParts | null = null;
  let failures = 0;
  let lastPull = -Infinity;
  let running: Promise<void> | null = null;
  let requested: Promise<void> | null = null;
  let nudged = false;
  let timer: unknown;

  // Where the mark cannot be read now, the first cycle reads it again, and tells why it cannot.
  const ready = prepare().catch(() => undefined);
  void ready.then(() => run(true));

  async function prepare(): Promise<void> {
    await history.read();
    if (centre) parts = await cycleParts(centre);
    await status.measure();
  }

  async function cycleParts(known: Centre): Promise<CycleParts> {
    const open = (name: string): CentreDatabase => openCentreDatabase(known, name, line);
    const ledger = open(facilityDatabase(options.box));
    const { forerunners = [], takenIn = null, onTakenIn = () => undefined } = options;
    const startsAt = forerunners.at(-1)?.upTo ?? 0;
    const mark = await readPushMark(records, ledger.address, startsAt);
    await status.follow(mark);
    return {
      box: options.box,
      records,
      centre: ledger,
      gateway: gatewayLine && gatewayParts(gatewayLine, options, mark, status),
      mark,
      downs: [
        { local: options.shared, from: open('shared') },
        { local: options.inbox, from: open(inboxDatabase(options.box)) },
      ],
      knownShort: 0,
      startsAt,
      forerunners: forerunners.map((forerunner) => ({
        forerunner,
        centre: open(facilityDatabase(forerunner.box)),
      })),
      takenIn,
      onForerunner: (state) => status.tellForerunner(state),
      onTakenIn,
      now,
      pause: (ms, signal) => pause(ms, timers, signal),
      retry,
      onMoved: ({ speed }) => {
        history.moved(speed);
        status.update({ talking: true });
      },
      onProgress: () => {
        failures = 0;
        status.update({ failure: null });
        void status.measure();
      },
      onForgotten: () => void status.measure(),
      onReceived: (count) => status.receive(count),
    };
  }

  function run(pull: boolean): Promise<void> {
    if (!centre || stopping.signal.aborted) return Promise.resolve();
    timers.clearTimeout(timer);
    nudged = false;
    status.update({ running: true, talking: false, nextTry: null });
    running = cycle(centre, pull).then((delay) => {
      running = null;
      status.update({ running: false });
      // Only now: a timer that is set before could start a second cycle beside this one.
      plan(nudged && !status.failed ? pace.settleMs : delay);
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
      parts ??= await cycleParts(known);
      // A gateway that keeps failing may be down alone: CouchDB itself is tried in between.
      const by = gatewayLine && failures % GATEWAY_TRIES < GATEWAY_TRIES - 1 ? 'exchange' : 'replication';
      const complete = await runCycle(parts, { pull, by, batchSize, signal: ended.signal });
      failures = 0;
      history.met();
      if (pull) lastPull = now();
      await status.measure();
      status.update({ failure: null, verifiedAt: complete ? parts.mark.confirmed : null });
      return complete ? pace.pullEveryMs : pace.settleMs;
    } catch (cause) {
      if (stopping.signal.aborted) return 0;
      const delay = failed(ended.signal.aborted ? ended.signal.reason : cause);
      await status.measure();
      return delay;
    } finally {
      rest();
      await history.save().catch(() => undefined);
      stopping.signal.removeEventListener('abort', stopped);
    }
  }

  function failed(cause: unknown): number {
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
    status.fail(error, new Date(at).toISOString(), new Date(at + delay).toISOString());
    log.warn(`sync: ${error.message}`, { code: error.code, failures, delay });
    return delay;
  }

  function plan(ms: number): void {
    if (stopping.signal.aborted) return;
    timers.clearTimeout(timer);
    timer = timers.setTimeout(() => {
      // The clock may have been set back meanwhile.
      void run(Math.abs(now() - lastPull) >= pace.pullEveryMs / 5);
    }, ms);
  }

  function nudge(): void {
    if (stopping.signal.aborted) return;
    void status.measure();
    // The back-off stands: a nudge says nothing about the line.
    if (nudged || status.failed) return;
    nudged = true;
    if (!running) plan(pace.settleMs);
  }

  async function syncNow({ timeoutMs }: { timeoutMs: number }): Promise<SyncState> {
    await ready;
    // A cycle under way may have read the ledger before the caller's last record.
    requested ??= (running ?? Promise.resolve()).then(() => {
      requested = null;
      return run(true);
    });
    const answered = new AbortController();
    const late = pause(timeoutMs, timers, answered.signal).catch(() => undefined);
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
      urgent: urgent.count,
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
    travel: (record) => (centre ? urgent.of(record) : null),
    nudge,
    syncNow,
    stop,
  };
}

function openGatewayLine({ centre, patience = PATIENCE }: ReplicationOptions): GatewayLine | null {
  if (centre?.gateway === undefined) return null;
  const { gateway: url, gatewayCa: ca, user, password } = centre;
  return new GatewayLine({ url, user, password, ...(ca === undefined ? {} : { ca }) }, patience);
}

function gatewayParts(
  line: GatewayLine,
  { records, shared, inbox, papers, isUrgent = () => false, policy = () => ({}) }: ReplicationOptions,
  mark: PushMark,
  status: SyncStatus,
): Gateway {
  return {
    line,
    news: new NewsIntake({ shared, inbox }, line.url),
    urgent: new UrgentOutgoing({ records, mark, isUrgent }),
    papers: new PaperOutgoing(papers, line.url),
    policy,
    onHeldBack: (heldBack) => status.update({ heldBack }),
  };
}

/** Waits, or throws the reason of `signal`. */
async function pause(ms: number, timers: Timers, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const end = (): void => {
      timers.clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = timers.setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal.addEventListener('abort', end);
  });
}
