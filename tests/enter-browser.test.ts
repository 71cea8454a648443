import t from 'tap';
import type { Page } from 'playwright-core';
import { pharmacyPages } from '../node-server/stations/pharmacy.js';
import { visitPath } from '../node-server/stations/visit-path.js';
import { vitalsPages } from '../node-server/stations/vitals.js';
import type { VisitId } from '../records/ids.js';
import { foldVisit } from '../records/visit-fold.js';
import { findChromium, startBrowser, type Browser } from './browser.js';
import { CENTRE_PASSWORD, openStationCentre, type StationCentre } from './station-centre.js';

const skip = findChromium() === null ? 'no Chromium on this machine' : false;
const PCM = 'paracetamol-tab-500mg';
const IBU = 'ibuprofen-tab-400mg';

let centre: StationCentre;
let browser: Browser;
t.before(async () => {
  if (skip) return;
  centre = await openStationCentre((facility) => [vitalsPages(facility), pharmacyPages(facility)]);
  await centre.facility.append({ by: 'asha' }, (draft) => {
    const name = { hi: 'पूनम सिंह', en: 'Poonam' };
    draft.staff({ staff: 'poonam', name, roles: ['pharmacist'], active: true });
    for (const item of [PCM, IBU])
      draft.stock({ item, batch: 'B1', expiry: '2028-03', change: 480, kind: 'opening' });
  });
  browser = await startBrowser();
});
t.teardown(async () => {
  if (skip) return;
  await browser.close();
  await centre.stop();
});

async function arrive(station: 'vitals' | 'pharmacy'): Promise<VisitId> {
  const patient = await centre.register({ name: 'सीता देवी', sex: 'female', birthDate: '1962' });
  const visit = await centre.facility.append(
    { by: 'asha' },
    (draft) => draft.visit({ patient, kind: 'new', station })._id,
  );
  if (station === 'vitals') return visit;
  await centre.facility.append({ by: 'dr.verma', visits: [visit] }, (draft) => {
    const dose = { pattern: '1-1-1', amount: 1, unit: 'tablet', days: 5, food: 'after' } as const;
    draft.part(visit, 'prescription', {
      patient,
      lines: [{ line: 1, drug: PCM, name: PCM, dose, quantity: 15 }],
    });
  });
  return visit;
}

async function open(page: Page, who: string, path: string): Promise<void> {
  await page.goto(`${centre.origin}/login`);
  await page.locator(`label:has(input[name="name"][value="${who}"])`).click();
  await page.fill('input[name="password"]', CENTRE_PASSWORD);
  await page.click('main .main-button');
  await page.goto(`${centre.origin}${path}`);
}

const focused = (page: Page): Promise<string | null> => page.locator(':focus').getAttribute('name');

for (const javaScript of [true, false]) {
  const how = javaScript ? 'with script' : 'without script';

  void t.test(`${how}: Enter in a reading saves no half of the nurse’s form`, { skip }, async (t) => {
    const visit = await arrive('vitals');
    await browser.withPage({ javaScript }, async (page) => {
      await open(page, 'nisha', `/vitals/${visitPath(visit)}`);
      const before = centre.facility.recordCount;
      await page.locator('input[name="temperatureC"]').focus();
      await page.keyboard.type('37.2');
      await page.keyboard.press('Enter');
      if (javaScript) {
        const next = await focused(page);
        t.notOk(next === 'temperatureC' || next === 'temperatureUnit', `the next reading: ${next ?? ''}`);
        await page.locator('textarea').focus();
      } else await page.waitForTimeout(300);
      t.equal(new URL(page.url()).pathname, `/vitals/${visitPath(visit)}`);
      t.equal(await page.inputValue('input[name="temperatureC"]'), '37.2');
      t.equal(centre.facility.recordCount, before);
      await page.locator('#main-form .main-button').focus();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/vitals?saved=*');
    });
    t.match(foldVisit(await centre.facility.loadVisit(visit)).vitals, [{ temperatureC: 37.2 }]);
  });
}

void t.test('Enter in a search gives nothing out yet', { skip }, async (t) => {
  const visit = await arrive('pharmacy');
  await browser.withPage({ javaScript: false }, async (page) => {
    await open(page, 'poonam', `/pharmacy/${visitPath(visit)}`);
    await page.locator('.give-other summary').click();
    await page.locator('input[name$=".search"]').fill('ibu');
    await page.keyboard.press('Enter');
    await page.locator('input[name$=".substitute"]').first().waitFor({ state: 'attached' });
    t.equal(await page.inputValue('input[name$=".quantity"]'), '15', 'what is proposed stays');
  });
  t.same(foldVisit(await centre.facility.loadVisit(visit)).dispenses, []);
});
