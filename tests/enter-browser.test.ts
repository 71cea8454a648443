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

for (const javaScript of [true, false]) {
  const how = javaScript ? 'with script' : 'without script';

  void t.test(`${how}: Enter in a reading saves, as the main button does`, { skip }, async (t) => {
    const visit = await arrive('vitals');
    await browser.withPage({ javaScript }, async (page) => {
      await open(page, 'nisha', `/vitals/${visitPath(visit)}`);
      await page.fill('input[name="pulse"]', '82');
      await page.fill('input[name="temperatureC"]', '37.2');
      await page.press('input[name="temperatureC"]', 'Enter');
      await page.waitForURL('**/vitals?saved=*');
    });
    const { vitals, station } = foldVisit(await centre.facility.loadVisit(visit));
    t.match(vitals, [{ temperatureC: 37.2, pulse: 82 }]);
    t.equal(station, 'doctor');
  });

  void t.test(`${how}: Enter in a refused form leads to nothing but the same list`, { skip }, async (t) => {
    const visit = await arrive('vitals');
    await browser.withPage({ javaScript }, async (page) => {
      await open(page, 'nisha', `/vitals/${visitPath(visit)}`);
      await page.fill('input[name="pulse"]', '8200');
      await page.fill('input[name="spo2"]', '940');
      await page.press('input[name="spo2"]', 'Enter');
      await page.locator('#problems').waitFor();
      t.equal(
        await page.locator(':focus').getAttribute('id'),
        'problems',
        'the list of errors has the focus',
      );
      t.equal(await page.locator('#problems li').count(), 2);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      t.equal(await page.locator(':focus').getAttribute('name'), 'pulse', 'a line of it leads to its field');
      t.equal(await page.inputValue('input[name="spo2"]'), '940');
    });
    t.same(foldVisit(await centre.facility.loadVisit(visit)).vitals, []);
  });
}

void t.test('with script: Enter in a quantity gives out, Enter in a search looks', { skip }, async (t) => {
  const visit = await arrive('pharmacy');
  await browser.withPage({}, async (page) => {
    await open(page, 'poonam', `/pharmacy/${visitPath(visit)}`);
    await page.locator('.give-other summary').click();
    await page.locator('input[name$=".search"]').fill('ibu');
    await page.locator('input[name$=".search"]').press('Enter');
    await page.locator('input[name$=".substitute"]').first().waitFor({ state: 'attached' });
    t.same(foldVisit(await centre.facility.loadVisit(visit)).dispenses, []);
    await page.locator('input[name$=".quantity"]').press('Enter');
    await page.waitForURL('**/label');
  });
  t.match(foldVisit(await centre.facility.loadVisit(visit)).dispenses, [{ lines: [{ quantity: 15 }] }]);
});

void t.test('without script: Enter in a search gives nothing out yet', { skip }, async (t) => {
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
