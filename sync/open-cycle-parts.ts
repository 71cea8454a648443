import { facilityDatabase, inboxDatabase } from '../records/ids.js';
import { accountHash } from './access-ended.js';
import { abortablePause } from './abortable-pause.js';
import { openCentreDatabase, type Centre, type CentreDatabase } from './centre-database.js';
import type { CentreLine } from './centre-line.js';
import { HealthLeaver } from './health/leave-health.js';
import type { GatewayLine } from './exchange/gateway-line.js';
import { lookAtHealth } from './health/look-at-health.js';
import { BoxCheckpoints } from './exchange/box-checkpoints.js';
import { NewsIntake } from './exchange/news-intake.js';
import { PaperOutgoing } from './exchange/paper-outgoing.js';
import { UrgentOutgoing } from './exchange/urgent-outgoing.js';
import type { LineHistory } from './line-history.js';
import type { ReplicationOptions } from './replication-options.js';
import { retryDelay } from './retry.js';
import type { CycleParts, Gateway } from './sync-cycle.js';
import { readPushMark, type PushMark } from './sync-mark.js';
import type { SyncStatus } from './sync-status.js';
import { REAL_TIMERS } from './watchdog.js';

export interface CycleSurroundings {
  options: ReplicationOptions;
  centre: Centre;
  /** the way to CouchDB itself */
  line: CentreLine;
  gatewayLine: GatewayLine | null;
  status: SyncStatus;
  history: LineHistory;
  /** the centre has answered for records */
  onProgress: () => void;
}

/** What the cycles of one replication work on: reads how far the centre has this ledger, and asks nobody. */
export async function openCycleParts(surroundings: CycleSurroundings): Promise<CycleParts> {
  const { options, centre, line, gatewayLine, status, history, onProgress } = surroundings;
  const { records, box, now, retry = retryDelay, timers = REAL_TIMERS } = options;
  const { forerunners = [], takenIn = null, onTakenIn = () => undefined } = options;
  const open = (name: string): CentreDatabase => openCentreDatabase(centre, name, line);
  const ledger = open(facilityDatabase(box));
  const startsAt = forerunners.at(-1)?.upTo ?? 0;
  const mark = await readPushMark(records, ledger.address, startsAt);
  if (mark.ended?.account !== accountHash(centre)) delete mark.ended;
  await status.follow(mark);
  const { health } = options;
  const look = health ? lookAtHealth({ health, status, history, mark, startsAt }) : () => Promise.resolve();
  return {
    box,
    records,
    centre: ledger,
    look,
    leaver: health ? new HealthLeaver(ledger, health) : null,
    gateway: gatewayLine && gatewayParts(gatewayLine, options, mark, status),
    mark,
    downs: [
      { database: 'shared', local: options.shared, from: open('shared') },
      { database: 'inbox', local: options.inbox, from: open(inboxDatabase(box)) },
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
    pause: (ms, signal) => abortablePause(ms, timers, signal),
    retry,
    onMoved: ({ speed }) => {
      history.moved(speed);
      status.update({ talking: true });
    },
    onProgress,
    onForgotten: () => void status.measure(),
    onReceived: (count) => status.receive(count),
  };
}

function gatewayParts(
  line: GatewayLine,
  options: ReplicationOptions,
  mark: PushMark,
  status: SyncStatus,
): Gateway {
  const { box, records, shared, inbox, papers, isUrgent = () => false, policy = () => ({}) } = options;
  return {
    line,
    health: options.health ?? null,
    news: new NewsIntake({ shared, inbox }, line.url),
    urgent: new UrgentOutgoing({ records, mark, isUrgent }),
    papers: new PaperOutgoing(papers, line.url),
    checkpoints: new BoxCheckpoints(box, { records, papers, shared, inbox }, line.url),
    policy,
    onHeldBack: (heldBack) => status.update({ heldBack }),
  };
}
