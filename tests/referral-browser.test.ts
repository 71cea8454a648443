import t from 'tap';
import type { Page } from 'playwright-core';
import { doctorPages } from '../node-server/stations/doctor.js';
import { referralPages } from '../node-server/stations/referrals.js';
import { visitPath } from '../node-server/stations/visit-path.js';
import type { VisitId } from '../records/ids.js';
import { foldVisit } from '../records/visit-fold.js';
import { findChromium, sidewaysOverflow, startBrowser, type Browser } from './browser.js';
import { CENTRE_PASSWORD, openStationCentre, type StationCentre } from './station-centre.js';

const skip = findChromium() === null ? 'no Chromium on this machine' : false;
const CAME = 'visit:BR0977:20261120-007:referral:1';

let centre: StationCentre;
let browser: Browser;
t.beforeEach(async () => {
  if (skip) return;
  centre = await openStationCentre((facility) => [doctorPages(facility), referralPages(facility)]);
  const listed = { type: 'facility', v: 1, state: '10', district: '203', status: 'open' };
  await centre.facility.databases.shared.put({
    ...{ _id: 'facility:BR0977', ...listed, code: 'BR0977', kind: 'DH' },
    name: { en: 'Sadar Hospital', hi: 'सदर अस्पताल' },
  } as object);
  await centre.facility.databases.inbox.put({
    ...{ _id: `referral:${CAME}`, type: 'referral-in', referral: CAME, from: { code: 'BR0977' } },
    ...{ patient: 'patient:BR0977-000012-L', at: '2026-11-20T04:30:00.000Z', by: 'ravi', reason: 'जाँच' },
    ...{ urgent: true, summary: { person: { name: 'मोहन', sex: 'male' } } },
  } as object);
  browser = await startBrowser();
});
t.afterEach(async () => {
  if (skip) return;
  await browser.close();
  await centre.stop();
});

async function arrive(name: string): Promise<VisitId> {
  const patient = await centre.register({ name, sex: 'female', birthDate: '1992' });
  return centre.facility.append(
    { by: 'asha' },
    (draft) => draft.visit({ patient, kind: 'new', station: 'doctor' })._id,
  );
}

async function logIn(page: Page): Promise<void> {
  await page.goto(`${centre.origin}/login`);
  await page.locator('label:has(input[name="name"][value="dr.verma"])').click();
  await page.fill('input[name="password"]', CENTRE_PASSWORD);
  await page.click('main .main-button');
  await page.waitForURL(`${centre.origin}/`);
}

for (const [javaScript, width] of [
  [false, 360],
  [true, 1366],
] as const) {
  void t.test(
    `a doctor refers by keys alone, scripts ${javaScript ? 'on' : 'off'}, at ${width} px`,
    { skip },
    async (t) => {
      const visit = await arrive('सीता देवी');
      await browser.withPage({ javaScript, width }, async (page) => {
        await logIn(page);
        await page.goto(`${centre.origin}/doctor/${visitPath(visit)}`);
        await page.locator('#refer summary').focus();
        await page.keyboard.press('Enter');
        await page.locator('#f-findFacility').focus();
        await page.keyboard.type('sadar');
        const found = page.locator('.found-row[value="facility-pick:BR0977"]');
        if (javaScript) {
          await found.waitFor();
          await page.keyboard.press('ArrowDown');
        } else {
          await page.keyboard.press('Enter');
          await found.focus();
        }
        await page.keyboard.press('Enter');
        await page.locator('.referral-preview').waitFor();
        t.match(
          await page.locator('.referral-preview').innerText(),
          /सदर अस्पताल को यह बताया जाएगा[^]*सीता देवी/,
        );
        t.equal(await sidewaysOverflow(page), 0);
        if (!javaScript) await page.locator('#f-referralReason').focus();
        await page.keyboard.type('साँस फूलती है');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Space');
        await page.locator('#sign .main-button').focus();
        await page.keyboard.press('Enter');
        await page.waitForURL('**/doctor?signed=*');
        await page.goto(`${centre.origin}/referrals`);
        t.match(await page.locator('main').innerText(), /भेजे हुए: 1 बाकी[^]*तुरंत[^]*साँस फूलती है/);
        t.equal(await sidewaysOverflow(page), 0);
      });
      const { referrals } = foldVisit(await centre.facility.loadVisit(visit));
      t.match(referrals, [{ to: 'BR0977', reason: 'साँस फूलती है', urgent: true }]);
    },
  );
}

void t.test('one that came is told on each page, and is answered by keys', { skip }, async (t) => {
  await browser.withPage({ width: 360 }, async (page) => {
    await logIn(page);
    await page.goto(`${centre.origin}/referrals`);
    t.equal(await page.locator('.nav-count-urgent').innerText(), '1 नए, 1 तुरंत\n! 1');
    await page.locator('.referral-row a').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('#f-feedback').focus();
    await page.keyboard.type('बिस्तर खाली है');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.notice').waitFor();
    t.match(await page.locator('.referral-steps').innerText(), /मान लिया[^]*बिस्तर खाली है/);
    t.equal(await page.locator('.nav-count').count(), 0);
    t.equal(await sidewaysOverflow(page), 0);
  });
});
