import t from 'tap';
import type { BrowserContext, Page } from 'playwright-core';
import { counterPages } from '../node-server/stations/counter.js';
import { doctorPages } from '../node-server/stations/doctor.js';
import { queuePages } from '../node-server/stations/queue.js';
import { visitPath } from '../node-server/stations/visit-path.js';
import { vitalsPages } from '../node-server/stations/vitals.js';
import type { VisitId } from '../records/ids.js';
import { foldPatient } from '../records/patient-fold.js';
import { foldVisit } from '../records/visit-fold.js';
import { complaintsOf, findChromium, sidewaysOverflow, startBrowser, type Browser } from './browser.js';
import { startCutLine, type CutLine } from './cut-line.js';
import { CENTRE_PASSWORD, openStationCentre, type StationCentre } from './station-centre.js';

const skip = findChromium() === null ? 'no Chromium on this machine' : false;
const EXAMINATION = 'textarea[name="examination"]';

let centre: StationCentre;
let browser: Browser;
/** the Wi-Fi between a page and the box */
let line: CutLine;
/** The box does what a form of this path wants, and the line breaks before its answer. Browsers try twice by themselves. */
let answerLost = '';

t.before(async () => {
  if (skip) return;
  centre = await openStationCentre((facility) => [
    counterPages(facility),
    queuePages(facility),
    vitalsPages(facility),
    doctorPages(facility),
  ]);
  centre.server.ext('onPreResponse', (request, h) => {
    if (request.method !== 'post' || request.path !== answerLost) return h.continue;
    request.raw.req.socket.destroy();
    return h.abandon;
  });
  line = await startCutLine(centre.origin);
  browser = await startBrowser();
});
t.beforeEach(() => {
  if (!skip) line.set('open');
});
t.teardown(async () => {
  if (skip) return;
  await browser.close();
  await line.close();
  await centre.stop();
});

async function arrive(station: 'vitals' | 'doctor'): Promise<VisitId> {
  const patient = await centre.register({ name: 'सीता देवी', sex: 'female', birthDate: '1962' });
  return centre.facility.append(
    { by: 'asha' },
    (draft) => draft.visit({ patient, kind: 'new', station })._id,
  );
}

async function logIn(page: Page, who: string): Promise<void> {
  await page.goto(`${line.url}/login`);
  await page.locator(`label:has(input[name="name"][value="${who}"])`).click();
  await page.fill('input[name="password"]', CENTRE_PASSWORD);
  await page.click('main .main-button');
  await page.waitForURL(`${line.url}/`);
}

async function examine(page: Page, visit: VisitId, words: string): Promise<void> {
  await page.goto(`${line.url}/doctor/${visitPath(visit)}`);
  await page.locator('summary', { hasText: 'परीक्षण में क्या मिला' }).click();
  await page.fill(EXAMINATION, words);
}

/** What lies in the browser of drafts. */
async function kept(page: Page): Promise<string[]> {
  const all = await page.evaluate('Object.entries(localStorage).concat(Object.entries(sessionStorage))');
  return (all as [string, string][]).filter(([key]) => key.startsWith('nadi-draft')).map(String);
}

