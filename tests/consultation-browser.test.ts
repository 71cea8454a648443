import t from 'tap';
import type { Locator, Page, Route } from 'playwright-core';
import { foldVisit } from '../records/visit-fold.js';
import type { VisitId } from '../records/ids.js';
import { doctorPages } from '../node-server/stations/doctor.js';
import { queuePages } from '../node-server/stations/queue.js';
import { vitalsPages } from '../node-server/stations/vitals.js';
import { visitPath } from '../node-server/stations/visit-path.js';
import { findChromium, sidewaysOverflow, startBrowser, type Browser } from './browser.js';
import { CENTRE_PASSWORD, openStationCentre, type StationCentre } from './station-centre.js';

const skip = findChromium() === null ? 'no Chromium on this machine' : false;

let centre: StationCentre;
let browser: Browser;
t.beforeEach(async () => {
  if (skip) return;
  centre = await openStationCentre((facility) => [
    queuePages(facility),
    vitalsPages(facility),
    doctorPages(facility),
  ]);
  await centre.facility.append({ by: 'asha' }, (draft) => {
    draft.stock({
      item: 'paracetamol-tab-500mg',
      batch: 'B1',
      expiry: '2028-03',
      change: 480,
      kind: 'opening',
    });
  });
  browser = await startBrowser();
});
t.afterEach(async () => {
  if (skip) return;
  await browser.close();
  await centre.stop();
});

async function arrive(name: string): Promise<VisitId> {
  const patient = await centre.register({ name, sex: 'female', birthDate: '1992' });
  await centre.facility.append({ by: 'asha' }, (draft) => {
    draft.patientPart(patient, 'allergy', { substance: 'पेनिसिलिन' });
  });
  return centre.facility.append(
    { by: 'asha' },
    (draft) => draft.visit({ patient, kind: 'new', station: 'vitals' })._id,
  );
}

async function logIn(page: Page, who: string): Promise<void> {
  await page.goto(`${centre.origin}/login`);
  // The label, as a person does: it waits until the page has settled.
  await page.locator(`label:has(input[name="name"][value="${who}"])`).click();
  await page.fill('input[name="password"]', CENTRE_PASSWORD);
  await page.click('main .main-button');
  await page.waitForURL(`${centre.origin}/`);
}

/** Presses a button of the form and waits for what it changes. */
async function press(page: Page, value: string, sign: string): Promise<void> {
  await page.locator(`button[name="action"][value="${value}"]`).first().click();
  await page.locator(sign).first().waitFor({ state: 'attached' });
}

