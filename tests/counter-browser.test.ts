import t from 'tap';
import { counterPages } from '../node-server/stations/counter.js';
import { displayPages } from '../node-server/stations/display.js';
import { queuePages } from '../node-server/stations/queue.js';
import type { Page } from 'playwright-core';
import { findChromium, sidewaysOverflow, startBrowser, waitForFocus, type Browser } from './browser.js';
import { CENTRE_PASSWORD, openStationCentre, type StationCentre } from './station-centre.js';

const skip = findChromium() === null ? 'no Chromium on this machine' : false;
const FAMILY = { mobile: '9812343210', village: 'बिशनपुर' };

let centre: StationCentre;
let browser: Browser;

async function logIn(page: Page): Promise<void> {
  await page.goto(`${centre.origin}/login`);
  await page.locator('label.choice', { hasText: 'आशा कुमारी' }).click();
  await page.fill('#f-password', CENTRE_PASSWORD);
  await page.click('main .main-button');
}

void t.test('the counter in a real browser', { skip }, async (t) => {
  centre = await openStationCentre((facility) => [
    counterPages(facility),
    queuePages(facility),
    displayPages(facility),
  ]);
  browser = await startBrowser();
  t.teardown(async () => {
    await browser.close();
    await centre.stop();
  });
  const mother = await centre.register({ ...FAMILY, name: 'सुनीता देवी', sex: 'female', birthDate: '1988' });
  await centre.register({ ...FAMILY, name: 'रोहित पासवान', sex: 'male', birthDate: '2014' });

  await t.test(
    'a returning patient: type the mobile, Enter, press the slip button; no scripts',
    async (t) => {
      await browser.withPage({ javaScript: false, width: 360 }, async (page) => {
        await logIn(page);
        await page.goto(`${centre.origin}/counter`);
        await waitForFocus(page, 'q');
        await page.keyboard.type('9812343210');
        await page.keyboard.press('Enter');
        await page.getByRole('button', { name: 'सुनीता देवी को पर्ची दें' }).click();
        t.match(page.url(), '/counter/slip/');
        t.match(await page.innerText('.slip-token'), '1');
        t.equal(await sidewaysOverflow(page), 0);
        t.ok(centre.facility.queue.openVisitOf(mother));
      });
    },
  );

  await t.test('a new patient by keyboard alone, warned of one who is known', async (t) => {
    await browser.withPage({}, async (page) => {
      await logIn(page);
      await page.goto(`${centre.origin}/counter`);
      await waitForFocus(page, 'q');
      await page.keyboard.type('Rohit Pasvan');
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'नया मरीज़ दर्ज करें' }).press('Enter');
      t.equal(await page.inputValue('#f-name'), 'Rohit Pasvan', 'what was searched is filled in');
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowRight');
      t.ok(await page.isChecked('input[name="sex"][value="male"]'));
      await page.keyboard.press('Tab');
      await page.keyboard.type('12');
      await page.fill('#f-mobile', FAMILY.mobile);
      await page.fill('#f-village', FAMILY.village);
      await page.keyboard.press('Enter');
      await page.waitForSelector('#look');
      t.match(await page.innerText('#look'), 'रोहित पासवान');
      await page.getByRole('button', { name: 'रोहित पासवान को पर्ची दें' }).click();
      await page.waitForURL('**/counter/slip/**');
      t.equal(centre.facility.patients.findByMobile(FAMILY.mobile).length, 2, 'nobody was registered twice');
      const drafts = await page.evaluate(
        'Object.keys(localStorage).filter((key) => /^nadi-draft/.test(key))',
      );
      t.same(drafts, [], 'and what was typed is not offered for the next patient');
    });
  });

  await t.test('an open display and an open board show a call without a reload', async (t) => {
    const [entry] = centre.facility.queue.waiting('vitals');
    await browser.withPage({}, async (screen) => {
      await screen.goto(`${centre.origin}/display`);
      t.equal(await screen.locator('.screen-call').count(), 0);
      await browser.withPage({}, async (page) => {
        await logIn(page);
        await page.goto(`${centre.origin}/queue`);
        await page.locator('#vitals .call-next').click();
        await page.waitForSelector('#vitals .call-current');
      });
      await screen.waitForSelector(`.screen-vitals .screen-new[data-token="${entry?.token ?? 0}"]`);
      t.match(await screen.innerText('.screen-vitals'), /कमरा 1\s+Room 1/);
      t.equal(await sidewaysOverflow(screen), 0);
    });
  });
});
