import { constants, readFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Server } from '@hapi/hapi';
import { Chain } from '../records/chain.js';
import { FacilityError } from '../records/facility-error.js';
import type { SyncPace } from '../sync/cadence.js';
import type { Centre } from '../sync/centre-database.js';
import { HealthTeller } from '../sync/health/health-teller.js';
import { describeSync, type SyncState } from '../sync/sync-state.js';
import { startReplication, type Replication } from '../sync/replicate.js';
import { repositoryRoot } from '../templates/folder.js';
import { watchLocale, type Language, type Locale } from '../templates/locale.js';
import { warmPrints } from '../templates/print/warm-prints.js';
import { watchReference } from '../templates/reference.js';
import { watchReports } from '../templates/report-definitions.js';
import { watchWorkflow } from '../templates/workflow.js';
import { asElsewhere } from './access/as-elsewhere.js';
import { LookKeeper } from './access/look-keeper.js';
import type { AdminStatus } from './admin/admin-api.js';
import { startAdminServer } from './admin/admin-server.js';
import { backupLine } from './backup/backup-line.js';
import { backupRoutes } from './backup/backup-routes.js';
import { Backups } from './backup/backups.js';
import { auditRoutes } from './audit/audit-routes.js';
import { logRoutes } from './admin/log-routes.js';
import type { BoxSecrets } from './box-folder/box-secrets.js';
import type { BoxSettings } from './box-folder/box-settings.js';
import { readBoxFolder } from './box-folder/read-box-folder.js';
import { readCredential } from './credentials.js';
import { Facility } from './facility.js';
import { HistoryDesk } from './history/history-desk.js';
import { KeptHistories } from './history/kept-histories.js';
import type { LogEntry, SyncLine } from './frame-context.js';
import { gatherHealth, type HealthParts } from './health/gather-health.js';
import { startLan } from './lan/start-lan.js';
import { LiveFacility } from './live-facility.js';
import { loggableError } from './loggable-error.js';
import { isUrgent } from './is-urgent.js';
import { openLog } from './log.js';
import { PasswordBook } from './password-book.js';
import { keepPastDays } from './reports/keep-past-days.js';
import { KeptDays } from './reports/kept-days.js';
import { openReportDesk } from './reports/open-report-desk.js';
import { reportAdminRoutes } from './reports/report-admin-routes.js';
import { watchReferrals } from './referrals/watch-referrals.js';
import { watchReplacement } from './restore/watch-replacement.js';
import { sealKeyOf } from './seal-key.js';
import { openSeals, type Seals } from './seals.js';
import { buildServer } from './server.js';
import { OldBoxCaller } from './standby/old-box-caller.js';
import { standbyAdminRoutes } from './standby/standby-admin-routes.js';
import { StandbyBook } from './standby/standby-book.js';
import { standbyLanRoutes } from './standby/standby-lan-routes.js';
import { liveFeed } from './stations/live-feed.js';
import { stationCounts, stationPages } from './stations.js';
import { stickRoutes } from './stick/stick-routes.js';
import { storeError } from './store/store-error.js';
import { openSummaries } from './summary/summaries.js';
import { syncCheckRoutes } from './sync-check/sync-check-routes.js';

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
  /** Ends what is under way and closes the data folder. */
  stop(): Promise<void>;
}

const RECENT_ERRORS = 5;
/** Shaping is a second's work on a small box, at the very time when every open page asks again. */
const WARM_AFTER_MS = 5_000;
/** `nadi sync now` hears of a slow line's progress after this long */
const SYNC_NOW_MS = 25_000;

/**
 * Starts a health centre: its store, pages, admin socket and sync.
 * Throws `not-set-up`, `store-foreign`, `store-locked`, `store-damaged`, `store-failed` (takes no writing),
 * `disk-full`, `port-in-use`.
 */
