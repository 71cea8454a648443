import { join } from 'node:path';
import { couchAt } from '../../central/couch-of.js';
import { findDuplicates } from '../../central/duplicates/find-duplicates.js';
import { startGateway } from '../../central/gateway/start-gateway.js';
import { RouterCouch } from '../../central/router/router-couch.js';
import { startRouter } from '../../central/router/start-router.js';
import { centrePages } from '../../central/web/pages.js';
import { startWeb } from '../../central/web/start-web.js';
import { startFacility, type RunningFacility } from '../../node-server/start.js';
import { dayOf } from '../../records/day.js';
import type { SyncPace } from '../../sync/cadence.js';
import { runOut } from '../../records/progress.js';
import { DEMO_FACILITIES, type DemoFacility } from '../demo/demo-facilities.js';
import { fillSummaries } from '../demo/district/fill-summaries.js';
import { keepBoxesAlive } from '../demo/district/keep-boxes-alive.js';
import { readDemoDirectory } from '../demo/district/read-district.js';
import { keepDoing } from '../demo/keep-doing.js';
import type { DemoBox } from '../demo/played-facility.js';
import { prepareDemoBoxes } from './demo-boxes.js';
import { enrolDemoBox, makeDemoCentre } from './demo-centre.js';
import { startDemoCouch } from './demo-couch.js';
import { demoSecrets, writeDemoPasswordFiles } from './demo-secrets.js';
import { refuseTakenPorts, type WantedPort } from './refuse-taken-ports.js';
import type { RunningServer } from './run-server.js';

export interface DemoPorts {
  /** of the boxes' pages, in the order of DEMO_FACILITIES */
  boxes: number[];
  /** of the centre's pages */
  web: number;
  /** of the centre's CouchDB */
  centre: number;
}

export interface DemoServerOptions {
  /** holds the boxes' data and `centre/` */
  folder: string;
  host: string;
  ports: DemoPorts;
  now: () => number;
  /** of Nadi, as boxes tell it */
  version: string;
  /** ends the making; what was made so far is made anew at the next start */
  signal?: AbortSignal;
  /** for tests: how long a past the boxes and the district have */
  days?: { boxes: number; district: number };
  onProgress: (day: number, days: number) => void;
}

export interface RunningDemo extends RunningServer {
  boxes: (RunningFacility & { plan: DemoFacility; folder: string })[];
  webAddress: string;
  centreUrl: string;
  centrePassword: string;
}

/** How long a referral is under way to the router at most, milliseconds. */
const ROUND_MS = 5_000;
/** Who shows the demo waits at the other box for what he wrote at the first, and the line costs nothing here. */
const PACE: Partial<SyncPace> = { pullEveryMs: 15_000 };
/** Between two looks for patients who may be one person. */
const DUPLICATES_MS = 30_000;

/**
 * The demo: two health centres, their centre with its programs and pages, and figures of a district, all in this
 * process; made at the first call, gone on with at the next. Throws what `startFacility` throws, `port-in-use` for any
 * of its ports, `store-locked` where it runs already, and the signal's reason.
 */
