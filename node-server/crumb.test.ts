import { rmSync } from 'node:fs';
import t from 'tap';
import { InjectedBrowser, sampleFrame } from '../tests/sample-frame.js';

void t.test('a look at a page without forms leaves open forms as good as they were', async (t) => {
  const frame = await sampleFrame();
  t.teardown(async () => {
    await frame.server.stop();
    rmSync(frame.folder, { recursive: true, force: true });
  });
  const browser = new InjectedBrowser(frame.server);
  await browser.logIn('sunita');
  await browser.get('/sample');
  const crumb = browser.cookies.get('crumb') ?? '';
  for (const path of ['/favicon.ico', '/no/such/page', '/assets/nadi.css']) await browser.get(path);
  t.equal(browser.cookies.get('crumb'), crumb);
  await browser.post('/sample', { crumb, name: 'सीता कुमारी', sex: 'female', age: '34' });
  t.equal(frame.saved.length, 1);
});