export async function startFacility(options: StartOptions): Promise<RunningFacility> {
  const { folder } = options;
  const { settings, secrets } = await readBoxFolder(folder);
  await access(folder, constants.W_OK).catch((cause: unknown) => {
    throw storeError(cause);
  });
  // What is to be undone, the latest first: also when a later step fails.
  const undo: (() => Promise<unknown>)[] = [];
  let stopping: Promise<void> | null = null;
  const stopAll = (): Promise<void> => (stopping ??= runAll(undo.toReversed()));
  try {
    return await startParts(options, settings, secrets, undo, stopAll);
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** Runs every step, whatever becomes of those before it; throws the first error at the end. */
async function runAll(steps: (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

async function startParts(
  options: StartOptions,
  settings: BoxSettings,
  secrets: BoxSecrets,
  undo: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<RunningFacility> {
  const { folder, now = Date.now } = options;
  const log = openLog(folder);
  undo.push(() => log.close());
  const errors: AdminStatus['errors'] = [];
  const write = (entry: LogEntry): void => {
    log.write(entry);
    options.log?.(entry);
    if (entry.level !== 'error') return;
    const code = typeof entry.code === 'string' ? entry.code : 'internal';
    errors.unshift({ at: new Date(now()).toISOString(), code, message: entry.message });
    errors.splice(RECENT_ERRORS);
  };
  const onTrouble = (error: unknown): void => {
    write({ level: 'error', ...loggableError(error) });
  };

  const reference = watchReference({ onTrouble });
  undo.push(() => Promise.resolve(reference.close()));
  const workflow = watchWorkflow({ onTrouble });
  undo.push(() => Promise.resolve(workflow.close()));
  const facility = await Facility.open({
    folder,
    box: settings.box,
    now,
    ...(options.now ? {} : { monotonic: () => performance.now() }),
    reference: () => reference.current(),
    workflow: () => workflow.current(),
    onTrouble,
  });
  undo.push(() => facility.stop());

  undo.push(await watchReplacement(facility, write));
  const key = await sealKeyOf(folder, secrets);
  const seals = await openSeals({ facility, key, onTrouble });
  undo.push(() => seals.stop());
  /** what it looks at opens later */
  let healthParts: HealthParts | null = null;
  const health = new HealthTeller({
    gather: () => (healthParts ? gatherHealth(healthParts) : Promise.resolve(null)),
    now,
    onTrouble,
  });
  const sync = startSync(options, facility, settings, secrets, seals, health, write);
  undo.push(() => sync.stop());

  undo.push(
    await watchReferrals(facility, {
      onNews: () => {
        liveFeed(facility).tellChange();
      },
      onTrouble,
    }),
  );

  const backups = await Backups.open({
    facility,
    folder,
    log: write,
    seal: () => seals.sealNow(),
    chain: (state) => new Chain(state ?? undefined),
  });
  undo.push(() => backups.stop());
  const looks = new LookKeeper({
    append: (saving, build) => facility.append(saving, build),
    idsOf: (patient) => facility.links.idsOf(patient),
    as: (by, patients) => asElsewhere(facility.box, patients, facility.staff.find(by)),
    monotonic: () => performance.now(),
    onTrouble,
  });
  undo.push(() => looks.stop());

  const passwords = new PasswordBook((id) => readCredential(facility, id));
  const words = watchLocale({ missing: 'show', onTrouble });
  undo.push(() => Promise.resolve(words.close()));
  const { locale } = words;
  const definitions = watchReports({ onTrouble });
  undo.push(() => Promise.resolve(definitions.close()));
  const keptDays = new KeptDays(folder, onTrouble);
  undo.push(keepPastDays({ facility, keptDays, onTrouble }));
  const counting = { facility, definitions: () => definitions.current(), locale, keptDays };
  const summaries = openSummaries({ ...counting, onTrouble });
  undo.push(() => summaries.stop());
  const reports = openReportDesk({
    ...counting,
    sync: () => sync.state(),
    backups: () => backups.health(),
  });
  const kept = await KeptHistories.open(folder, () => facility.now());
  undo.push(() => kept.close());
  const history = new HistoryDesk({ facility, kept, centre: centreOf(settings, secrets), onTrouble });
  undo.push(() => history.close());
  const host = options.host ?? settings.host;
  const httpPort = options.httpPort ?? (options.port === 0 ? 0 : undefined);
  const lan = await startLan({
    folder,
    settings,
    facility,
    clock: now,
    host,
    ...(httpPort === undefined ? {} : { httpPort }),
    log: write,
  });
  undo.push(() => lan.stop());
  healthParts = { facility, backups, version: readVersion(), certificateEnds: () => lan.certificateEnds() };
  const standbys = await StandbyBook.open(facility, { log: write });
  undo.push(() => standbys.stop());
  const server = await buildServer(facility, {
    sessionKey: secrets.cookieKey,
    passwords,
    stations: stationPages(facility, {
      ...{ readStatus: () => live.status(), reports, history, papers: settings.papers },
    }),
    counts: () => stationCounts(facility),
    syncLine: (language) => syncLine(sync.state(), language, locale),
    urgentLine: (language) => urgentLine(sync.state(), language, locale),
    backupLine: (language) => backupLine(backups.health(), language, locale.in(language)),
    log: write,
    looks,
    language: settings.language,
    host,
    lan: {
      ...lan.frame,
      standbyRoutes: standbyLanRoutes({ folder, facility, book: standbys, log: write }),
    },
    port: options.port ?? settings.port,
    locale,
  });
  await listen(server);
  undo.push(() => server.stop({ timeout: 2_000 }));
  await lan.follow(server, listen);

  const oldBox = await OldBoxCaller.open(folder, { facility, log: write });
  if (oldBox) undo.push(() => oldBox.stop());

  // The day's first slip should not wait for the fonts, and those who wait for the box to be up not for the shaping.
  const { hi, en } = facility.profile().name;
  const warming = setTimeout(() => {
    warmPrints([hi, en]).catch(onTrouble);
  }, WARM_AFTER_MS);
  undo.push(() => Promise.resolve(clearTimeout(warming)));

  const addresses = addressesOf(server);
  const live = new LiveFacility({
    facility,
    folder,
    version: readVersion(),
    startedAt: new Date(now()).toISOString(),
    addresses,
    passwords,
    sync,
    backups,
    standby: () => standbys.current(),
    oldBox: () => oldBox?.state() ?? null,
    errors: () => errors,
    stop,
  });
  const admin = await startAdminServer({
    folder,
    facility: live,
    routes: [
      ...lan.adminRoutes,
      ...standbyAdminRoutes(standbys, lan.frame.tls?.ca.certificate, () => addresses),
      ...logRoutes(folder),
      ...auditRoutes({ facility, key, locale, folder, backups, onError: onTrouble }),
      ...backupRoutes(backups, onTrouble),
      ...stickRoutes(
        {
          facility,
          folder,
          key,
          locale,
          seal: () => seals.sealNow().catch(seals.onTrouble),
          pauseSync: (work) => sync.paused(work),
          health: (known) => health.describe(known),
        },
        onTrouble,
      ),
      ...syncCheckRoutes({
        facility,
        centre: centreOf(settings, secrets),
        syncNow: () => sync.syncNow(),
        locale,
        onError: onTrouble,
      }),
      ...reportAdminRoutes({
        facility,
        desk: reports,
        locale,
        addresses: () => addresses,
        onError: onTrouble,
      }),
    ],
    onError: onTrouble,
  });
  undo.push(() => admin.stop());
  write({ level: 'info', message: 'started', box: settings.box, records: facility.recordCount });
  return {
    box: settings.box,
    addresses,
    facility,
    seals,
    syncState: sync.state,
    syncNow: () => live.syncNow(),
    keepLooks: () => looks.flush(),
    stop,
  };
}

function centreOf({ centre }: BoxSettings, { centrePassword = '' }: BoxSecrets): Centre | null {
  return centre ? { ...centre, password: centrePassword } : null;
}

/** Sync of the databases that are open now; a store that was opened anew after a failed write gets a new one. */
function startSync(
  { folder, now = Date.now, pace = {} }: StartOptions,
  facility: Facility,
  settings: BoxSettings,
  secrets: BoxSecrets,
  seals: Seals,
  health: HealthTeller,
  log: (entry: LogEntry) => void,
) {
  let policy = settings.sync ?? {};
  let urgentWaiting = 0;
  /** What the operator changed meanwhile; settings that cannot be read now change nothing. */
  const readPolicy = async (): Promise<void> => {
    const read = await readBoxFolder(folder).catch(() => null);
    if (read) policy = read.settings.sync ?? {};
  };
  const begin = (): Replication =>
    startReplication({
      ...facility.databases,
      centre: centreOf(settings, secrets),
      box: settings.box,
      forerunners: facility.forerunners(),
      isUrgent: (record) => isUrgent(record, facility.reference),
      policy: () => policy,
      onState: (state) => {
        if (urgentWaiting === (state.urgentWaiting ?? 0)) return;
        urgentWaiting = state.urgentWaiting ?? 0;
        liveFeed(facility).tellChange();
      },
      health,
      takenIn: facility.takenIn?.database ?? null,
      onTakenIn: () => void facility.takeIn(),
      now,
      pace,
      beforeCycle: async () => {
        await readPolicy();
        await seals.sealForSync();
      },
      log: {
        info: (message) => {
          log({ level: 'info', message });
        },
        warn: (message, fields = {}) => {
          const { code } = fields;
          log({ level: 'warn', message, ...(typeof code === 'string' ? { code } : {}) });
        },
      },
    });
  let running = begin();
  let pausing: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  facility.followTravel((record) => running.travel(record));
  facility.onWritten((records) => {
    // Looks wake nobody: they travel with the next record, or with the next cycle.
    if (records.some(({ type }) => type !== 'access')) running.nudge(records);
  });
  facility.onReopening({
    before: () => running.stop(),
    after: () => {
      running = begin();
    },
  });
  return {
    state: () => running.state(),
    report: async () => {
      await readPolicy();
      return running.report();
    },
    syncNow: async () => {
      // A full disk keeps nothing from being sent.
      await seals.sealNow().catch(seals.onTrouble);
      return running.syncNow({ timeoutMs: SYNC_NOW_MS });
    },
    /** What `work` changes of the marks counts from then on; the line rests meanwhile. */
    paused: <T>(work: () => Promise<T>): Promise<T> =>
      (pausing = pausing
        .catch(() => undefined)
        .then(async () => {
          await running.stop();
          try {
            return await work();
          } finally {
            // A store that was opened anew meanwhile has begun one.
            await running.stop();
            if (!isStopped) running = begin();
          }
        })) as Promise<T>,
    stop: async () => {
      isStopped = true;
      await pausing.catch(() => undefined);
      await running.stop();
    },
  };
}

function syncLine(state: SyncState, language: Language, locale: Locale): SyncLine {
  const tone = state.kind === 'up-to-date' ? 'good' : state.kind === 'refused' ? 'bad' : 'wait';
  return { tone, text: describeSync(state, language, locale.in(language)) };
}

function urgentLine({ urgentWaiting }: SyncState, language: Language, locale: Locale): string | null {
  return urgentWaiting === undefined
    ? null
    : locale.in(language)('travel.urgentWaiting', { n: urgentWaiting });
}

async function listen(server: Server): Promise<void> {
  try {
    await server.start();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw cause;
    const port = Number(server.settings.port);
    throw new FacilityError('port-in-use', `Port ${port} is taken or not allowed.`, {
      hint: `Stop the other program, or choose another port: nadi start --port ${port + 1}.`,
      params: { port },
      cause,
    });
  }
}

/** Where the pages answer: each address of this machine if the server listens on all. */
function addressesOf(server: Server): string[] {
  const { host, port, protocol } = server.info;
  const listening = server.settings.host ?? host;
  if (listening !== '0.0.0.0' && listening !== '::') return [`${protocol}://${listening}:${port}`];
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `${protocol}://${address}:${port}`);
  return [`${protocol}://localhost:${port}`, ...own];
}

function readVersion(): string {
  const text = readFileSync(join(repositoryRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
