import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { startGateway } from '../central/gateway/start-gateway.js';
import { makeRouter } from '../central/router/start-router.js';
import { changeCentre } from '../node-server/box-folder/change-settings.js';
import { setUpFacility } from '../node-server/set-up.js';
import { startFacility, type RunningFacility } from '../node-server/start.js';
import type { BoxId } from '../records/ids.js';
import type { Role } from '../records/people.js';
import { startCutLine, type CutLine } from './cut-line.js';
import { HttpUser } from './http-user.js';
import { openRouterCentre, type RouterCentre } from './router-centre.js';
import { QUICK_COST } from './quick-cost.js';

const PASSWORD = 'नदी-pulse-42';

/** A whole box with a line of its own to the centre. */
export interface JourneyBox {
  code: BoxId;
  running: RunningFacility;
  line: CutLine;
  /** `doctor`, `nurse`, `lab`, `clerk`, `incharge` */
  logIn(role: string): Promise<HttpUser>;
}

export interface ReferralJourney {
  centre: RouterCentre;
  sender: JourneyBox;
  receiver: JourneyBox;
  /** the router goes round once */
  round(): Promise<void>;
  /** the line of one box is up for one exchange, and down again */
  exchange(box: JourneyBox): Promise<void>;
}

/** Two boxes in one district, a gateway and a router; both lines are down until somebody says otherwise. */
export async function openReferralJourney(t: Test): Promise<ReferralJourney> {
  const centre = await openRouterCentre(t);
  const [a = '', b = ''] = centre.boxes;
  await centre.list(a, { name: { hi: 'प्राथमिक स्वास्थ्य केंद्र सकरा', en: 'PHC Sakra' } });
  await centre.list(b, { name: { hi: 'सदर अस्पताल मुज़फ़्फ़रपुर', en: 'Sadar Hospital' }, kind: 'DH' });
  const root = await mkdtemp(join(tmpdir(), 'nadi-referral-'));
  const { username, password } = new URL(centre.url);
  const gateway = await startGateway({
    port: 0,
    host: '127.0.0.1',
    couchUrl: new URL(centre.couch.url).origin,
    spoolFolder: join(root, 'spool'),
    account: { user: decodeURIComponent(username), password: decodeURIComponent(password) },
  });
  const boxes: JourneyBox[] = [];
  t.teardown(async () => {
    for (const { running, line } of boxes) {
      await running.stop();
      await line.close();
    }
    await gateway.stop();
    await rm(root, { recursive: true, force: true });
  });
  const open = async (code: BoxId, hi: string, en: string): Promise<JourneyBox> => {
    const box = await openBox(join(root, code), code, { hi, en }, gateway.url);
    boxes.push(box);
    return box;
  };
  const sender = await open(a, 'प्राथमिक स्वास्थ्य केंद्र सकरा', 'PHC Sakra');
  const receiver = await open(b, 'सदर अस्पताल मुज़फ़्फ़रपुर', 'Sadar Hospital');
  const router = makeRouter({
    couchUrl: centre.url,
    share: { worker: 1, of: 1 },
    now: Date.now,
    log: () => undefined,
  });
  return {
    ...{ centre, sender, receiver },
    round: async () => {
      await router.round();
      await centre.couch.settle();
    },
    exchange: async ({ line, running }) => {
      line.set('open');
      // What came may have to be answered by the box itself, and the answer goes with the next exchange.
      await running.syncNow();
      await running.syncNow();
      line.set('down');
    },
  };
}

async function openBox(
  folder: string,
  code: BoxId,
  name: { hi: string; en: string },
  gateway: string,
): Promise<JourneyBox> {
  const staff = (['doctor', 'nurse', 'lab', 'clerk', 'incharge'] as const satisfies Role[]).map((role) => ({
    id: role,
    name: { hi: `${name.hi.split(' ')[0] ?? ''} ${role}`, en: `${role} of ${name.en}` },
    roles: [role],
    password: PASSWORD,
    ...(role === 'doctor' ? { registration: 'BR-12345' } : {}),
  }));
  await setUpFacility({
    ...{ folder, box: code, name, level: 'PHC', language: 'en', host: '127.0.0.1', port: 0, staff },
    passwordCost: QUICK_COST,
  });
  const line = await startCutLine(gateway);
  line.set('down');
  // Nothing answers at CouchDB itself: whatever arrives came through the gateway.
  await changeCentre(folder, { url: 'http://127.0.0.1:9', user: code, password: 'one', gateway: line.url });
  const running = await startFacility({ folder });
  return {
    ...{ code, running, line },
    logIn: async (role) => {
      const user = new HttpUser(running.addresses[0] ?? '');
      await user.logIn(role, PASSWORD);
      return user;
    },
  };
}
