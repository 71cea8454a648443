import { access, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nano from 'nano';
import { startEmbeddedCouch, type RunningCouch } from '../../central/embedded-couch/start-embedded-couch.js';
import { startGateway, type RunningGateway } from '../../central/gateway/start-gateway.js';
import { changeCentre } from '../../node-server/box-folder.js';
import { startFacility } from '../../node-server/start.js';
import { FacilityError } from '../../records/facility-error.js';
import { DEMO_BOX } from '../demo/demo-staff.js';
import { makeDemo, refreshDemo } from '../demo/make-demo.js';
import { demoSecrets, enrolDemoBox, makeDemoCentre } from './demo-centre.js';
import type { RunningServer } from './run-server.js';

export interface DemoServerOptions {
  /** holds `box/` and `centre/` */
  folder: string;
  host: string;
  port: number;
  centrePort: number;
  now: number;
  onProgress: (day: number, days: number) => void;
}

export interface RunningDemo extends RunningServer {
  centreUrl: string;
  centrePassword: string;
}

/**
 * The demo health centre with a centre of its own in the same process: made at the first call, gone on with at
 * the next. Throws what `startFacility` throws, and `port-in-use` for the centre's port.
 */
export async function runDemo(options: DemoServerOptions): Promise<RunningDemo> {
  const { folder, host, port } = options;
  const secrets = await demoSecrets(folder);
  const couch = await startCentre(options, secrets.admin);
  let gateway: RunningGateway | undefined;
  try {
    const box = join(folder, 'box');
    const admin = nano(couch.url.replace('://', `://admin:${secrets.admin}@`));
    const account = await makeDemoCentre(admin, secrets, folder);
    gateway = await startGateway({
      port: 0,
      host: '127.0.0.1',
      couchUrl: couch.url,
      spoolFolder: join(folder, 'spool'),
      account,
    });
    await enrolDemoBox(admin, secrets, { url: couch.url, gateway: gateway.url });
    const centre = { url: couch.url, user: DEMO_BOX, password: secrets.box, gateway: gateway.url };
    if (!(await isMade(box))) {
      await makeDemo({ folder: box, host, port, centre, now: options.now, onProgress: options.onProgress });
      await writeFile(join(folder, 'made'), '');
    } else {
      await refreshDemo({ folder: box, now: options.now });
    }
    await changeCentre(box, centre);
    const facility = await startFacility({ folder: box, host, port });
    return {
      box: facility.box,
      addresses: facility.addresses,
      centreUrl: couch.url,
      centrePassword: secrets.admin,
      stop: () => stopAll(facility, gateway, couch),
    };
  } catch (error) {
    await gateway?.stop();
    await couch.stop();
    throw error;
  }
}

async function stopAll(...running: ({ stop(): Promise<void> } | undefined)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const one of running) await one?.stop().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

async function startCentre(
  { folder, centrePort }: DemoServerOptions,
  password: string,
): Promise<RunningCouch> {
  try {
    return await startEmbeddedCouch({
      port: centrePort,
      // The centre of a demo is nobody else's business.
      host: '127.0.0.1',
      folder: join(folder, 'centre'),
      admin: { name: 'admin', password },
    });
  } catch (cause) {
    if (/lock/i.test(String((cause as Error).message))) {
      throw new FacilityError('store-locked', 'The demo is running already.', {
        hint: 'Use the one that runs, or make another with --data, --port and --centre-port.',
        cause,
      });
    }
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new FacilityError('port-in-use', `Port ${centrePort}, for the demo's centre, is taken.`, {
      hint: `Stop the other program, or choose another port: --centre-port ${centrePort + 1}.`,
      params: { port: centrePort },
      cause,
    });
  }
}

/** A demo whose making was cut short is made anew. */
async function isMade(box: string): Promise<boolean> {
  const made = join(box, '..', 'made');
  try {
    await access(made);
    return true;
  } catch {
    await rm(box, { recursive: true, force: true });
    return false;
  }
}
