import t from 'tap';
import { CENTRAL_ROLE } from '../central/web/viewer.js';
import { findChromium, sidewaysOverflow, startBrowser } from './browser.js';
import { openDistrictWeb } from './district-web.js';
import { sampleDistrict } from './sample-district.js';

/** A finger's breadth, in CSS pixels. */
const FINGER = 44;
const PAGES = [
  '/today/10/203',
  '/villages/10',
  '/stock/10/203',
  '/boxes',
  '/boxes/BR1001',
  '/facility/BR1001',
];

void t.test(
  'on a phone links that share a line or a row of a table have room for a finger',
  { skip: findChromium() === null && 'no Chromium here', timeout: 120_000 },
  async (t) => {
    const district = sampleDistrict({ facilities: 8, days: 8, last: '20261121' });
    const web = await openDistrictWeb(t, [district], () => Date.parse('2026-11-22T06:00:00.000Z'));
    await web.couch.ask('PUT', '/boxes/box:BR1001', { type: 'box', v: 1, box: 'BR1001' });
    const { name, password } = await web.viewer(CENTRAL_ROLE);
    const browser = await startBrowser();
    t.teardown(() => browser.close());
    await browser.withPage({ width: 360 }, async (page) => {
      await page.goto(`${web.url}/login`);
      await page.fill('[name=name]', name);
      await page.fill('[name=password]', password);
      await page.press('[name=password]', 'Enter');
      await page.waitForURL(/today/);
      for (const path of PAGES) {
        await page.goto(web.url + path);
        const links = page.locator('main nav a, main .chips a, main tbody a, main summary');
        const small: string[] = [];
        for (const link of await links.all()) {
          const height = (await link.boundingBox())?.height ?? FINGER;
          if (height < FINGER - 0.5) small.push(`${await link.innerText()}: ${height}`);
        }
        t.same(small, [], path);
        t.equal(await sidewaysOverflow(page), 0, path);
      }
    });
  },
);