for (const [javaScript, width] of [
  [false, 360],
  [true, 1366],
] as const) {
  void t.test(
    `nurse and doctor serve a patient in Hindi, scripts ${javaScript ? 'on' : 'off'}, at ${width} px`,
    { skip },
    async (t) => {
      const visit = await arrive(`सीता ${width}`);
      await browser.withPage({ javaScript, width }, async (page) => {
        await logIn(page, 'nisha');
        await page.goto(`${centre.origin}/vitals`);
        await page.fill('#token', visitPath(visit).split('-')[1] ?? '');
        await page.click('.by-token button');
        await page.waitForURL(`**/vitals/${visitPath(visit)}`);
        await page.fill('#f-systolic', '128');
        await page.fill('#f-diastolic', '82');
        await page.fill('#f-weightKg', '54');
        t.equal(await sidewaysOverflow(page), 0);
        await page.click('main .main-button');
        await page.waitForURL('**/vitals?saved=*');
      });
      await browser.withPage({ javaScript, width }, async (page) => {
        await logIn(page, 'dr.verma');
        await page.goto(`${centre.origin}/doctor`);
        t.equal(await sidewaysOverflow(page), 0);
        await page.locator('.call-list a.row-token').last().click();
        await page.waitForURL(`**/doctor/${visitPath(visit)}`);
        t.match(await page.locator('.patient-allergy').innerText(), 'पेनिसिलिन');
        t.match(await page.locator('.glance-vitals').innerText(), '128/82');

        await press(page, 'complaint-add:fever', 'input[name="complaint.0.code"]');
        await page.fill('[name="complaint.0.duration"]', '3');
        await page.fill('#f-findDiagnosis', 'bukhar');
        await page.locator('[data-picker="diagnosis"] .find-button').click();
        await press(page, 'diagnosis-add:R50.9', 'input[name="diagnosis.0.code"]');

        await page.fill('#f-findDrug', 'अमोक्सी');
        await page.locator('[data-picker="drug"] .find-button').click();
        await press(page, 'drug-add:amoxicillin-cap-500mg', 'input[name="line.0.drug"]');
        await press(page, 'pattern:0:1-1-1', 'input[name="line.0.pattern"][value="1-1-1"]');
        await press(page, 'days:0:5', '.instruction');
        t.equal(await page.inputValue('[name="line.0.quantity"]'), '15');
        t.match(
          await page.locator('.instruction').innerText(),
          '1 कैप्सूल सुबह, 1 कैप्सूल दोपहर, 1 कैप्सूल रात — 5 दिन',
        );
        t.match(await page.locator('.line').innerText(), 'भंडार में नहीं');
        t.equal(await page.inputValue('[name="complaint.0.duration"]'), '3', 'what was typed stays');
        t.equal(await sidewaysOverflow(page), 0);

        await page.locator('#sign .main-button').click();
        await page.locator('#problems').waitFor();
        t.match(await page.locator('.line-warning').innerText(), 'मरीज़ को पेनिसिलिन से एलर्जी है');
        await press(page, 'line-remove:0', '#main-form:not(:has([name="line.0.drug"]))');
        await page.fill('#f-findDrug', 'paracet');
        await page.locator('[data-picker="drug"] .find-button').click();
        await press(page, 'drug-add:paracetamol-tab-500mg', 'input[name="line.0.drug"]');
        await press(page, 'pattern:0:1-0-1', 'input[name="line.0.pattern"][value="1-0-1"]');
        await press(page, 'days:0:3', '.instruction');
        await press(page, 'food:0:after', 'input[name="line.0.food"][value="after"]');
        await press(page, 'test-add:HB', 'input[name="tests"][value="HB"]');
        await press(page, 'follow:7', 'input[name="followUp"][value="2026-11-28"]');
        await page.locator('.advice-row .choice').first().click();
        await page.locator('#sign .main-button').click();
        await page.waitForURL('**/doctor?signed=*');
        t.match(await page.locator('.after-signing').innerText(), 'लैब');
      });
      const signed = foldVisit(await centre.facility.loadVisit(visit));
      t.equal(signed.station, 'lab');
      t.match(signed.consultation, { complaints: [{ text: 'बुखार', duration: 3 }], followUp: '2026-11-28' });
      t.match(signed.diagnoses, [{ code: 'R50.9' }]);
      t.match(signed.prescription?.prescription.lines, [
        { drug: 'paracetamol-tab-500mg', quantity: 6, dose: { food: 'after' } },
      ]);
      t.same(signed.openTests, ['HB']);
    },
  );
}

void t.test('a consultation that nothing was typed in claims no unfinished words', { skip }, async (t) => {
  const visit = await arrive('सीता');
  await browser.withPage({}, async (page) => {
    await logIn(page, 'dr.verma');
    const path = `${centre.origin}/doctor/${visitPath(visit)}`;
    for (const round of ['opened', 'left', 'opened again']) {
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      t.equal(await page.locator('.notice').count(), 0, round);
    }
    await page.locator('summary', { hasText: 'परीक्षण में क्या मिला' }).click();
    await page.fill('textarea[name="examination"]', 'गला लाल');
    await page.goto(`${centre.origin}/doctor`);
    await page.goto(path);
    await page.locator('.notice').waitFor();
    t.equal(await page.inputValue('textarea[name="examination"]'), 'गला लाल');
  });
});

