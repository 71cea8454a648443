import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import t from 'tap';
import type { Test } from 'tap';
import type { RunningFacility } from '../node-server/start.js';
import type { SyncState } from '../sync/sync-state.js';
import { findChromium, sidewaysOverflow } from './browser.js';
import type { PageOptions } from './browser.js';
import { CREW, KNOWN, openDay, PASSWORD, withCrew, woman } from './journey-day.js';
import type { Day } from './journey-day.js';
import {
  consult,
  dispense,
  enterResult,
  fetchPrint,
  issueSlip,
  logIn,
  receiveStock,
  registerPatient,
  sendOn,
  stockOf,
  takeVitals,
} from './journey-steps.js';
import type { Care, Person, Slip } from './journey-steps.js';

const DRUG = 'पैरासिटामोल 500 मि.ग्रा. गोली';
const CARE: Care = {
  complaint: ['बुखार', 'बुखार'],
  diagnosis: ['मियादी', 'टाइफाइड / मियादी बुखार'],
  drug: ['पैरासिटामोल', DRUG],
  test: ['हीमोग्लोबिन', 'हीमोग्लोबिन'],
  pattern: '1-0-1',
  days: 3,
};
const TABLETS = 6;

/** A line that is back is found within 60 s; the rest is for the sending. */
const SYNC_MS = 90_000;

// A busy machine may need longer than other files do.
t.setTimeout(300_000);

void t.test(
  'a new and a returning patient, from the counter to the medicine',
  { skip: findChromium() === null && 'no Chromium here' },
  async (t) => {
    const day = await openDay(t);
    const { centre, running, browser } = day;
    const origin = running.addresses[0] ?? '';

    await t.test('the pharmacist takes a hundred tablets into stock', (t) =>
      browser.withPage({}, async (page) => {
        await logIn(page, origin, CREW.pharmacist, PASSWORD);
        t.equal(await receiveStock(page, DRUG, 100), '1 बैच भंडार में ले लिए गए।');
        t.equal(await stockOf(page, DRUG), 100);
      }),
    );

    await t.test('with scripts, at a computer', (t) =>
      journey({ ...day, t }, { javaScript: true, width: 1366 }, [
        woman('सुनीता कुमारी', 24, '9812340011'),
        KNOWN[0],
      ]),
    );

    await t.test('without scripts, on an old phone', (t) =>
      journey({ ...day, t }, { javaScript: false, width: 360 }, [
        woman('गीता महतो', 31, '9812340012'),
        KNOWN[1],
      ]),
    );

    await t.test('with the centre stopped', async (t) => {
      await untilSynced(running);
      await centre.stop();
      await journey({ ...day, t }, { javaScript: true, width: 360 }, [
        woman('रुबीना परवीन', 38, '9812340013'),
        KNOWN[2],
      ]);
      await until(running, ({ kind }) => kind === 'offline');
      t.ok(running.syncState().waiting > 30, 'the records of both wait');
    });

    await t.test('the centre starts, and by itself gets exactly what the box has', async (t) => {
      await running.keepLooks();
      const before = withoutSums(await onBox(running));
      await centre.start();
      await untilSynced(running);
      t.same(withoutSums(await centre.records()), before);
      t.equal((await onBox(running)).length, running.facility.recordCount);
    });

    await t.test('and the next slip, too', (t) =>
      browser.withPage({}, async (page) => {
        await logIn(page, origin, CREW.clerk, PASSWORD);
        const before = withoutOwnTime(await onBox(running));
        await registerPatient(page, woman('मीना साह', 52, '9812340014'));
        await untilSynced(running);
        const after = withoutOwnTime(await centre.records());
        t.same(after, withoutOwnTime(await onBox(running)));
        t.equal(after.length, before.length + 2, 'a patient and a visit');
        await page.reload();
        t.match(await page.locator('#sync').innerText(), 'ज़िला सर्वर तक सब पहुँचा');
        await running.keepLooks();
        t.match(await running.syncNow(), { kind: 'up-to-date', waiting: 0 });
        t.same(withoutSums(await centre.records()), withoutSums(await onBox(running)), 'and who looked');
      }),
    );
  },
);

