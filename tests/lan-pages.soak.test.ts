import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import t from 'tap';
import type { Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../cli/demo/demo-staff.js';
import { makeDemo } from '../cli/demo/make-demo.js';
import { makePairingCode } from '../cli/tasks/manage-devices.js';
import { changeLanRules, readLanStatus, turnTlsOn } from '../cli/tasks/manage-lan.js';
import { startFacility } from '../node-server/start.js';
import { visitPath } from '../node-server/stations/visit-path.js';
import { findChromium, sidewaysOverflow, startBrowser, takeScreenshot } from './browser.js';
import { screenshotFolder } from './config.js';

// Some sixty pages in a browser: minutes where the machine is busy.
t.setTimeout(400_000);

void t.test(
  'the pages of every role obey their own policy, over HTTPS in a real browser',
  { skip: findChromium() === null && 'no Chromium here' },
  async (t) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'nadi-lan-pages-'));
    const centre = { url: 'http://127.0.0.1:1', user: 'BR1042', password: 'none' };
    await makeDemo({ folder, host: '127.0.0.1', port: 0, centre, now: Date.now(), days: 1 });
    const { words } = await turnTlsOn(folder, {});
    await changeLanRules(folder, { pairing: true, lockMinutes: 5 });
    const running = await startFacility({ folder });
    const browser = await startBrowser();
    t.teardown(async () => {
      await browser.close();
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    });
    const [origin = ''] = running.addresses;
    const { httpPort = 0 } = await readLanStatus(folder);
    const shots = screenshotFolder();
    const look = async (page: Page, name: string): Promise<void> => {
      t.equal(await sidewaysOverflow(page), 0, `${name} is no wider than its window`);
      if (shots) await takeScreenshot(page, shots, name);
    };

    /** What the browser complains of, whichever page it is on. */
    const listen = (page: Page): string[] => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || /Content Security|Refused/.test(message.text())) {
          // A page that is refused on purpose is no complaint about a policy.
          if (!/status of 40[0-9]/.test(message.text())) complaints.push(`${page.url()}: ${message.text()}`);
        }
      });
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
      return complaints;
    };
    const pair = async (page: Page): Promise<void> => {
      await page.goto(`${origin}/counter`);
      t.equal(new URL(page.url()).pathname, '/pair');
      const { code } = await makePairingCode(folder, 'जाँच');
      await page.fill('#f-code', code);
      await page.click('main .main-button');
      await page.waitForSelector('.notice');
    };
    const logIn = async (page: Page, who: string): Promise<void> => {
      await page.goto(`${origin}/login`);
      await page.locator(`label:has(input[name="name"][value="${who}"])`).click();
      await page.fill('#f-password', DEMO_PASSWORD);
      await page.click('main .main-button');
      await page.waitForSelector('.tiles');
    };

    const entries = running.facility.queue.entries();
    const some = visitPath(
      entries.find(({ state }) => state === 'waiting')?.visit ?? entries[0]?.visit ?? '',
    );
    const patient = (entries[0]?.patient ?? '').slice('patient:'.length);
    const item = 'paracetamol-tab-500mg';
    const roles: [who: string, pages: string[]][] = [
      [
        'asha',
        [
          '/',
          '/counter',
          '/counter?q=a',
          '/counter/new',
          `/counter/patient/${patient}`,
          `/counter/slip/${some}`,
          '/queue',
          '/pin',
        ],
      ],
      ['nisha', ['/', '/vitals', `/vitals/${some}`, '/queue', '/display']],
      ['dr.verma', ['/', '/doctor', `/doctor/${some}`, '/queue']],
      ['imran', ['/', '/lab']],
      [
        'poonam',
        ['/', '/pharmacy', '/stock', `/stock/item/${item}`, `/stock/item/${item}/adjust`, '/stock/receive'],
      ],
      ['dr.sinha', ['/', '/stock', '/doctor', '/queue']],
      ['mohan', ['/', '/display', '/nope']],
    ];
    await browser.withPage({ trustAll: true }, async (page) => {
      const complaints = listen(page);
      await pair(page);
      for (const [who, pages] of roles) {
        await logIn(page, who);
        for (const one of pages) {
          const answer = await page.goto(`${origin}${one}`);
          const status = answer?.status() ?? 0;
          t.ok(status === 200 || one === '/nope', `${who} ${one}: ${status}`);
          const headers = answer?.headers() ?? {};
          t.match(headers['content-security-policy'], /default-src 'none'.*frame-ancestors 'none'/);
          t.notMatch(headers['content-security-policy'], 'unsafe');
          t.match(headers, {
            'cache-control': 'no-store',
            'x-content-type-options': 'nosniff',
            'referrer-policy': 'same-origin',
            'permissions-policy': /camera=\(\)/,
            'cross-origin-opener-policy': 'same-origin',
          });
          if (one !== '/display') await page.waitForLoadState('load');
        }
        await page.goto(`${origin}/`);
        await page.click('[data-forget-drafts]');
      }
      t.same(complaints, []);
    });

    for (const width of [360, 1366] as const) {
      await browser.withPage({ trustAll: true, width }, async (page) => {
        const complaints = listen(page);
        for (const language of ['hi', 'en'] as const) {
          await page.goto(`http://127.0.0.1:${httpPort}/trust?language=${language}`);
          t.equal(await page.locator('.trust-words li').first().textContent(), words.split(' ')[0]);
          await look(page, `trust-${language}-${width}`);
          await page.goto(`${origin}/pair`);
          await page.click(`.language button[value=${language}]`);
          await page.click('main .main-button');
          await page.waitForSelector('.problems');
          await look(page, `pair-${language}-${width}`);
        }
        await pair(page);
        await logIn(page, 'asha');
        await page.goto(`${origin}/pin`);
        await page.fill('#f-password', DEMO_PASSWORD);
        await page.fill('#f-newPin', '4082');
        await page.fill('#f-againPin', '4082');
        await look(page, `pin-en-${width}`);
        await page.click('main .main-button');
        await page.waitForSelector('.notice');
        await page.click('[data-lock-now]');
        await logIn(page, 'nisha');
        for (const language of ['hi', 'en'] as const) {
          await page.goto(`${origin}/`);
          await page.click(`.language button[value=${language}]`);
          await look(page, `home-${language}-${width}`);
          await page.click('[data-lock-now]');
          t.equal(new URL(page.url()).pathname, '/lock');
          await look(page, `lock-${language}-${width}`);
          await page.locator('input[name="name"][value="asha"]').check({ force: true });
          await page.fill('#f-pin', '4082');
          await page.keyboard.press('Enter');
          await page.waitForSelector('.tiles');
        }
        t.same(complaints, []);
      });
    }

    await t.test(
      'what was typed waits while the page is locked, and a PIN is asked to change stock',
      async (t) => {
        await browser.withPage({ trustAll: true }, async (page) => {
          const complaints = listen(page);
          await pair(page);
          await logIn(page, 'asha');
          await page.goto(`${origin}/counter/new`);
          await page.fill('#f-name', 'अधूरा नाम');
          await page.click('[data-lock-now]');
          await logIn(page, 'poonam');
          await page.click('[data-lock-now]');
          await page.locator('input[name="name"][value="asha"]').check({ force: true });
          await page.fill('#f-pin', '4082');
          await page.click('main .main-button');
          await page.waitForURL(/\/counter\/new$|\/$/);
          await page.goto(`${origin}/counter/new`);
          t.equal(await page.inputValue('#f-name'), 'अधूरा नाम', 'after another person’s turn');
          await page.click('[data-lock-now]');
          await page.locator('input[name="name"][value="poonam"]').check({ force: true });
          await page.locator('details:not([open]) > summary').click();
          await page.fill('#f-password', DEMO_PASSWORD);
          await page.keyboard.press('Enter');
          await page.waitForSelector('.tiles');
          await page.goto(`${origin}/pin`);
          await page.fill('#f-password', DEMO_PASSWORD);
          await page.fill('#f-newPin', '7391');
          await page.fill('#f-againPin', '7391');
          await page.click('main .main-button');
          await page.waitForSelector('.notice');
          await page.goto(`${origin}/stock/item/${item}/adjust`);
          await page.locator('.choice').first().click();
          await page.locator('input[name="how"][value="less"]').check({ force: true });
          await page.fill('#f-quantity', '1');
          await page.locator('input[name="reason"][value="broken"]').check({ force: true });
          await page.click('main .main-button');
          await page.waitForSelector('#f-pin');
          if (shots) await takeScreenshot(page, shots, 'confirm-pin-1366');
          await page.fill('#f-pin', '7391');
          await page.click('main .main-button');
          await page.waitForSelector('.notice');
          t.match(page.url(), `/stock/item/${item}`);
          t.same(complaints, []);
        });
      },
    );
    t.ok((await readFile(path.join(folder, 'nadi.json'), 'utf8')).includes('"tls": true'));
  },
);