async function newTab(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${line.url}${path}`);
  return page;
}

for (const width of [360, 1366] as const) {
  void t.test(
    `a save that finds no box says so in its place, and is sent again, at ${width} px`,
    { skip },
    async (t) => {
      const visit = await arrive('vitals');
      const path = `/vitals/${visitPath(visit)}`;
      await browser.withPage({ width }, async (page) => {
        const complaints = complaintsOf(page);
        await logIn(page, 'nisha');
        await page.goto(`${line.url}${path}`);
        await page.fill('input[name="pulse"]', '82');
        line.set('down');
        await page.click('main .main-button');
        await page.locator('.lost').waitFor();
        t.match(await page.innerText('.lost'), 'बॉक्स नहीं मिला');
        t.equal(new URL(page.url()).pathname, path, 'the form stays where it is');
        t.equal(await page.inputValue('input[name="pulse"]'), '82');
        t.match(await page.innerText('main .main-button'), 'सहेजें', 'and can be sent again');
        t.equal(await sidewaysOverflow(page), 0);
        await page.locator('.lost button').click();
        await page.locator('.lost').waitFor();
        line.set('open');
        await page.locator('.lost button').click();
        await page.waitForURL('**/vitals?saved=*');
        t.same(await kept(page), [], 'nothing is left of what is saved');
        t.same(complaints, []);
      });
      t.match(foldVisit(await centre.facility.loadVisit(visit)).vitals, [{ pulse: 82 }]);
    },
  );
}

void t.test(
  'what was signed without an answer is there again when the visit is opened',
  { skip },
  async (t) => {
    const [visit, other] = [await arrive('doctor'), await arrive('doctor')];
    await browser.withPage({}, async (page) => {
      await logIn(page, 'dr.verma');
      await page.goto(`${line.url}/doctor/${visitPath(other)}`);
      await examine(page, visit, 'गला लाल');
      line.set('down');
      await page.click('#sign .main-button');
      await page.locator('.lost').waitFor();
      line.set('open');
      await page.goBack();
      t.match(page.url(), visitPath(other));
      await page.goForward();
      await page.locator('.notice').waitFor();
      t.match(await page.innerText('.notice'), 'बॉक्स से जवाब नहीं आया');
      t.equal(await page.inputValue(EXAMINATION), 'गला लाल');
      await page.goto(`${line.url}/doctor/${visitPath(other)}`);
      await page.waitForLoadState('networkidle');
      t.equal(await page.locator('.notice').count(), 0, 'nothing of it stands on another visit');

      await page.goto(`${line.url}/doctor/${visitPath(visit)}`);
      await page.locator('.notice').waitFor();
      answerLost = `/doctor/${visitPath(visit)}`;
      await page.click('#sign .main-button');
      await page.locator('.lost').waitFor();
      answerLost = '';
      await page.locator('.lost button').click();
      await page.waitForURL('**/doctor?signed=*');
      t.same(await kept(page), []);
    });
    const { consultation } = foldVisit(await centre.facility.loadVisit(visit));
    t.equal(consultation?.examination, 'गला लाल');
  },
);

void t.test('whoever was registered without an answer is not registered twice', { skip }, async (t) => {
  const before = centre.facility.patients.size;
  await browser.withPage({}, async (page) => {
    await logIn(page, 'asha');
    await page.goto(`${line.url}/counter/new?q=${encodeURIComponent('रामकली')}`);
    await page.locator('label:has(input[name="sex"][value="female"])').click();
    await page.fill('#f-age', '41');
    answerLost = '/counter/new';
    await page.click('main .main-button');
    await page.locator('.lost').waitFor();
    answerLost = '';
    t.equal(centre.facility.patients.size, before + 1);
    await page.reload();
    await page.locator('.notice').waitFor();
    t.equal(await page.inputValue('#f-age'), '41');
    await page.click('main .main-button');
    await page.waitForURL('**/counter/slip/**');
    t.equal(centre.facility.patients.size, before + 1);
    t.same(await kept(page), []);
  });
});

void t.test(
  'a silent line and a press in the middle of a consultation are told the same way',
  { skip },
  async (t) => {
    const visit = await arrive('doctor');
    await browser.withPage({}, async (page) => {
      await logIn(page, 'dr.verma');
      await page.clock.install();
      await examine(page, visit, 'गला लाल');
      line.set('silent');
      const pressed = page.waitForRequest((request) => request.method() === 'POST');
      await page.locator('button[value="follow:7"]').click();
      await pressed;
      t.equal(await page.locator('.lost').count(), 0, 'a slow box is waited for');
      await page.clock.fastForward(16_000);
      await page.locator('.lost').waitFor();
      line.set('down');
      line.set('open');
      await page.locator('.lost button').click();
      await page.locator('input[name="followUp"][value="2026-11-28"]').waitFor();
      t.equal(await page.inputValue(EXAMINATION), 'गला लाल');
      t.equal(await page.locator('.lost').count(), 0);
    });
  },
);

void t.test(
  'a tab that died leaves what was typed to the same person, and to nobody else',
  { skip },
  async (t) => {
    const visit = await arrive('doctor');
    await browser.withPage({}, async (page) => {
      const context = page.context();
      await logIn(page, 'asha');
      const dying = await newTab(context, '/counter/new');
      await dying.fill('#f-name', 'सुगनी हाँसदा');
      await dying.close();
      const next = await newTab(context, '/counter/new');
      await next.locator('.notice').waitFor();
      t.equal(await next.inputValue('#f-name'), '', 'it may be about another patient: it is offered');
      t.notMatch((await kept(next)).join(), 'सुगनी', 'and lies there unreadable');
      await next.locator('.notice button', { hasText: 'वापस रखें' }).click();
      t.equal(await next.inputValue('#f-name'), 'सुगनी हाँसदा');
      await next.reload();
      await next.locator('.notice').waitFor();
      t.equal(await next.inputValue('#f-name'), 'सुगनी हाँसदा', 'it is this tab’s now');

      await context.clearCookies();
      await logIn(next, 'meena');
      await next.goto(`${line.url}/counter/new`);
      await next.waitForLoadState('networkidle');
      t.equal(await next.locator('.notice').count(), 0);
      t.equal(await next.inputValue('#f-name'), '');
      t.same(await kept(next), [], 'who is no longer on shift left nothing here');
      await next.fill('#f-name', 'बुधनी');
      await next.locator('.notice').count();
      await next.click('[data-forget-drafts]');
      await next.waitForURL('**/login');
      t.same(await kept(next), [], 'nor does who logs out');

      await logIn(next, 'dr.verma');
      await examine(next, visit, 'गला लाल');
      await next.close();
      const doctor = await newTab(context, `/doctor/${visitPath(visit)}`);
      await doctor.locator('.notice button', { hasText: 'वापस रखें' }).click();
      await doctor.locator(`${EXAMINATION}:visible`).waitFor();
      t.equal(await doctor.inputValue(EXAMINATION), 'गला लाल');
    });
  },
);

void t.test('Enter in the allergy’s fields saves it, and claims no unfinished words', { skip }, async (t) => {
  const visit = await arrive('doctor');
  await browser.withPage({}, async (page) => {
    await logIn(page, 'dr.verma');
    await examine(page, visit, 'गला लाल');
    await page.locator('summary', { hasText: 'एलर्जी' }).click();
    await page.fill('#f-allergySubstance', 'सल्फा');
    await page.press('#f-allergySubstance', 'Enter');
    await page.locator('.patient-allergy', { hasText: 'सल्फा' }).waitFor();
    t.equal(await page.locator('.notice').count(), 0);
    t.equal(await page.inputValue(EXAMINATION), 'गला लाल');
    const loads: string[] = [];
    page.on('framenavigated', (frame) => loads.push(frame.url()));
    const found = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.press('#f-followUp', 'Enter');
    await found;
    await page.locator('[data-swapping]').waitFor({ state: 'detached' });
    t.equal(await page.locator('.notice').count(), 0, 'nor does Enter elsewhere');
    t.same(loads, [], 'and it signs nothing');
  });
  const { patient } = foldVisit(await centre.facility.loadVisit(visit));
  t.match(foldPatient(await centre.facility.loadPatient(patient)).allergies, [{ substance: 'सल्फा' }]);
});

void t.test(
  'a browser that does not say which button was pressed sends its forms by itself',
  { skip },
  async (t) => {
    const visit = await arrive('doctor');
    await browser.withPage({}, async (page) => {
      await page.addInitScript(`
      delete SubmitEvent.prototype.submitter;
      delete HTMLFormElement.prototype.requestSubmit;`);
      await logIn(page, 'dr.verma');
      await examine(page, visit, 'गला लाल');
      await page.click('#sign .main-button');
      await page.waitForURL('**/doctor?signed=*');
    });
    const { consultation } = foldVisit(await centre.facility.loadVisit(visit));
    t.equal(consultation?.examination, 'गला लाल', 'and is signed');
  },
);
