import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Nano from 'nano';
import t, { type Test } from 'tap';
import type { Page } from 'playwright-core';
import { prepareFacility } from '../central/facility-database.js';
import { startGateway } from '../central/gateway/start-gateway.js';
import { readSyncReport } from '../cli/tasks/control-sync.js';
import { changeCentre, changeSyncPolicy } from '../node-server/box-folder/change-settings.js';
import { setUpFacility } from '../node-server/set-up.js';
import { startFacility, type RunningFacility } from '../node-server/start.js';
import { visitPath } from '../node-server/stations/visit-path.js';
import type { VisitId } from '../records/ids.js';
import { findChromium, sidewaysOverflow, startBrowser } from './browser.js';
import { startCutLine, type CutLine } from './cut-line.js';
import { openCentre } from './open-centre.js';
import { until } from './until.js';
import { QUICK_COST } from './quick-cost.js';

const BOX = 'BR1042';
const PASSWORD = 'नदी-pulse-42';
const SCAN_BYTES = 100_000;

interface BusyBox {
  folder: string;
  running: RunningFacility;
  /** to the gateway; nothing comes through at first */
  line: CutLine;
  visit: VisitId;
  /** the same box, started anew */
  restart(): Promise<RunningFacility>;
}

/** A whole box with a gateway, a budget that is used up, a backlog, scans, and a referral that was just signed. */
async function openBusyBox(t: Test): Promise<BusyBox> {
  const url = await openCentre(t);
  await prepareFacility({ nano: Nano(url), box: BOX, password: PASSWORD });
  const root = await mkdtemp(join(tmpdir(), 'nadi-urgent-'));
  const gateway = await startGateway({
    port: 0,
    host: '127.0.0.1',
    couchUrl: new URL(url).origin,
    spoolFolder: join(root, 'spool'),
  });
  const line = await startCutLine(gateway.url);
  line.set('down');
  const folder = join(root, 'box');
  const person = (id: string, hi: string, en: string, role: 'nurse' | 'doctor' | 'clerk') => ({
    id,
    name: { hi, en },
    roles: [role],
    password: PASSWORD,
    ...(role === 'doctor' ? { registration: 'BR-12345' } : {}),
  });
  await setUpFacility({
    folder,
    box: BOX,
    name: { hi: 'प्राथमिक स्वास्थ्य केंद्र रामपुर', en: 'PHC Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    passwordCost: QUICK_COST,
    staff: [
      person('nisha', 'निशा देवी', 'Nisha Devi', 'nurse'),
      person('dr.verma', 'डॉ. अनिल वर्मा', 'Dr Anil Verma', 'doctor'),
    ],
  });
  // Nothing answers at CouchDB itself: whatever arrives came through the gateway.
  await changeCentre(folder, {
    url: 'http://127.0.0.1:9',
    user: BOX,
    password: PASSWORD,
    gateway: line.url,
  });
  await changeSyncPolicy(folder, { bytesPerDay: 0 });
  let running = await startFacility({ folder });
  t.teardown(async () => {
    await running.stop();
    await line.close();
    await gateway.stop();
    await rm(root, { recursive: true, force: true });
  });
  const { facility } = running;
  for (let n = 0; n < 20; n += 1) {
    await facility.append({ by: 'nisha' }, (draft) => {
      for (let m = 0; m < 20; m += 1)
        draft.patient({ name: `मरीज ${n}-${m}`, sex: 'female', birthDate: '1990' });
    });
  }
  const data = randomBytes(SCAN_BYTES).toString('base64');
  await facility.databases.papers.put({
    _id: 'scan:1',
    _attachments: { page: { content_type: 'image/jpeg', data } },
  });
  const visit = await facility.append({ by: 'dr.verma' }, (draft) => {
    const patient = draft.patient({ name: 'सीता देवी', sex: 'female', birthDate: '1992' })._id;
    const { _id } = draft.visit({ patient, kind: 'new', station: 'vitals' });
    draft.part(_id, 'referral', { patient, facility: 'सदर अस्पताल', reason: 'तेज़ बुख़ार', urgent: true });
    return _id;
  });
  return {
    folder,
    get running() {
      return running;
    },
    line,
    visit,
    restart: async () => {
      await running.stop();
      return (running = await startFacility({ folder }));
    },
  };
}

async function logIn(page: Page, { running }: BusyBox, who: string): Promise<string> {
  const origin = running.addresses[0] ?? '';
  await page.goto(`${origin}/login`);
  await page.locator(`label:has(input[name="name"][value="${who}"])`).click();
  await page.fill('input[name="password"]', PASSWORD);
  await page.click('main .main-button');
  await page.waitForURL(`${origin}/`);
  return origin;
}

void t.test(
  'the nurse sees that a referral is with the centre while a backlog and scans still wait',
  { skip: findChromium() === null && 'no Chromium on this machine' },
  async (t) => {
    const box = await openBusyBox(t);
    const { folder, line, visit } = box;
    const browser = await startBrowser();
    t.teardown(() => browser.close());
    const visitPage = `/queue/visit/${visitPath(visit)}`;

    await browser.withPage({ javaScript: false, width: 360 }, async (page) => {
      const origin = await logIn(page, box, 'nisha');
      await page.goto(origin + visitPage);
      t.equal(await page.locator('.travel').innerText(), 'ज़िला सर्वर पर भेजना बाकी');
      t.equal(await page.locator('#urgent').innerText(), '1 ज़रूरी सूचना ज़िला सर्वर पर भेजनी बाकी');
      t.equal(await sidewaysOverflow(page), 0);
    });

    await browser.withPage({ width: 1366 }, async (page) => {
      const origin = await logIn(page, box, 'nisha');
      await page.goto(`${origin}/queue`);
      await page.locator('#urgent:not(:empty)').waitFor();
      line.set('open');
      await box.running.syncNow();
      await page.locator('#urgent:empty').waitFor({ state: 'attached' });
      t.equal(page.url(), `${origin}/queue`, 'nobody pressed anything');

      await page.goto(origin + visitPage);
      t.match(await page.locator('.travel-confirmed').innerText(), /^ज़िला सर्वर पर \d\d:\d\d बजे से$/);
      await page.locator('button[lang="en"]').click();
      t.match(
        await page.locator('.travel-confirmed').innerText(),
        /^with the district server since \d\d:\d\d$/,
      );
    });

    const report = await readSyncReport(folder);
    t.match(report, { kind: 'waiting', heldBack: 'records', urgent: { waiting: 0 }, papers: { count: 1 } });
    t.ok(report.waiting > 400, 'the backlog waits');
    t.equal(report.papers?.bytes, SCAN_BYTES);
    t.ok((report.spentToday ?? 0) > 0);
    t.equal(report.line.length, 48);
    t.not(report.line.at(-1)?.kind, 'untried');

    await box.restart();
    const after = await readSyncReport(folder);
    t.equal(after.urgent.lastAt, report.urgent.lastAt, 'a restart forgets neither when it arrived');
    t.ok(['up', 'slow'].includes(after.line.at(-1)?.kind ?? ''), 'nor how the line was');
    await browser.withPage({ width: 360 }, async (page) => {
      const origin = await logIn(page, box, 'dr.verma');
      await page.goto(`${origin}/doctor/${visitPath(visit)}`);
      t.match(await page.locator('.travel-confirmed').first().innerText(), /^ज़िला सर्वर पर \d\d:\d\d बजे से$/);
      t.equal(await sidewaysOverflow(page), 0);
    });
  },
);

void t.test(
  'a box whose budget is used up sends the rest once the budget is lifted, in about the bytes that it said',
  async (t) => {
    const box = await openBusyBox(t);
    box.line.set('open');
    await box.running.syncNow();
    const before = await readSyncReport(box.folder);
    await changeSyncPolicy(box.folder, {});
    await until('all is there', async () => {
      await box.running.syncNow();
      return (await readSyncReport(box.folder)).kind === 'up-to-date';
    });
    const report = await readSyncReport(box.folder);
    t.match(report, { waiting: 0, bytesLeft: 0, papers: { count: 0, bytes: 0 }, urgent: { waiting: 0 } });
    const said = before.bytesLeft + (before.papers?.bytes ?? 0);
    const took = (report.spentToday ?? 0) - (before.spentToday ?? 0);
    t.ok(took > said * 0.8 && took < said * 1.25, `said ${said} bytes, it took ${took}`);
  },
);