export async function runDemo(options: DemoServerOptions): Promise<RunningDemo> {
  const undo: (() => Promise<unknown>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= runAll(undo.toReversed()));
  try {
    return { ...(await startParts(options, undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What starts later stops earlier: `undo` in reverse. */
async function startParts(
  options: DemoServerOptions,
  undo: (() => Promise<unknown>)[],
): Promise<Omit<RunningDemo, 'stop'>> {
  const { folder, host, ports, now, signal, version, days } = options;
  const secrets = await demoSecrets(
    folder,
    DEMO_FACILITIES.map(({ box }) => box),
  );
  const couch = await startDemoCouch(folder, ports.centre, secrets.admin);
  undo.push(couch.stop);
  await refuseTakenPorts(wantedPorts(options));
  const loginOf = (user: string, password = secrets.programs[user]): string =>
    couch.url.replace('://', `://${user}:${password}@`);
  const admin = couchAt(loginOf('admin', secrets.admin));
  const directory = readDemoDirectory().map((facility) =>
    isWhole(facility) ? facility : { ...facility, demo: true as const },
  );
  await makeDemoCentre(admin, { secrets, folder, directory });
  await writeDemoPasswordFiles(folder, secrets);
  signal?.throwIfAborted();

  const gateway = await startGateway({
    ...{ port: 0, host: '127.0.0.1', couchUrl: couch.url, spoolFolder: join(folder, 'spool') },
    account: { user: 'nadi-gateway', password: secrets.programs['nadi-gateway'] ?? '' },
  });
  undo.push(gateway.stop);
  const boxes = DEMO_FACILITIES.map((facility, index): DemoBox => {
    const access = { user: facility.box, password: secrets.boxes[facility.box] ?? '' };
    return {
      ...{ facility, folder: join(folder, facility.folder), port: portOf(ports, index) },
      centre: { url: couch.url, gateway: gateway.url, ...access },
    };
  });
  for (const { facility, centre } of boxes) {
    const { password, url } = centre;
    await enrolDemoBox(admin, { box: facility.box, password }, { url, gateway: gateway.url });
  }
  await prepareDemoBoxes(folder, boxes, {
    ...{ host, now: now(), onProgress: options.onProgress },
    ...(days ? { days: days.boxes } : {}),
    ...(signal ? { signal } : {}),
  });
  const others = directory.filter((facility) => !isWhole(facility));
  await fillSummaries(admin, others, dayOf(now()), days?.district);

  const running: RunningDemo['boxes'] = [];
  for (const { facility: plan, folder: data, port } of boxes) {
    const facility = await startFacility({ folder: data, host, port, pace: PACE });
    undo.push(() => facility.stop());
    running.push({ ...facility, plan, folder: data });
  }
  const router = startRouter({
    ...{ couchUrl: loginOf('nadi-router'), share: { worker: 1, of: 1 }, now },
    ...{ waitMs: 1_000, blindRoundEveryMs: ROUND_MS, log: () => undefined },
  });
  undo.push(router.stop);
  const web = await startWeb({
    ...{ login: loginOf('nadi-web'), sessionKey: secrets.sessionKey, pages: centrePages },
    ...{ host, port: ports.web, now, metricsToken: secrets.metricsToken },
  });
  undo.push(web.stop);
  const alive = await keepBoxesAlive({
    nano: couchAt(loginOf('nadi-gateway')),
    facilities: others,
    version,
    now,
  });
  undo.push(alive.stop);
  // What nadi central duplicates find does by a timer: it costs next to nothing where nobody is new.
  const patients = new RouterCouch(loginOf('nadi-web'));
  const finding = keepDoing(DUPLICATES_MS, () => runOut(findDuplicates(patients, now())));
  undo.push(finding.stop);
  return {
    box: running.map(({ box }) => box).join(', '),
    addresses: running.flatMap(({ addresses }) => addresses),
    boxes: running,
    webAddress: web.url.replace('//0.0.0.0:', '//localhost:'),
    centreUrl: couch.url,
    centrePassword: secrets.admin,
  };
}

/** With a box of its own, and records. */
function isWhole({ code }: { code: string }): boolean {
  return DEMO_FACILITIES.some(({ box }) => box === code);
}

function wantedPorts({ ports, host }: DemoServerOptions): WantedPort[] {
  return [
    { port: portOf(ports, 0), host, flag: 'port' },
    { port: portOf(ports, 1), host, flag: 'second-port' },
    { port: ports.web, host, flag: 'web-port' },
  ];
}

function portOf({ boxes }: DemoPorts, index: number): number {
  return boxes[index] ?? 0;
}

/** Runs every step, whatever becomes of those before it; throws the first error at the end. */
async function runAll(steps: (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}
