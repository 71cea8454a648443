import t from 'tap';
import type { Page } from 'playwright-core';
import { areaRole } from '../central/web/viewer.js';
import { complaintsOf, findChromium, startBrowser } from './browser.js';
import { openDistrictWeb } from './district-web.js';
import { pageFaults } from './page-faults.js';
import { sampleDistrict } from './sample-district.js';

t.setTimeout(240_000);

const PATHS = [
  '/today/10/203',
  '/today/10/203?by=facility&sort=-patients',
  '/indicators/10/203',
  '/indicators/10/203?kpi=seen&by=facility&sort=-value',
  '/facility/BR1004',
  '/map/10/203',
  '/referrals/10/203',
  '/stock/10/203',
  '/villages/10/203',
  '/today/10/204',
];

t.test(
  'the district’s pages in a real browser',
  { skip: findChromium() === null && 'no Chromium here' },
  async (t) => {
    const district = sampleDistrict({ facilities: 10, days: 16, last: '20261126' });
    const web = await openDistrictWeb(t, [district], () => Date.parse('2026-11-27T05:00:00Z'));
    const viewer = await web.viewer(areaRole({ state: '10', district: '203' }));
    const browser = await startBrowser();
    t.teardown(() => browser.close());
    const logIn = async (page: Page): Promise<void> => {
      await page.goto(`${web.url}/login`);
      await page.fill('#f-name', viewer.name);
      await page.fill('#f-password', viewer.password);
      await page.click('main .main-button');
      await page.waitForSelector('.area-name');
    };

    await t.test('on a phone and on a screen, in either language, no page has a fault', async (t) => {
      for (const width of [360, 1366] as const) {
        await browser.withPage({ width }, async (page) => {
          const complaints = complaintsOf(page);
          await logIn(page);
          for (const language of ['hi', 'en'] as const) {
            await page.goto(`${web.url}/login`);
            await page.click(`button[value=${language}]`);
            await page.waitForSelector(`html[lang=${language}]`);
            for (const path of [...PATHS, '/boxes', '/boxes/alerts', '/boxes/map', '/today/10/999']) {
              await page.goto(web.url + path);
              t.same(await pageFaults(page, language), [], `${path} at ${width}, ${language}`);
            }
          }
          t.same(complaints, [], 'and nothing breaks the pages’ policy');
        });
      }
    });

    await t.test(
      'on a phone a long page’s parts are folded, found by keys, kept open, and printed whole',
      async (t) => {
        const path = '/facility/BR1004';
        await browser.withPage({ width: 360 }, async (page) => {
          await logIn(page);
          await page.goto(web.url + path);
          const height = await page.evaluate(() => document.documentElement.scrollHeight);
          t.ok(height < 2500, `${height} px are a few screens of a phone`);
          const days = page.locator('#days');
          t.notOk(await days.locator('table').isVisible());
          await days.locator('summary').focus();
          await page.keyboard.press('Enter');
          t.ok(await days.locator('table').isVisible());
          await page.locator('.crumbs a').first().click();
          await page.goBack();
          t.ok(await page.locator('#days table').isVisible(), 'who comes back finds open what was open');
          t.notOk(await page.locator('#stock > p').first().isVisible());
          await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
          t.equal(await page.locator('.fold:not([open])').count(), 0, 'paper shows everything');
          await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
          t.notOk(await page.locator('#stock > p').first().isVisible());
          await page.goto(`${web.url}${path}#quality`);
          t.ok(await page.locator('#quality table').isVisible(), 'a link to a part opens it');
        });
        for (const options of [{ width: 1366 }, { width: 360, javaScript: false }] as const) {
          await browser.withPage(options, async (page) => {
            await logIn(page);
            await page.goto(web.url + path);
            t.equal(
              await page.locator('.fold:not([open])').count(),
              0,
              'a large screen, or no script: all is open',
            );
          });
        }
      },
    );

    await t.test(
      'without script and without a mouse: from the log-in down to a facility, a table turned, the map',
      async (t) => {
        await browser.withPage({ javaScript: false, width: 1366 }, async (page) => {
          await logIn(page);
          /** Presses Tab until the focus is on what is meant. */
          const tabTo = async (selector: string): Promise<void> => {
            for (let presses = 0; presses < 200; presses += 1) {
              await page.keyboard.press('Tab');
              if ((await page.locator(`${selector}:focus`).count()) > 0) return;
            }
            t.fail(`Tab never came to ${selector}`);
          };
          await tabTo('.chips a:not([aria-current])');
          await page.keyboard.press('Enter');
          await page.waitForURL(/by=facility/);
          await tabTo('.figures thead a[href*="sort=-patients"]');
          await page.keyboard.press('Enter');
          await page.waitForSelector('th[aria-sort=descending]');
          await tabTo('.figures tbody a');
          await page.keyboard.press('Enter');
          await page.waitForURL(/\/facility\/BR10/);
          t.match(await page.textContent('h1'), /BR10\d\d/);
          await page.goto(`${web.url}/map/10/203`);
          await tabTo('.map a[href="/facility/BR1003"]');
          const outline = await page
            .locator('.map a:focus .map-touch')
            .evaluate((mark) => getComputedStyle(mark).stroke);
          t.not(outline, 'none', 'the focus is seen on the map');
          t.ok(
            await page.locator(':focus').getAttribute('aria-label'),
            'and says which facility and how it stands',
          );
          await page.keyboard.press('Enter');
          await page.waitForURL(/\/facility\/BR1003/);
        });
      },
    );

    await t.test('Tab alone passes through each page, and is seen wherever it stands', async (t) => {
      // A screen is as narrow as a phone to who makes its letters four times as large.
      for (const width of [360, 1366] as const) {
        await browser.withPage({ width }, async (page) => {
          await logIn(page);
          for (const path of [...PATHS, '/boxes', '/boxes/map']) {
            await page.goto(web.url + path);
            const stops = await tabThrough(page);
            t.equal(stops[0]?.href, '#main', `${path} begins with the way to its main part`);
            t.ok(stops.at(-1)?.isLast, `${path} has an end`);
            t.same(
              stops.filter(({ isSeen }) => !isSeen),
              [],
              `${path} at ${width}`,
            );
          }
        });
      }
      await browser.withPage({ width: 1366 }, async (page) => {
        await logIn(page);
        await page.goto(`${web.url}/map/10/203`);
        await page.focus('.map-past');
        await page.keyboard.press('Enter');
        await page.keyboard.press('Tab');
        t.ok(await page.locator('.map-table :focus').count(), 'and past a map');
      });
    });

    await t.test(
      'on a phone each figure says what it is, and the order is chosen above the table',
      async (t) => {
        await browser.withPage({ width: 360, javaScript: false }, async (page) => {
          await logIn(page);
          const cell = page.locator('.figures td[data-label]').first();
          const label = await cell.evaluate((td) => getComputedStyle(td, '::before').content);
          t.match(label, /\S{3}/);
          await page.click('.sort-line a[href*="sort=-patients"]');
          await page.waitForSelector('.sort-line [aria-current]');
          t.match(page.url(), /sort=-patients/);
        });
      },
    );
  },
);