void t.test(
  'with scripts the search shows what it finds while one types, and keys alone pick from it',
  { skip },
  async (t) => {
    const visit = await arrive('गीता');
    await browser.withPage({}, async (page) => {
      const pages: string[] = [];
      await logIn(page, 'dr.verma');
      await page.goto(`${centre.origin}/doctor/${visitPath(visit)}`);
      page.on('framenavigated', (frame) => pages.push(frame.url()));
      await page.focus('#f-findDrug');
      await page.keyboard.type('पैरा');
      await page.locator('[data-found="drug"] .found-row').first().waitFor();
      t.match(await page.locator('[data-found="drug"]').innerText(), '480 गोली');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.locator('[name="line.0.drug"]').waitFor({ state: 'attached' });
      await page.fill('[name="line.0.amount"]', '2');
      await press(page, 'pattern:0:1-0-1', 'input[name="line.0.pattern"][value="1-0-1"]');
      await press(page, 'days:0:5', '.instruction');
      t.equal(await page.inputValue('[name="line.0.quantity"]'), '20');
      await page.fill('[name="line.0.amount"]', '1');
      await page.keyboard.press('Tab');
      await page.locator('input[name="line.0.quantity"][value="10"]').waitFor();
      t.same(pages, [], 'no page was loaded meanwhile');
    });
  },
);

void t.test(
  'Enter before anything was found takes the first that comes, and no press or word is lost on a slow network',
  { skip },
  async (t) => {
    const visit = await arrive('राधा');
    await browser.withPage({ width: 360 }, async (page) => {
      const pages: string[] = [];
      await logIn(page, 'dr.verma');
      await page.goto(`${centre.origin}/doctor/${visitPath(visit)}`);
      page.on('framenavigated', (frame) => pages.push(frame.url()));
      const late = async (route: Route): Promise<void> => {
        await new Promise((resolve) => setTimeout(resolve, 400));
        await route.continue();
      };
      await page.route('**/api/search/**', late);
      await page.route(`**/doctor/${visitPath(visit)}`, late);

      await page.fill('#f-findDrug', 'पै');
      await page.fill('#f-findDrug', 'पैरासिटामोल 500');
      await page.press('#f-findDrug', 'Enter');
      await page
        .locator('[name="line.0.drug"][value="paracetamol-tab-500mg"]')
        .waitFor({ state: 'attached' });

      await page.fill('#f-findDiagnosis', 'bukhar');
      const picked = page.waitForRequest((request) => /diagnosis-add/.test(request.postData() ?? ''));
      await page.press('#f-findDiagnosis', 'Enter');
      await picked;
      // The first press travels: the next two come before its answer.
      await page.locator('button[value="pattern:0:1-0-1"]').click();
      await page.locator('button[value="days:0:5"]').click();
      await page.fill('#f-followUp', '30-12-2026');
      await page.focus('#f-findTest');
      await page.keyboard.type('hem');
      await page.locator('.instruction').waitFor();
      await page.locator('[data-swapping]').waitFor({ state: 'detached' });
      t.equal(await page.inputValue('[name="line.0.pattern"]'), '1-0-1');
      t.equal(await page.inputValue('[name="line.0.quantity"]'), '10');
      t.equal(await page.inputValue('#f-findTest'), 'hem', 'nor what was typed meanwhile');
      t.equal(await page.inputValue('#f-followUp'), '30-12-2026', 'in one field or in two');
      t.match(await page.inputValue('[name="diagnosis.0.code"]'), 'R50.9');
      await page.press('#f-findTest', 'Enter');
      await page.locator('input[name="tests"]').first().waitFor({ state: 'attached' });

      await page.fill('#f-findDrug', 'xyzxyz');
      await page.press('#f-findDrug', 'Enter');
      await page.locator('[data-found="drug"] .hint').waitFor();
      t.equal(await page.inputValue('#f-findDrug'), 'xyzxyz');
      t.same(pages, [], 'no page was loaded meanwhile');
    });
  },
);

/** A critical result of a test that the doctor ordered at this visit. */
async function giveCritical(visit: VisitId, value: number): Promise<void> {
  const { patient } = foldVisit(await centre.facility.loadVisit(visit));
  await centre.facility.append({ by: 'nisha', visits: [visit] }, (draft) => {
    const order = draft.part(visit, 'lab-order', { patient, tests: ['HB'] });
    const result = { order: order._id, test: 'HB', value, unit: 'g/dL', flag: 'critical' } as const;
    draft.part(visit, 'lab-result', { patient, ...result });
  });
}

