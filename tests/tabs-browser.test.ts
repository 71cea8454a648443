import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import t from 'tap';
import { HistoryDesk } from '../node-server/history/history-desk.js';
import { KeptHistories } from '../node-server/history/kept-histories.js';
import { stationPages } from '../node-server/stations.js';
import { findChromium, sidewaysOverflow, startBrowser } from './browser.js';
import { reportsOnly } from './sample-parts.js';
import { CENTRE_PASSWORD, openStationCentre } from './station-centre.js';

void t.test(
  'the tabs of a doctor in charge all stand on a wide screen, and the open one is in sight on a narrow one',
  { skip: findChromium() === null && 'no Chromium here' },
  async (t) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'nadi-tabs-'));
    const kept = await KeptHistories.open(folder, Date.now);
    let desk: HistoryDesk | undefined;
    const centre = await openStationCentre((facility) => {
      desk = new HistoryDesk({ facility, kept, centre: null, onTrouble: () => undefined });
      return stationPages(facility, { ...reportsOnly(facility), history: desk });
    });
    await centre.facility.append({ by: 'asha' }, (draft) => {
      const name = { hi: 'डॉ. पुष्पा झा', en: 'Dr Pushpa Jha' };
      draft.staff({ staff: 'dr.jha', name, roles: ['doctor', 'incharge'], active: true });
    });
    const browser = await startBrowser();
    t.teardown(async () => {
      await browser.close();
      await desk?.close();
      await centre.stop();
      await kept.close();
      await rm(folder, { recursive: true, force: true });
    });

    for (const width of [1366, 360] as const) {
      await browser.withPage({ width }, async (page) => {
        await page.goto(`${centre.origin}/login`);
        await page.click('button[value=en]');
        await page.locator('.choice', { hasText: 'Dr Pushpa Jha' }).click();
        await page.fill('#f-password', CENTRE_PASSWORD);
        await page.click('main .main-button');
        for (const station of ['doctor', 'history', 'queue']) {
          await page.goto(`${centre.origin}/${station}`);
          const tabs = page.locator('.stations a');
          t.ok((await tabs.count()) > 6, 'more than a phone has room for');
          const nav = await page.locator('.stations').boundingBox();
          for (const tab of width === 1366 ? await tabs.all() : [page.locator('.stations [aria-current]')]) {
            const box = await tab.boundingBox();
            const words = `${width} px, /${station}: ${(await tab.textContent()) ?? ''}`;
            t.ok(box && nav && box.x >= nav.x && box.x + box.width <= nav.x + nav.width, words);
          }
          t.equal(await page.evaluate('scrollY'), 0, 'the page itself stays at its top');
          t.equal(await sidewaysOverflow(page), 0);
        }
      });
    }
  },
);