/** Both at each station, one after the other, each member of the crew in a browser of their own. */
async function journey(day: Day, options: PageOptions, [stranger, known]: [Person, Person]): Promise<void> {
  const { t } = day;
  await withCrew(day, options, async (crew) => {
    const inStock = await stockOf(crew.pharmacist, DRUG);
    const slips: [Person, Slip][] = [
      [stranger, await registerPatient(crew.clerk, stranger)],
      [known, await issueSlip(crew.clerk, known)],
    ];
    t.match(
      slips.map(([, { notice }]) => notice),
      [/^मरीज़ दर्ज हुए और पर्ची बन गई। उम्र: \d+ वर्ष, जन्म लगभग \d{4}।$/, /^पर्ची दर्ज हो गई।$/],
    );
    for (const [person, slip] of slips) await hasName(t, crew.clerk, `${slip.url}/a5`, person.name);

    for (const [, slip] of slips) {
      t.equal(await takeVitals(crew.nurse, slip), `टोकन ${slip.token}: जाँच सहेजी, अब डॉक्टर के पास`);
    }
    for (const [{ name }, slip] of slips) {
      const seen = await consult(crew.doctor, slip, CARE, options.javaScript ?? true);
      t.match(seen, { name, notice: `टोकन ${slip.token}: हस्ताक्षर हुए, अब लैब के पास` });
      t.match(seen.instruction, /1-0-1.*1 गोली.*3 दिन/s);
      await hasName(t, crew.doctor, `${doctorPage(slip)}/prescription.pdf`, name);
    }
    for (const [, slip] of slips) {
      const { result, notice } = await enterResult(crew.lab, slip, 'हीमोग्लोबिन', '9.8');
      t.equal(notice, `रिपोर्ट सहेजी गई। टोकन ${slip.token} आगे गया: डॉक्टर`);
      t.match(result, /9\.8 g\/dL.*कम/s);
    }
    for (const [, slip] of slips) {
      const { result, notice } = await sendOn(crew.doctor, slip);
      t.equal(notice, `टोकन ${slip.token}: अब दवा काउंटर के पास`);
      t.match(result, /हीमोग्लोबिन.*9\.8.*कम/s);
    }
    for (const [{ name }, slip] of slips) {
      const { label, notice } = await dispense(crew.pharmacist, slip);
      t.equal(notice, `टोकन ${slip.token}: दवा दी गई, भंडार में घटा दी गई।`);
      for (const words of [name, DRUG, `${TABLETS} गोली दी गई`]) t.match(label, words);
    }
    t.equal(await stockOf(crew.pharmacist, DRUG), inStock - 2 * TABLETS);

    for (const [, { url }] of slips) {
      await crew.clerk.goto(url);
      t.match(await crew.clerk.locator('.slip-way').innerText(), 'पूरा हुआ');
    }
    for (const [role, page] of Object.entries(crew)) {
      t.equal(await sidewaysOverflow(page), 0, `${role} need not scroll sideways`);
    }
  });
}

async function hasName(t: Test, page: Page, url: string, name: string): Promise<void> {
  const { type, pdf } = await fetchPrint(page, url);
  t.match(type, 'application/pdf');
  const text = execFileSync('pdftotext', ['-', '-'], { input: pdf });
  t.match(text.toString(), name, `${name} on ${url}`);
}

function doctorPage({ url }: Slip): string {
  return url.replace('/counter/slip/', '/doctor/');
}

async function onBox({ facility }: RunningFacility): Promise<string[]> {
  const { rows } = await facility.databases.records.allDocs();
  return rows.flatMap((row) => ('value' in row ? [`${row.id} ${row.value.rev}`] : []));
}

/** Days that are over are summed up while the stations work, one each few seconds. */
function withoutSums(records: string[]): string[] {
  return records.filter((record) => !record.startsWith('summary:'));
}

/** Looks and the sums of days that are over are written in their own time, and wake no sync. */
function withoutOwnTime(records: string[]): string[] {
  return records.filter((record) => !/^(access|summary):/.test(record));
}

function untilSynced(running: RunningFacility): Promise<void> {
  return until(running, ({ kind, waiting }) => kind === 'up-to-date' && waiting === 0);
}

/** Nobody nudges: the box finds out by itself. */
async function until(running: RunningFacility, reached: (state: SyncState) => boolean): Promise<void> {
  const end = performance.now() + SYNC_MS;
  while (!reached(running.syncState())) {
    if (performance.now() > end) throw new Error(`sync stands: ${JSON.stringify(running.syncState())}`);
    await pause(50);
  }
}
