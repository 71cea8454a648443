import { rmSync } from 'node:fs';
import t from 'tap';
import type { Page } from 'playwright-core';
import { complaintsOf, findChromium, sidewaysOverflow, startBrowser } from './browser.js';
import { PASSWORD, sampleFrame } from './sample-frame.js';

void t.test(
  'the frame in a real browser',
  { skip: findChromium() === null && 'no Chromium here' },
  async (t) => {
    const frame = await sampleFrame();
    await frame.server.start();
    const browser = await startBrowser();
    t.teardown(async () => {
      await browser.close();
      await frame.server.stop();
      rmSync(frame.folder, { recursive: true, force: true });
    });
    const url = (path: string): string => `${frame.server.info.uri}${path}`;
    const logIn = async (page: Page, path = '/'): Promise<void> => {
      await page.goto(url(path));
      await page.locator('.choice', { hasText: /सुनीता|Sunita/ }).click();
      await page.fill('#f-password', PASSWORD);
      await page.click('main .main-button');
    };
    const fill = async (page: Page): Promise<void> => {
      await page.fill('#f-name', 'सीता कुमारी');
      await page.locator('.choice', { hasText: /महिला|Female/ }).click();
    };

    for (const javaScript of [true, false]) {
      const how = javaScript ? 'with script' : 'without script';

      await t.test(`${how}: log in, save, switch the language in the middle of a form`, async (t) => {
        await browser.withPage({ javaScript, width: 360 }, async (page) => {
          await logIn(page, '/sample');
          t.equal(new URL(page.url()).pathname, '/sample');
          await fill(page);
          await page.click('button[value=en]');
          t.equal(await page.getAttribute('html', 'lang'), 'en');
          t.equal(await page.inputValue('#f-name'), 'सीता कुमारी');
          await page.click('button[value=hi]');
          t.equal(await page.inputValue('#f-name'), 'सीता कुमारी', 'and back');
          t.equal(await page.locator('.problems').count(), 0);
          const before = frame.saved.length;
          await page.click('main .main-button');
          await page.waitForSelector('.notice');
          t.equal(frame.saved.length, before + 1);
          t.equal(await page.inputValue('#f-name'), '', 'the next form is empty');
        });
      });

      await t.test(`${how}: a page left open overnight is saved after log-in`, async (t) => {
        await browser.withPage({ javaScript, width: 360 }, async (page) => {
          await logIn(page, '/sample');
          await fill(page);
          frame.clock.now += 10 * 3_600_000;
          const before = frame.saved.length;
          await page.click('main .main-button');
          await page.fill('#f-password', PASSWORD);
          await page.click('main .main-button');
          t.match(await page.textContent('h1'), 'यह अभी सहेजा नहीं गया');
          t.equal(frame.saved.length, before);
          await page.click('main .main-button');
          await page.waitForSelector('.notice');
          t.match(frame.saved.at(-1), { name: 'सीता कुमारी', sex: 'female' });
        });
      });
    }

    await t.test(
      'no page is wider than a phone or a screen, and nothing breaks the page’s own rules',
      async (t) => {
        for (const width of [360, 1366] as const) {
          await browser.withPage({ width }, async (page) => {
            const complaints = complaintsOf(page);
            await logIn(page);
            for (const path of ['/', '/sample', '/nope', '/doctor', '/login']) {
              await page.goto(url(path));
              t.equal(await sidewaysOverflow(page), 0, `${path} at ${width}`);
            }
            t.same(complaints, []);
          });
        }
      },
    );

    await t.test('a double click saves once', async (t) => {
      await browser.withPage({ javaScript: false }, async (page) => {
        await logIn(page, '/sample');
        await fill(page);
        const before = frame.saved.length;
        await page.dblclick('main .main-button');
        await page.waitForSelector('.notice');
        t.equal(frame.saved.length, before + 1);
      });
    });

    await t.test('what was typed and not sent comes back in the same tab, and goes at log-out', async (t) => {
      await browser.withPage({}, async (page) => {
        await logIn(page, '/sample');
        await page.fill('#f-name', 'अधूरा नाम');
        await page.goto(url('/'));
        await page.goto(url('/sample'));
        t.equal(await page.inputValue('#f-name'), 'अधूरा नाम');
        t.match(await page.textContent('.notice'), 'अधूरा लिखा हुआ');
        t.match(await page.textContent('.notice'), /^\d\d:\d\d बजे का/, 'from when it is');
        await page.click('.notice button');
        t.equal(await page.inputValue('#f-name'), '', 'the next patient starts anew');
        await page.fill('#f-name', 'अधूरा नाम');
        await page.click('[data-cancel]');
        await page.goto(url('/sample'));
        t.equal(await page.inputValue('#f-name'), '', 'who cancels is done with it');
        await page.fill('#f-name', 'अधूरा नाम');
        await page.click('[data-forget-drafts]');
        await logIn(page, '/sample');
        t.equal(await page.inputValue('#f-name'), '');
      });
    });

    await t.test('a refused form survives Back and reload, and is over when it was saved', async (t) => {
      await browser.withPage({ javaScript: false }, async (page) => {
        await logIn(page, '/sample');
        const before = frame.saved.length;
        await page.fill('#f-name', 'सीता 5');
        await page.click('main .main-button');
        await page.waitForSelector('#problems');
        const refused = page.url();
        await page.reload();
        t.equal(await page.inputValue('#f-name'), 'सीता 5', 'what was typed stands there again');
        await page.goto(url('/'));
        await page.goBack();
        t.ok(await page.isVisible('#problems'));
        t.equal(await page.inputValue('#f-name'), 'सीता 5');
        frame.clock.now += 1_000;
        await browser.withPage({ javaScript: false }, async (other) => {
          await logIn(other, '/sample');
          await other.goto(refused);
          t.notMatch(await other.content(), 'सीता 5', 'it is nobody else’s');
        });
        await page.fill('#f-name', 'सीता');
        await page.locator('label:has(input[name="sex"][value="female"])').click();
        await page.click('main .main-button');
        await page.waitForURL(url('/sample'));
        t.equal(frame.saved.length, before + 1);
        await page.goBack();
        t.equal(new URL(page.url()).pathname, '/sample');
        t.match(await page.textContent('.notice'), 'वह पृष्ठ अब नहीं है');
        t.equal(frame.saved.length, before + 1);
      });
    });

    await t.test('the whole log-in works by keyboard', async (t) => {
      await browser.withPage({ javaScript: false }, async (page) => {
        await page.goto(url('/login'));
        const stops: string[] = [];
        for (let i = 0; i < 12; i += 1) {
          await page.keyboard.press('Tab');
          const stop = await page.locator(':focus').evaluate(nameOf);
          stops.push(stop);
          if (stop === 'name') await page.keyboard.press('Space');
          if (stop === 'password') break;
        }
        t.equal(stops[0], 'skip');
        await page.keyboard.type(PASSWORD);
        await page.keyboard.press('Enter');
        await page.waitForSelector('.tiles, .empty');
        t.equal(new URL(page.url()).pathname, '/');
      });
    });
  },
);

/** Runs in the page: the compiler knows no DOM here. */
function nameOf(element: { getAttribute(name: string): string | null; className: string }): string {
  return element.getAttribute('name') ?? element.className;
}
