import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Facility } from '../node-server/facility.js';
import { buildReport } from '../node-server/reports/build-report.js';
import { KeptDays } from '../node-server/reports/kept-days.js';
import type { ReportDeps } from '../node-server/reports/report-deps.js';
import { startFacility } from '../node-server/start.js';
import { addDays, dayOf, isoDate, type Day } from '../records/day.js';
import { readPeriod } from '../records/reports/report-period.js';
import { openLocale } from '../templates/locale.js';
import { loadReports } from '../templates/report-definitions.js';
import { HttpUser } from '../tests/http-user.js';
import { CounterAtWork } from './counter-at-work.js';
import { PlayedBox, PLAYED_BOX, PLAYED_LOGIN } from './play-days.js';

// How long does a report take from the records of its days, and how long from the days as they were kept when they
// were over? On a box with a year of data, whose last whole month was a busy one; the figures must be the same. Then,
// while the page of a year's report is counted for the first time, how long do a counter's pages wait?
// `node dist/bench/reports.js 150 45`: patients a day in that month, and else.

const BUSY = Number(process.argv[2] ?? 150);
const USUAL = Number(process.argv[3] ?? 45);
const IN_CHARGE = { id: 'dr.sinha', password: PLAYED_LOGIN.password };
const ALONE_MS = 5_000;

interface Timed {
  before: number;
  first: number;
  after: number;
}

async function main(folder: string): Promise<void> {
  const today = dayOf(Date.now());
  const month = readPeriod('month', '', today);
  const days = Array.from({ length: 365 }, (_, i) => addDays(today, i - 365));
  console.log(`playing a year of ${USUAL} patients a day, ${BUSY} from ${month.from} to ${month.to}`);
  const box = await PlayedBox.setUp(folder, days[0] ?? today, BUSY);
  await box.playDays(days, (day: Day) => (day >= month.from && day <= month.to ? BUSY : USUAL));

  const facility = await Facility.open({ folder, box: PLAYED_BOX, now: Date.now });
  const records = facility.recordCount;
  const reports = loadReports();
  const plain: ReportDeps = { facility, definitions: () => reports, locale: openLocale() };
  const year = `${isoDate(days[0] ?? today)}..${isoDate(addDays(today, -1))}`;
  const asked: [name: string, id: string, period: string][] = [
    ['flow_month', 'patient-flow', `${isoDate(month.from)}..${isoDate(month.to)}`],
    ['hmis', 'hmis-monthly', isoDate(month.from).slice(0, 7)],
    ['p_form', 'idsp-p-form', ''],
    ['weekly', 'weekly-review', ''],
    ['register', 'opd-register', isoDate(month.to)],
    ['indent', 'drug-indent', ''],
    ['expiry', 'stock-expiry', ''],
    ['flow_year', 'patient-flow', year],
  ];
  const answer: Record<string, number> = { records, visits: box.visits };
  for (const [name, id, period] of asked) {
    const times = await timeReport(id, period, plain, folder);
    const ratio = Number((times.before / Math.max(1, times.after)).toPrecision(2));
    console.log(
      `${id} ${period}: ${times.before} ms from the records, ${times.first} ms while its days are kept, ` +
        `${times.after} ms from them: ${ratio} times quicker`,
    );
    Object.assign(answer, {
      [`${name}_ms_before`]: times.before,
      [`${name}_ms`]: times.after,
      [`${name}_ratio`]: ratio,
    });
  }
  await facility.stop();
  await rm(keptIn(folder), { recursive: true, force: true });
  Object.assign(answer, await whileCounted(folder, `/reports/patient-flow/${year}`));
  console.log(JSON.stringify(answer));
}

async function timeReport(id: string, period: string, plain: ReportDeps, folder: string): Promise<Timed> {
  await rm(keptIn(folder), { recursive: true, force: true });
  const keeping = { ...plain, keptDays: new KeptDays(folder) };
  const from = await timed(() => buildReport(id, period, plain, 'hi'));
  const first = await timed(() => buildReport(id, period, keeping, 'hi'));
  const kept = await timed(() => buildReport(id, period, keeping, 'hi'));
  assert.deepStrictEqual(first.outcome, from.outcome);
  assert.deepStrictEqual(kept.outcome, from.outcome);
  return { before: from.ms, first: first.ms, after: kept.ms };
}

/** A counter at work alone, then while somebody waits for the page of a report that nobody has seen yet. */
async function whileCounted(folder: string, path: string): Promise<Record<string, number>> {
  const running = await startFacility({ folder, port: 0, host: '127.0.0.1' });
  const origin = running.addresses[0] ?? '';
  const counter = await CounterAtWork.logIn(origin, PLAYED_LOGIN);
  const reader = new HttpUser(origin);
  try {
    await reader.logIn(IN_CHARGE.id, IN_CHARGE.password);
    await counter.workFor(50);
    const alone = await counter.measure(() => pause(ALONE_MS));
    let firstAnswer = 0;
    const shown = await counter.measure(() =>
      timed(async () => {
        const first = await timed(() => reader.get(path));
        firstAnswer = first.ms;
        for (let { status, refresh } = first.outcome; status === 202;) {
          const [seconds = '', , next = ''] = /^(\d+)(; url=(.+))?$/.exec(refresh ?? '')?.slice(1) ?? [];
          await pause(Number(seconds) * 1_000);
          ({ status, refresh } = await reader.get(next));
        }
      }),
    );
    return {
      year_first_answer_ms: firstAnswer,
      year_shown_ms: shown.outcome.ms,
      page_p95_ms_before: alone.p95,
      page_p95_ms: shown.p95,
      page_most_ms: shown.most,
    };
  } finally {
    counter.close();
    reader.close();
    await running.stop();
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ outcome: T; ms: number }> {
  const began = performance.now();
  const outcome = await work();
  return { outcome, ms: Math.round(performance.now() - began) };
}

function keptIn(folder: string): string {
  return join(folder, 'folds', 'days');
}

const folder = await mkdtemp(join(tmpdir(), 'nadi-bench-reports-'));
try {
  await main(join(folder, 'box'));
} finally {
  await rm(folder, { recursive: true, force: true });
}
