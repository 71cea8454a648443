import t from 'tap';
import { summaryId } from '../records/ids.js';
import { daysOf } from '../records/reports/report-period.js';
import { WAIT_BOUNDS } from '../records/summary/wait-histogram.js';
import { countDay } from '../node-server/summary/count-day.js';
import { countByHand, reachedByHand, readRawVisits } from '../node-server/summary/fixtures/count-by-hand.js';
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
    const ledger = await readRawVisits(month.facility);
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
        const waits = DAYS.flatMap((day) => reachedByHand(ledger, day, kpi.median)).sort((a, b) => a - b);
        t.equal(line['Numerator'], String(waits.length), code);
        if (waits.length > 0) {
          const median = waits[Math.ceil(waits.length / 2) - 1] ?? NaN;
          const bin = WAIT_BOUNDS.filter((bound) => bound <= median).length;
          const shown = Number(line['Value']);
          t.ok(shown >= (WAIT_BOUNDS[bin - 1] ?? 0) && shown <= (WAIT_BOUNDS[bin] ?? Infinity), code);
        }
        continue;
      }
      t.equal(line['Numerator'], String(of), `${code}: numerator`);
      t.equal(line['Denominator'], String(all), `${code}: denominator`);
      const value = all === 0 ? '' : String(Math.round((of / all) * kpi.per * 100) / 100);
      t.equal(line['Value'], value, `${code}: value`);
      if (all === 0) continue;
      const words =
        kpi.denominator === 'open-days'
          ? `${group(of)} in ${all} open days`
          : `${group(of)} of ${group(all)}`;
      const row = rowOf(page, kpi.name.en);
      t.match(row, words, `${code} on the district's page`);
      t.match(rowOf(facilityPage, kpi.name.en), words, `${code} on the facility's page`);
    }
    const one = (await user.get(`/indicators/10/203?${PERIOD}&kpi=seen&by=facility`)).body;
    t.match(rowOf(one, `PHC ${box}`), `${group(counted('seen:of'))} of ${group(counted('seen:all'))}`);
  },
);

function group(value: number): string {
  return new Intl.NumberFormat('en-IN').format(value);
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
