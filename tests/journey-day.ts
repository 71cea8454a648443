import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import { setUpFacility } from '../node-server/set-up.js';
import { startFacility } from '../node-server/start.js';
import type { RunningFacility } from '../node-server/start.js';
import type { Role } from '../records/people.js';
import { startBrowser } from './browser.js';
import type { Browser, PageOptions } from './browser.js';
import { logIn } from './journey-steps.js';
import type { Person } from './journey-steps.js';
import { startStoppableCentre } from './stoppable-centre.js';
import type { StoppableCentre } from './stoppable-centre.js';
import { QUICK_COST } from './quick-cost.js';

export const PASSWORD = 'journey-1042';
export const CREW = {
  clerk: 'आशा कुमारी',
  nurse: 'निशा देवी',
  doctor: 'डॉ. अनिल वर्मा',
  lab: 'इमरान अंसारी',
  pharmacist: 'पूनम सिंह',
} as const satisfies Partial<Record<Role, string>>;
export type Crew = Record<keyof typeof CREW, Page>;

export const woman = (name: string, age: number, mobile: string): Person => ({
  name,
  sex: 'महिला',
  age,
  mobile,
  village: 'रामपुर',
});
/** Whoever came a month ago, each with a sister-in-law behind the same mobile number. */
export const KNOWN = [
  woman('फूलमती देवी', 46, '9812340001'),
  woman('शबनम ख़ातून', 29, '9812340002'),
  woman('ज्योति पासवान', 33, '9812340003'),
] as const;
const MONTH_MS = 30 * 86_400_000;

export interface Day {
  t: Test;
  centre: StoppableCentre;
  browser: Browser;
  running: RunningFacility;
}

/** A centre, a box with one staff member per role and three patients who came a month ago, and a browser. */
export async function openDay(t: Test): Promise<Day> {
  const centre = await startStoppableCentre(t);
  const folder = await mkdtemp(join(tmpdir(), 'nadi-journey-'));
  let offset = -MONTH_MS;
  // At ten in the morning, so that no run is cut by midnight.
  const ten = Date.parse('2026-11-21T04:30:00.000Z') - performance.now();
  const now = (): number => ten + performance.now() + offset;
  await setUpFacility({
    folder,
    box: centre.box,
    name: { hi: 'प्राथमिक स्वास्थ्य केंद्र रामपुर', en: 'Primary Health Centre Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    centre: centre.account,
    passwordCost: QUICK_COST,
    staff: Object.entries(CREW).map(([role, hi]) => ({
      id: role,
      name: { hi, en: role },
      roles: [role as Role],
      password: PASSWORD,
    })),
    now,
  });
  const running = await startFacility({ folder, host: '127.0.0.1', port: 0, now });
  const browser = await startBrowser();
  t.teardown(async () => {
    await browser.close();
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  });
  await running.facility.append({ by: 'clerk' }, (draft) => {
    for (const { name, age, mobile, village } of KNOWN) {
      const particulars = { sex: 'female', mobile, village, birthDateEstimated: true } as const;
      const { _id: patient } = draft.patient({ ...particulars, name, birthDate: String(2026 - age) });
      draft.patient({ ...particulars, name: 'सोनी कुमारी', birthDate: '2005' });
      const { _id: visit } = draft.visit({ patient, kind: 'new', station: 'vitals' });
      draft.part(visit, 'move', { patient, action: 'leave', station: 'vitals' });
    }
  });
  offset = 0;
  return { t, centre, browser, running };
}

/** Each member of the crew logged in at a browser of their own. */
export async function withCrew(
  { browser, running }: Day,
  options: PageOptions,
  use: (crew: Crew) => Promise<void>,
): Promise<void> {
  const origin = running.addresses[0] ?? '';
  const open = async (names: [string, string][], crew: Partial<Crew>): Promise<void> => {
    const [first, ...rest] = names;
    if (!first) return use(crew as Crew);
    const [role, name] = first;
    await browser.withPage(options, async (page) => {
      await logIn(page, origin, name, PASSWORD);
      await open(rest, { ...crew, [role]: page });
    });
  };
  await open(Object.entries(CREW), {});
}
