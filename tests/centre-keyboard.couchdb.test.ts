import t from 'tap';
import { proposalId } from '../central/duplicates/proposal.js';
import { boxStatusId } from '../central/monitor/box-status.js';
import { boxAlertId } from '../central/monitor/box-alert.js';
import { CENTRAL_ROLE, REGISTRY_ROLE } from '../central/web/viewer.js';
import { patientId, printedPatientId } from '../records/ids.js';
import { findChromium, startBrowser } from './browser.js';
import { openDistrictWeb, type DistrictWeb } from './district-web.js';
import { pageFaults } from './page-faults.js';
import { sampleDistrict } from './sample-district.js';

t.setTimeout(180_000);

const NOW = Date.parse('2026-11-27T05:00:00Z');
const BOX = 'BR1003';
const TWO = [patientId(BOX, 1), patientId('BR1004', 7)] as const;
const NOTE = 'फ़ोन पर पूछा';

t.test(
  'by keys alone, without script: from the log-in over today, a district, a facility and its box to an alert acknowledged, a pair decided, and out',
  { skip: findChromium() === null && 'no Chromium here' },
  async (t) => {
    const district = sampleDistrict({ facilities: 6, days: 9, last: '20261126' });
    const web = await openDistrictWeb(t, [district], () => NOW);
    await alertOn(web);
    await propose(web);
    const viewer = await web.viewer(CENTRAL_ROLE, REGISTRY_ROLE);
    const browser = await startBrowser();
    t.teardown(() => browser.close());

    for (const [width, language] of [
      [360, 'hi'],
      [1366, 'en'],
    ] as const) {
      await browser.withPage({ width, javaScript: false }, async (page) => {
        /** Presses Tab until the focus is on what is meant; then the key. */
        const go = async (selector: string, key = 'Enter'): Promise<void> => {
          for (let presses = 0; presses < 300; presses += 1) {
            await page.keyboard.press('Tab');
            if ((await page.locator(`:is(${selector}):focus`).count()) === 0) continue;
            await page.keyboard.press(key);
            return;
          }
          throw new Error(`Tab never came to ${selector} on ${page.url()}`);
        };
        const arrive = async (path: RegExp): Promise<void> => {
          await page.waitForURL(path);
          t.same(await pageFaults(page, language), [], `${page.url()} at ${width}`);
        };

        await page.goto(`${web.url}/login`);
        await go(`button[value=${language}]`);
        await page.waitForSelector(`html[lang=${language}]`);
        await go('#f-name', 'Shift');
        await page.keyboard.type(viewer.name);
        await go('#f-password', 'Shift');
        await page.keyboard.type(viewer.password);
        await page.keyboard.press('Enter');
        await arrive(/\/today\/10/);
        if (page.url().endsWith('/today/10')) await go('.figures tbody a');
        await arrive(/\/today\/10\/203/);
        await go('.chips a:not([aria-current])');
        await page.waitForURL(/by=facility/);
        await go(`.figures tbody a[href="/facility/${BOX}"]`);
        await arrive(new RegExp(`/facility/${BOX}`));
        await go('.stations a[href="/boxes"]');
        await arrive(/\/boxes$/);
        await go(`.boxes tbody a[href="/boxes/${BOX}"]`);
        await arrive(new RegExp(`/boxes/${BOX}$`));

        await go('.box-alert > a');
        await arrive(/\/alerts\/gaps$/);
        await go('form.form .main-button');
        await page.waitForSelector('.problems');
        await arrive(/\/alerts\/gaps$/);
        await go('#f-note', 'Shift');
        await page.keyboard.type(NOTE);
        await go('form.form .main-button');
        await page.waitForSelector('.box-said');
        await arrive(new RegExp(`/boxes/${BOX}`));
        t.match(await page.textContent('.box-said'), NOTE);

        await go('.stations a[href="/duplicates"]');
        await arrive(/\/duplicates$/);
        if (language === 'hi') {
          await go('.pair-list a');
          await arrive(/\/duplicates\/BR1003/);
          await go('#f-note', 'Shift');
          await page.keyboard.type(NOTE);
          await go('button[value=different]');
          await page.waitForSelector('.pair-decision');
          await arrive(/\/duplicates\/BR1003/);
        }
        await go('.stations a[href="/duplicates"]');
        await page.waitForURL(/\/duplicates$/);
        await go('.tabs a[href="/duplicates/decided"]');
        await arrive(/\/duplicates\/decided$/);
        t.match(await page.textContent('.table'), printedPatientId(TWO[1]));
        await go('form[action="/log-out"] button');
        await arrive(/\/login/);
      });
    }
  },
);

/** A box well but for records that are missing at the centre, so that each look finds an alert. */
async function alertOn({ couch }: DistrictWeb): Promise<void> {
  const at = new Date(NOW - 60_000).toISOString();
  const status = {
    lastContact: at,
    contactBy: 'gateway',
    confirmedN: 812,
    waiting: 0,
    gaps: 3,
    clockErrorS: 1,
  };
  await couch.nano.use('boxes').bulk({
    docs: [
      { _id: boxStatusId(BOX), type: 'box', v: 1, box: BOX, ...status },
      { _id: boxAlertId(BOX, 'gaps'), type: 'alert', box: BOX, kind: 'gaps', since: at },
    ],
  });
}

/** Two who may be one, for the registry. */
async function propose({ couch }: DistrictWeb): Promise<void> {
  const her = { name: 'सुनीता देवी', sex: 'female', birthDate: '1988', village: 'बिशनपुर' };
  const [a, b] = TWO;
  const people = [
    { _id: a, box: BOX, ...her, mobile: '9876543210' },
    { _id: b, box: 'BR1004', ...her, name: 'Sunita Devi', birthDate: '1990' },
  ];
  const proposal = { _id: proposalId(a, b), type: 'duplicate', a, b, probability: 0.8, why: ['name'] };
  await couch.nano.use('patients').bulk({
    docs: [
      ...people.map((one) => ({ type: 'patient', keys: ['x'], facilities: [one.box], said: {}, ...one })),
      { ...proposal, at: new Date(NOW).toISOString() },
    ],
  });
}
