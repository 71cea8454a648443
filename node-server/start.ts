import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Day } from '../records/day.js';
import type { SyncPace } from '../sync/cadence.js';
import type { SyncState } from '../sync/sync-state.js';
import { readBoxFolder } from './box-folder/read-box-folder.js';
import { readCredential } from './credentials.js';
import type { Facility } from './facility.js';
import type { LogEntry } from './frame-context.js';
import { addressesOf, listen } from './listen.js';
import { LiveFacility } from './live-facility.js';
import { PasswordBook } from './password-book.js';
import { readVersion } from './read-version.js';
import type { Seals } from './seals.js';
import { OldBoxCaller } from './standby/old-box-caller.js';
import { BoxLog } from './start/box-log.js';
import { buildPages } from './start/build-pages.js';
import { openLedger } from './start/open-ledger.js';
import { serveOperator } from './start/serve-operator.js';
import type { StartContext } from './start/start-context.js';
import { startCounting } from './start/start-counting.js';
import { startKeeping } from './start/start-keeping.js';
import { startTravel } from './start/start-travel.js';
import { UndoList } from './start/undo-list.js';
import { warmPrintsLater } from './start/warm-prints-later.js';
import { storeError } from './store/store-error.js';

export interface StartOptions {
  folder: string;
  /** instead of the one that set-up wrote; 0 for any free one */
  port?: number;
  host?: string;
  /** of the trust page, instead of the one that set-up wrote; counts where the pages speak HTTPS */
  httpPort?: number;
  /** milliseconds since the epoch; the system's clock where absent */
  now?: () => number;
  /** hears of each entry of the log, too */
  log?: (entry: LogEntry) => void;
  /** how often this box speaks with the centre, where not as all do */
  pace?: Partial<SyncPace>;
}

export interface RunningFacility {
  box: string;
  addresses: string[];
  facility: Facility;
  seals: Seals;
  syncState(): SyncState;
  syncNow(): Promise<SyncState>;
  /** Writes the access records of what was looked at until now. */
  keepLooks(): Promise<void>;
  /** Writes the summaries of days that are over, which else come some seconds after the start; the days. */
  sumUp(): Promise<Day[]>;
  /** Ends what is under way and closes the data folder. */
  stop(): Promise<void>;
}

/**
 * Starts a health centre: its store, pages, admin socket and sync.
 * Throws `not-set-up`, `store-foreign`, `store-locked`, `store-damaged`, `store-failed` (takes no writing),
 * `disk-full`, `port-in-use`.
 */
export async function startFacility(options: StartOptions): Promise<RunningFacility> {
  const { folder, now = Date.now } = options;
  const { settings, secrets } = await readBoxFolder(folder);
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw storeError(cause);
  });
  const undo = new UndoList();
  try {
    const log = new BoxLog(folder, { now, also: options.log });
    undo.add(() => log.close());
    return await startParts(options, { folder, settings, secrets, now, log, undo });
  } catch (error) {
    await undo.run();
    throw error;
  }
}

async function startParts(options: StartOptions, context: StartContext): Promise<RunningFacility> {
  const { folder, now, log, undo } = context;
  const stop = (): Promise<void> => undo.run();
  const ledger = await openLedger(context, options.now ? undefined : () => performance.now());
  const { facility, seals } = ledger;
  const travel = await startTravel(context, ledger, options.pace ?? {});
  const keeping = await startKeeping(context, ledger);
  const { sync } = travel;
  const { backups, looks } = keeping;
  const counting = startCounting(context, { facility, sync, backups });

  const passwords = new PasswordBook((id) => readCredential(facility, id));
  const pages = await buildPages(
    context,
    { facility, ...travel, ...keeping, ...counting, passwords, readStatus: () => live.status() },
    options,
  );
  const { server, lan, standbys } = pages;
  const version = readVersion();
  travel.tellHealthOf({ facility, backups, version, certificateEnds: () => lan.certificateEnds() });
  let oldBox: OldBoxCaller | null = null;
  const addresses = (): string[] => addressesOf(server);
  // Before the pages listen: whoever opens one at once may ask how the box is.
  const live = new LiveFacility({
    ...{ facility, folder, version, addresses, passwords, sync, backups },
    startedAt: new Date(now()).toISOString(),
    standby: () => standbys.current(),
    oldBox: () => oldBox?.state() ?? null,
    errors: log.errors,
    stop,
  });
  await listen(server);
  undo.add(() => server.stop({ timeout: 2_000 }));
  await lan.follow(server, listen);

  oldBox = await OldBoxCaller.open(folder, { facility, log: log.write });
  undo.add(() => oldBox?.stop());
  warmPrintsLater(context, facility);
  await serveOperator(context, { ...ledger, ...travel, ...keeping, ...counting, ...pages, live, addresses });
  log.write({ level: 'info', message: 'started', box: facility.box, records: facility.recordCount });
  return {
    box: facility.box,
    addresses: addresses(),
    facility,
    seals,
    syncState: sync.state,
    syncNow: () => live.syncNow(),
    keepLooks: () => looks.flush(),
    sumUp: () => counting.summaries.writeDue(),
    stop,
  };
}
