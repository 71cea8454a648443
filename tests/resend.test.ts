import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { Facility } from '../node-server/facility.js';
import { setUpFacility } from '../node-server/set-up.js';
import type { VisitId } from '../records/ids.js';
import { findChromium, startBrowser } from './browser.js';
import { HttpUser, type Answer } from './http-user.js';
import { startServerProcess } from './server-process.js';
import { QUICK_COST } from './quick-cost.js';

const LOGIN = { id: 'asha', password: 'power-cut-1' };
const PCM = 'paracetamol-tab-500mg';
const BATCH = { item: PCM, batch: 'A', expiry: '2099-03' };

let folder = '';
t.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nadi-resend-'));
});
t.teardown(() => rm(folder, { recursive: true, force: true }));

async function openStore(): Promise<Facility> {
  return Facility.open({
    folder,
    box: 'BR1042',
    now: Date.now,
  });
}

/** A patient who was given ten tablets of a hundred. */
async function fill(): Promise<VisitId> {
  const facility = await openStore();
  const visit = await facility.append({ by: 'asha' }, (draft) => {
    const patient = draft.patient({ name: 'रामू', sex: 'male', birthDate: '1980-01-01' })._id;
    const visit = draft.visit({ patient, kind: 'new', station: 'pharmacy' })._id;
    draft.stock({ ...BATCH, change: 100, kind: 'receive' });
    const lines = [{ line: 1, drug: PCM, batch: 'A', quantity: 10 }];
    const prescription = `${visit}:rx:1`;
    const dispense = draft.part(visit, 'dispense', { patient, prescription, lines })._id;
    draft.stock({ ...BATCH, change: -10, kind: 'dispense', dispense });
    return visit;
  });
  await facility.stop();
  return visit;
}

t.test(
  'a form whose answer the power took is saved once, and then answered as if nothing had been',
  async (t) => {
    await setUpFacility({
      folder,
      box: 'BR1042',
      name: { hi: 'रामपुर', en: 'Rampur' },
      level: 'PHC',
      language: 'hi',
      host: '127.0.0.1',
      port: 0,
      passwordCost: QUICK_COST,
      staff: [{ ...LOGIN, name: { hi: 'आशा', en: 'Asha' }, roles: ['clerk', 'pharmacist', 'incharge'] }],
    });
    const key = (await fill()).split(':')[2] ?? '';
    const nextYear = new Date().getFullYear() + 1;
    const forms: Record<string, Record<string, string>> = {
      '/stock/receive': {
        'line.0.drug': PCM,
        'line.0.batch': 'B',
        'line.0.expiry': `03/${nextYear}`,
        // One batch with two dates is asked about where the first stands in the store already.
        'line.1.drug': PCM,
        'line.1.batch': 'B',
        'line.1.expiry': `04/${nextYear}`,
        'line.1.quantity': '60',
        'line.0.quantity': '40',
        source: 'ज़िला भंडार',
      },
      [`/stock/item/${PCM}/adjust`]: { batch: '2099-03 A', how: 'less', quantity: '7', reason: 'broken' },
      [`/stock/item/${PCM}/return`]: {
        batch: '2099-03 A',
        quantity: '5',
        to: 'ज़िला भंडार',
        reason: 'damaged',
      },
      [`/pharmacy/${key}/return`]: { 'd1_0.quantity': '3', reason: 'not-needed' },
      '/counter/new': { name: 'गीता यादव', sex: 'female', age: '34', mobile: '9812345678' },
    };
    const user = new HttpUser('');
    const once = randomBytes(6).toString('hex');
    const send = async (): Promise<Record<string, Answer & { notice: string }>> => {
      const answers: Record<string, Answer & { notice: string }> = {};
      for (const [path, form] of Object.entries(forms)) {
        const answer = await user.post(path, { ...form, once });
        const notice = answer.location === undefined ? '' : await noticeOf(user, answer.location);
        answers[path] = { ...answer, notice };
      }
      return answers;
    };

    const first = await startServerProcess(folder);
    user.origin = first.origin;
    await user.logIn(LOGIN.id, LOGIN.password);
    const told = await send();
    for (const [path, answer] of Object.entries(told))
      t.equal(answer.status, 302, `${path}: ${problems(answer)}`);
    await first.kill();

    const second = await startServerProcess(folder);
    user.origin = second.origin;
    t.same(await send(), told, 'the same answers after the restart');
    await second.kill();
    user.close();

    const facility = await openStore();
    t.teardown(() => facility.stop());
    const today = facility.today();
    t.equal(facility.stock.balance(PCM, today), 100 - 10 + 40 + 60 - 7 - 5 + 3);
    t.equal(facility.patients.size, 2);
    t.equal(facility.queue.entries().length, 2);
    t.ok(facility.isWhole);
  },
);

t.test(
  'a form that is sent while the box is down waits in its page, and is saved once the box is back',
  { skip: findChromium() === null && 'no Chromium here' },
  async (t) => {
    const first = await startServerProcess(folder);
    const { port } = new URL(first.origin);
    const browser = await startBrowser();
    t.teardown(() => browser.close());
    await browser.withPage({}, async (page) => {
      await page.goto(`${first.origin}/login?next=/counter/new`);
      await page.locator(`label:has(input[name="name"][value="${LOGIN.id}"])`).click();
      await page.fill('#f-password', LOGIN.password);
      await page.click('main .main-button');
      await page.fill('#f-name', 'सुगनी हाँसदा');
      await page.locator('label:has(input[name="sex"][value="female"])').click();
      await page.fill('#f-age', '41');
      await first.kill();
      await page.click('main .main-button');
      await page.locator('.lost').waitFor();
      t.equal(page.url(), `${first.origin}/counter/new`, 'no error page of the browser takes its place');
      const second = await startServerProcess(folder, port);
      await page.locator('.lost button').click();
      await page.waitForURL('**/counter/slip/**');
      await second.kill();
    });
    const facility = await openStore();
    t.teardown(() => facility.stop());
    t.equal(facility.patients.size, 3, 'one more than before');
  },
);

async function noticeOf(user: HttpUser, location: string): Promise<string> {
  const { body } = await user.get(location);
  return /<p class="notice"[^>]*>(.*?)<\/p>/s.exec(body)?.[1] ?? 'none';
}

function problems({ body }: Answer): string {
  return [...body.matchAll(/class="error[^>]*>([^<]*)/g)].map(([, text]) => text).join(' ');
}
