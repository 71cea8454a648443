import t from 'tap';
import { Watcher } from '../central/monitor/watcher.js';
import { RouterCouch } from '../central/router/router-couch.js';
import { boxPages } from '../central/web/boxes/box-pages.js';
import { startWeb } from '../central/web/start-web.js';
import { SUPPORT_ROLE } from '../central/web/viewer.js';
import { startBadLine } from './bad-line.js';
import { openBoxesCentre } from './boxes-centre.js';
import { findChromium, startBrowser } from './browser.js';
import { pageFaults } from './page-faults.js';
import { tellSampleBoxes } from './sample-boxes.js';

t.setTimeout(120_000);

t.test(
  'while CouchDB is away a page says so and is asked for once more, and what was typed is kept and sent later',
  { skip: findChromium() === null && 'no Chromium here' },
  async (t) => {
    const centre = await openBoxesCentre(t, 3);
    await tellSampleBoxes(centre, Date.now());
    await new Watcher({ couch: new RouterCouch(centre.url), now: Date.now, log: () => undefined }).look();
    const line = await startBadLine(centre.url);
    t.teardown(() => line.close());
    const { username, password } = new URL(centre.url);
    const login = new URL(line.url);
    Object.assign(login, { username, password });
    const web = await startWeb({ login: login.href, sessionKey: 'k'.repeat(48), pages: [boxPages] });
    t.teardown(() => web.stop());
    const viewer = await centre.couch.user([SUPPORT_ROLE]);
    const browser = await startBrowser();
    t.teardown(() => browser.close());

    await browser.withPage({ width: 360, javaScript: false }, async (page) => {
      const enter = async (): Promise<void> => {
        await page.fill('#f-name', viewer.name);
        await page.fill('#f-password', viewer.password);
        await page.click('main .main-button');
      };
      const look = async (what: string): Promise<void> => {
        t.same(await pageFaults(page, 'hi'), [], what);
      };
      const path = `${web.url}/boxes/${centre.boxes[0]}/alerts/silent`;

      line.set('cut');
      await page.goto(`${web.url}/login`);
      await enter();
      t.match(await page.textContent('.problems'), 'ज़िला सर्वर का डेटाबेस जवाब नहीं दे रहा');
      t.equal(await page.inputValue('#f-name'), viewer.name, 'the typed name is kept');
      await look('the log-in');
      line.set('open');
      await enter();

      await page.goto(path);
      await page.fill('#f-note', 'फ़ोन किया');
      line.set('cut');
      await page.click('main .main-button');
      t.match(await page.textContent('h1'), 'ज़िला सर्वर का डेटाबेस जवाब नहीं दे रहा');
      t.match(await page.textContent('main'), 'फ़ोन किया', 'what was typed stands there');
      await look('a form that could not be sent');
      await page.click('main .main-button');
      t.match(await page.textContent('main'), 'फ़ोन किया', 'and after a second time');
      line.set('open');
      await page.click('main .main-button');
      t.match(await page.textContent('.box-said'), 'फ़ोन किया');

      line.set('cut');
      await page.goto(`${web.url}/boxes?show=silent`);
      t.match(await page.textContent('main .main-button'), 'फिर कोशिश करें');
      await look('a page that did not come');
      line.set('open');
      await page.click('main .main-button');
      t.match(page.url(), /\/boxes\?show=silent$/);
      t.ok(await page.locator('.boxes .table').count(), 'the same page comes, and the log-in still counts');
    });
  },
);
