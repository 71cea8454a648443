import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Test } from 'tap';
import type { LanSettings } from '../node-server/lan/lan-settings.js';
import { setUpFacility } from '../node-server/set-up.js';
import { startFacility, type RunningFacility } from '../node-server/start.js';
import type { LanStatus } from '../node-server/lan/lan-admin-routes.js';
import type { LogEntry } from '../node-server/frame-context.js';
import type { Role } from '../records/people.js';
import { makePairingCode } from '../cli/tasks/manage-devices.js';
import { readLanStatus } from '../cli/tasks/manage-lan.js';
import { LanBrowser } from './lan-browser.js';
import { QUICK_COST } from './quick-cost.js';

export const LAN_PASSWORD = 'nadi-lan-1042';

const STAFF: [id: string, hi: string, en: string, roles: Role[]][] = [
  ['asha', 'आशा कुमारी', 'Asha Kumari', ['clerk']],
  ['meena', 'मीना झा', 'Meena Jha', ['clerk']],
  ['nisha', 'निशा देवी', 'Nisha Devi', ['nurse']],
  ['dr.verma', 'डॉ. अनिल वर्मा', 'Dr Anil Verma', ['doctor']],
  ['poonam', 'पूनम सिंह', 'Poonam Singh', ['pharmacist']],
];

/** A centre with HTTPS and pairing, as `nadi setup` makes one, on free ports of this machine. */
export interface LanCentre {
  folder: string;
  running: RunningFacility;
  /** moves only by hand */
  clock: { now: number };
  ca: string;
  status: LanStatus;
  log: LogEntry[];
  /** a browser that the box does not know */
  stranger(): LanBrowser;
  /** one that was let in */
  device(name: string): Promise<LanBrowser>;
  restart(): Promise<void>;
}

export async function openLanCentre(t: Test, lan: Partial<LanSettings> = {}): Promise<LanCentre> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nadi-lan-'));
  const clock = { now: Date.parse('2026-11-21T04:30:00Z') };
  const now = (): number => clock.now;
  const settings: LanSettings = { tls: true, pairing: true, httpPort: 0, ...lan };
  await setUpFacility({
    folder,
    box: 'BR1042',
    name: { hi: 'प्राथमिक स्वास्थ्य केंद्र रामपुर', en: 'PHC Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    lan: settings,
    passwordCost: QUICK_COST,
    staff: STAFF.map(([id, hi, en, roles]) => ({ id, name: { hi, en }, roles, password: LAN_PASSWORD })),
    now,
  });
  const log: LogEntry[] = [];
  const start = () => startFacility({ folder, now, log: (entry) => log.push(entry) });
  const centre = { running: await start() };
  t.teardown(async () => {
    await centre.running.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const ca = settings.tls
    ? (JSON.parse(await readFile(path.join(folder, 'tls', 'ca.json'), 'utf8')) as { certificate: string })
        .certificate
    : '';
  const stranger = (): LanBrowser => new LanBrowser(centre.running.addresses[0] ?? '', ca || undefined);
  return {
    folder,
    clock,
    ca,
    log,
    status: await readLanStatus(folder),
    get running() {
      return centre.running;
    },
    stranger,
    async device(name) {
      const browser = stranger();
      const { code } = await makePairingCode(folder, name);
      const answer = await browser.pair(code);
      if (answer.status !== 302) throw new Error(`pairing answered ${answer.status}`);
      return browser;
    },
    async restart() {
      await centre.running.stop();
      centre.running = await start();
    },
  };
}