void t.test(
  'a critical result is seen in the middle of a consultation, and looked at without a typed word being lost',
  { skip },
  async (t) => {
    const [ill, here] = [await arrive('गीता'), await arrive('सीता')];
    await browser.withPage({ width: 360 }, async (page) => {
      await logIn(page, 'dr.verma');
      await page.clock.install();
      await page.goto(`${centre.origin}/doctor/${visitPath(here)}`);
      await page.locator('summary', { hasText: 'परीक्षण में क्या मिला' }).click();
      await page.fill('textarea[name="examination"]', 'गला लाल');
      const strip = page.locator('.critical-watch');
      t.equal(await strip.innerText(), '');

      await giveCritical(ill, 5.2);
      await page.locator('#sign .main-button').scrollIntoViewIfNeeded();
      await page.clock.fastForward(16_000);
      await strip.getByText('गीता').waitFor();
      t.ok(await isInSight(strip), 'wherever the form has been scrolled to');
      t.equal(await sidewaysOverflow(page), 0);
      const [beside] = await Promise.all([page.context().waitForEvent('page'), strip.locator('a').click()]);
      await beside.locator('.critical-list').waitFor();
      t.match(beside.url(), visitPath(ill));
      await beside.close();
      t.equal(await page.inputValue('textarea[name="examination"]'), 'गला लाल');

      await giveCritical(here, 4.8);
      await page.clock.fastForward(16_000);
      await strip.getByText('4.8').waitFor();
      await strip.locator('button').click();
      await page.locator('#critical').waitFor();
      t.ok(await isInSight(page.locator('#critical button')), 'the page leads to it');
      t.equal(await page.inputValue('textarea[name="examination"]'), 'गला लाल');
      t.match(await strip.innerText(), '5.2');
    });
    await browser.withPage({ javaScript: false, width: 360 }, async (page) => {
      await logIn(page, 'dr.verma');
      await page.goto(`${centre.origin}/doctor/${visitPath(here)}?amend=1`);
      await page.fill('#f-findDrug', 'paracet');
      const link = page.locator('.critical-watch a').first();
      const [beside] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
      await beside.waitForLoadState();
      t.match(beside.url(), visitPath(ill), 'without scripts as well');
      t.equal(await page.inputValue('#f-findDrug'), 'paracet');
    });
  },
);

for (const width of [360, 1366] as const) {
  void t.test(`nothing that is reached by keys lies under a bar, at ${width} px`, { skip }, async (t) => {
    const [ill, here] = [await arrive('गीता'), await arrive('सीता')];
    await giveCritical(ill, 5.2);
    await browser.withPage({ width }, async (page) => {
      await logIn(page, 'dr.verma');
      await page.goto(`${centre.origin}/doctor/${visitPath(here)}`);
      await press(page, 'drug-add:paracetamol-tab-500mg', 'input[name="line.0.drug"]');
      for (const key of ['Tab', 'Shift+Tab']) {
        await page.locator(key === 'Tab' ? '.brand' : '.foot').evaluate((edge: HTMLElement) => {
          edge.tabIndex = -1;
          edge.focus();
        });
        const hidden = new Set<string>();
        let reached = 0;
        for (let last = ''; reached < 200; reached += 1) {
          await page.keyboard.press(key);
          const { where, under } = await page.evaluate(focusUnderBar);
          if (where === last || where === '') break;
          if (under) hidden.add(where);
          last = where;
        }
        t.ok(reached > 40, `${key} goes through the page`);
        t.same([...hidden], [], key);
      }
    });
  });
}

/** Runs in the page: what has the focus, and whether a part that stays in sight lies over it. */
function focusUnderBar(): { where: string; under: boolean } {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return { where: '', under: false };
  const { top, bottom, left, right } = focused.getBoundingClientRect();
  const bars = Array.from(document.querySelectorAll('*')).filter(
    (one) => /sticky|fixed/.test(getComputedStyle(one).position) && !one.contains(focused),
  );
  const under = bars.some((bar) => {
    const over = bar.getBoundingClientRect();
    return (
      over.height > 0 && over.top < bottom && over.bottom > top && over.left < right && over.right > left
    );
  });
  const { name, value } = focused as HTMLInputElement;
  return { where: [focused.tagName, name, value, focused.textContent?.trim()].join(' '), under };
}

async function isInSight(part: Locator): Promise<boolean> {
  return part.evaluate((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
}
