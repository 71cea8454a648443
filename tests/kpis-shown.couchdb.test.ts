import t from 'tap';
import { summaryId } from '../records/ids.js';
import { daysOf } from '../records/reports/report-period.js';
import { waitScale } from '../records/summary/wait-histogram.js';
import { countDay } from '../node-server/summary/count-day.js';
import {
  countByHand,
  pairsByHand,
  readRawLedger,
  waitsByHand,
} from '../node-server/summary/fixtures/count-by-hand.js';
import { makeKnownMonth } from '../node-server/reports/fixtures/known-month.js';
import { makeRouter } from '../central/router/start-router.js';
import { areaRole } from '../central/web/viewer.js';
import { centrePages } from '../central/web/pages.js';
import { startWeb } from '../central/web/start-web.js';
import { loadKpis } from '../templates/kpis.js';
import { summaryDefinition } from '../templates/summary-definition.js';
import { HttpUser } from './http-user.js';
import { readCsv } from './read-csv.js';
import { openRouterCentre } from './router-centre.js';

t.setTimeout(240_000);

const DAYS = daysOf({ from: '20261001', to: '20261031' });
const PERIOD = 'period=2026-10';

t.test(
  'each indicator that a district is shown equals a count from the raw records of its health centre',
  async (t) => {
    const month = await makeKnownMonth(20_261_028, 6);
    t.teardown(() => month.close());
    const ledger = await readRawLedger(month.facility);
    const centre = await openRouterCentre(t, 1);
    const [box = ''] = centre.boxes;
    await centre.list(box);
    const summaries = [];
    for (const day of DAYS) {
      const counted = await countDay(month.deps, day, false);
      // Each was summed up on the next day.
      const at = new Date(Date.UTC(2026, 9, Number(day.slice(6)) + 1, 4)).toISOString();
      summaries.push({ _id: summaryId(box, day, 1), type: 'summary', day, at, ...counted });
    }
    await centre.write(box, summaries);
    const log = (): undefined => undefined;
    await makeRouter({ couchUrl: centre.url, share: { worker: 1, of: 1 }, now: Date.now, log }).round();
    await centre.couch.settle();
    const web = await startWeb({
      ...{ login: centre.url, sessionKey: 'k'.repeat(48), pages: centrePages },
      now: () => Date.parse('2026-11-05T05:00:00Z'),
    });
    t.teardown(() => web.stop());
    const viewer = await centre.couch.user([areaRole({ state: '10', district: '203' })]);
    const user = new HttpUser(web.url);
    t.teardown(() => user.close());
    await user.logIn(viewer.name, viewer.password);
    await user.post('/language', { 'switch-language': 'en', back: '/' });

    const truths = DAYS.map((day) => countByHand(ledger, day));
    const counted = (code: string): number => truths.reduce((all, truth) => all + (truth[code] ?? 0), 0);
    const lines = readCsv((await user.get(`/csv/indicators/10/203?${PERIOD}`)).body);
    const page = (await user.get(`/indicators/10/203?${PERIOD}`)).body;
    const facilityPage = (await user.get(`/facility/${box}?${PERIOD}`)).body;
    const kpis = loadKpis(summaryDefinition(month.deps.definitions()).figures).groups.flatMap(
      (group) => group.kpis,
    );
    for (const kpi of kpis) {
      const { code } = kpi;
      const line: Record<string, string> =
        lines.find((one) => one['Code of place'] === '10/203' && one['Code of indicator'] === code) ?? {};
      const [of, all] = [counted(`${code}:of`), counted(`${code}:all`)];
      if ('median' in kpi) {
        const { bounds } = waitScale(kpi.median);
        const waits = DAYS.flatMap((day) => waitsByHand(ledger, day, kpi.median)).sort((a, b) => a - b);
        t.equal(line['Numerator'], String(waits.length), code);
        if (waits.length > 0) {
          const median = waits[Math.ceil(waits.length / 2) - 1] ?? NaN;
          const bin = bounds.filter((bound) => bound <= median).length;
          const shown = Number(line['Value']);
          t.ok(shown >= (bounds[bin - 1] ?? 0) && shown <= (bounds[bin] ?? Infinity), code);
        }
        continue;
      }
      const per = 'within' in kpi ? 100 : kpi.per;
      t.equal(line['Numerator'], String(of), `${code}: numerator`);
      t.equal(line['Denominator'], String(all), `${code}: denominator`);
      const value = all === 0 ? '' : String(Math.round((of / all) * per * 100) / 100);
      t.equal(line['Value'], value, `${code}: value`);
      if (all === 0) continue;
      const words =
        !('within' in kpi) && kpi.denominator === 'open-days'
          ? `${group(of)} in ${all} open days`
          : `${group(of)} of ${group(all)}`;
      const row = rowOf(page, kpi.name.en);
      t.match(row, words, `${code} on the district's page`);
      t.match(rowOf(facilityPage, kpi.name.en), words, `${code} on the facility's page`);
    }
    const pairsPage = (await user.get(`/referrals/10/203?${PERIOD}`)).body;
    const rows = rowsUnder(pairsPage, 'From whom to whom');
    const pairs = pairsByHand(ledger, DAYS, box);
    t.ok(pairs.length >= 4, 'both directions');
    for (const { from, to, sent, accepted, returned, seen } of pairs) {
      const row = rows.find((cells) => cells[0]?.includes(from) && cells[1]?.includes(to)) ?? [];
      t.same(row.slice(2, 5), [sent, accepted, returned].map(group), `${from} → ${to}`);
      const sorted = seen.sort((a, b) => a - b);
      const median = sorted[Math.ceil(sorted.length / 2) - 1];
      t.match(row[6], median === undefined ? '–' : `${median} d ${seen.length} seen`, `${from} → ${to}`);
    }
    const one = (await user.get(`/indicators/10/203?${PERIOD}&kpi=seen&by=facility`)).body;
    t.match(rowOf(one, `PHC ${box}`), `${group(counted('seen:of'))} of ${group(counted('seen:all'))}`);
  },
);

function group(value: number): string {
  return new Intl.NumberFormat('en-IN').format(value);
}

/** The cells of a table's rows as text, of the section under a heading. */
function rowsUnder(page: string, heading: string): string[][] {
  const section = page.slice(page.indexOf(`<h2>${heading}</h2>`)).split('</section>')[0] ?? '';
  const rows = section.match(/<tr>[^]*?<\/tr>/g) ?? [];
  return rows.map((row) =>
    (row.match(/<t[hd][^]*?<\/t[hd]>/g) ?? []).map((cell) =>
      cell
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    ),
  );
}

/** The table row in which all of these stand. */
function rowOf(page: string, ...words: string[]): string {
  const rows = page.match(/<tr>[^]*?<\/tr>/g) ?? [];
  return (
    rows.find((row) => words.every((word) => row.includes(escaped(word)))) ?? `no row of ${words.join()}`
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
