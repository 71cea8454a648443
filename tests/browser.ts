import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const HEIGHTS = { 360: 740, 1366: 768 } as const;

export interface PageOptions {
  javaScript?: boolean;
  /** an old phone, or the counter's computer */
  width?: keyof typeof HEIGHTS;
  /** believes any certificate: the browser's own store of CAs stays as it is */
  trustAll?: boolean;
}

/** One browser with an empty profile. `close` also removes the profile. */
export interface Browser {
  /** Gives a fresh page with cookies of its own, and closes it afterwards. */
  withPage<T>(options: PageOptions, use: (page: Page) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Path of Chromium on this machine, or null: tests then skip and say so. */
export function findChromium(): string | null {
  return CANDIDATES.find((file) => existsSync(file)) ?? null;
}

/** Starts Chromium without a window. It asks nothing of the network by itself. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('No Chromium found: apt-get install chromium');
  const home = await mkdtemp(path.join(tmpdir(), 'nadi-browser-'));
  const browser = await chromium.launch({
    executablePath,
    args: FLAGS,
    // Chromium writes beside its profile, too.
    env: { HOME: home, PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
  });
  return {
    async withPage({ javaScript = true, width = 1366, trustAll = false }, use) {
      const context: BrowserContext = await browser.newContext({
        javaScriptEnabled: javaScript,
        ignoreHTTPSErrors: trustAll,
        viewport: { width, height: HEIGHTS[width] },
        locale: 'hi-IN',
        timezoneId: 'Asia/Kolkata',
        hasTouch: width === 360,
      });
      context.setDefaultTimeout(10_000);
      try {
        return await use(await context.newPage());
      } finally {
        await context.close();
      }
    },
    async close() {
      await browser.close();
      await rm(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** A page gives its first field the focus with its first picture, a moment after it is there: who types must see it. */
export async function waitForFocus(page: Page, id: string): Promise<void> {
  await page.locator(`#${id}:focus`).waitFor();
}

/** Keeps a picture of the whole page: `<folder>/<name>.png`. */
export async function takeScreenshot(page: Page, folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file, fullPage: true });
  return file;
}

/** How many CSS pixels the page is wider than its window: 0 where nobody has to scroll sideways. */
export async function sidewaysOverflow(page: Page): Promise<number> {
  return page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
}

/** What a page complains about from here on: breaches of its own policy, and errors of its scripts. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/Content Security|Refused/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}