interface Stop {
  what: string;
  href: string | null;
  /** whether people see that the focus is there */
  isSeen: boolean;
  /** whether nothing of the page comes after it */
  isLast: boolean;
}

/** Where Tab leads, one after the other, until it leaves the page or goes round. */
async function tabThrough(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let presses = 0; presses < 400 && stops.at(-1)?.isLast !== true; presses += 1) {
    await page.keyboard.press('Tab');
    stops.push(
      await page.evaluate(() => {
        const at = document.activeElement ?? document.body;
        const all = Array.from(
          document.querySelectorAll<HTMLElement>('a[href], button, input, select, summary'),
        );
        const open = all.filter((one) => one.tabIndex >= 0 && one.checkVisibility());
        const drawn = getComputedStyle(at.querySelector('.map-touch, .map-shade') ?? at);
        const box = at.getBoundingClientRect();
        const isInSight = box.bottom > 0 && box.top < innerHeight && box.width > 0;
        const isMarked = drawn.outlineStyle !== 'none' || drawn.stroke !== 'none';
        return {
          what: at.outerHTML.slice(0, 80),
          href: at.getAttribute('href'),
          isSeen: isInSight && isMarked,
          isLast: at === document.body || at === open.at(-1),
        };
      }),
    );
  }
  return stops;
}
