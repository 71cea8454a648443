import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { Chain } from '../records/chain.js';
import type { Day } from '../records/day.js';
import type { SyncPace } from '../sync/cadence.js';
import { HealthTeller } from '../sync/health/health-teller.js';
import type { SyncState } from '../sync/sync-state.js';
import { watchLocale } from '../templates/locale.js';
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
import { startBoxSync } from './box-sync.js';
import { centreOf } from './centre-of.js';
import { readCredential } from './credentials.js';
import { Facility } from './facility.js';
import { HistoryDesk } from './history/history-desk.js';
import { KeptHistories } from './history/kept-histories.js';
import type { LogEntry } from './frame-context.js';
import { gatherHealth, type HealthParts } from './health/gather-health.js';
import { startLan } from './lan/start-lan.js';
import { addressesOf, listen } from './listen.js';
import { LiveFacility } from './live-facility.js';
import { loggableError } from './loggable-error.js';
import { openLog } from './log.js';
import { PasswordBook } from './password-book.js';
import { readVersion } from './read-version.js';
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
import { syncLine, urgentLine } from './sync-lines.js';

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

const RECENT_ERRORS = 5;
/** Shaping is a second's work on a small box, at the very time when every open page asks again. */
const WARM_AFTER_MS = 5_000;

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
  const centre = centreOf(settings, secrets);
  const sync = startBoxSync({
    ...{ folder, facility, settings, centre, seals, health, now, pace: options.pace ?? {}, log: write },
  });
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
  const history = new HistoryDesk({ facility, kept, centre, onTrouble });
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
        centre,
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
    sumUp: () => summaries.writeDue(),
    stop,
  };
}
