import t from 'tap';
import { centrePages } from '../central/web/pages.js';
import { startWeb } from '../central/web/start-web.js';
import { areaRole } from '../central/web/viewer.js';
import { CENTRE_ROLE } from '../central/centre-databases.js';
import { openDistrictWeb } from './district-web.js';
import { HttpUser } from './http-user.js';
import { startRecordingProxy, type Recorded } from './recording-proxy.js';
import { sampleDistrict } from './sample-district.js';

t.setTimeout(180_000);

const NOW = Date.parse('2026-11-27T05:00:00Z');
const SAMPLE = { facilities: 8, days: 20, last: '20261126' };
const PAGES = ['today', 'indicators', 'indicators?kpi=seen', 'map', 'referrals', 'csv/indicators', 'pack'];

function pathOf(page: string, area: string): string {
  const [path = '', query] = page.split('?');
  return `/${path}/${area}${query === undefined ? '' : `?${query}`}`;
}

t.test(
  'a state’s pages ask for as many rows with ten times the facilities, and none of a facility',
  async (t) => {
    // Enough that each kind has reported each day.
    const few = sampleDistrict({ ...SAMPLE, facilities: 12 });
    const { couch, viewer, put } = await openDistrictWeb(t, [few], () => NOW);
    const proxy = await startRecordingProxy(t, couch.url);
    const login = new URL(proxy.url);
    const own = await couch.user([CENTRE_ROLE]);
    login.username = own.name;
    login.password = own.password;
    const account = await viewer(areaRole({ state: '10' }));

    /** Rows that CouchDB gives for a page that was shown before: what it must be asked each time. */
    const rowsOf = async (): Promise<Record<string, number>> => {
      const web = await startWeb({
        login: login.href,
        sessionKey: 'k'.repeat(48),
        pages: centrePages,
        now: () => NOW,
      });
      const user = new HttpUser(web.url);
      try {
        await user.logIn(account.name, account.password);
        const rows: Record<string, number> = {};
        for (const page of PAGES) {
          await user.get(pathOf(page, '10'));
          const from = proxy.recorded.length;
          t.equal((await user.get(pathOf(page, '10'))).status, 200, page);
          const asked = proxy.recorded.slice(from).filter(({ path }) => path.startsWith('/summaries/'));
          rows[page] = 0;
          for (const request of asked) rows[page] += await countRows(request);
        }
        return rows;
      } finally {
        user.close();
        await web.stop();
      }
    };
    const countRows = async ({ method, path, query, body }: Recorded): Promise<number> => {
      const answer = (await couch.ask(method, `${path}?${query.toString()}`, body ?? undefined)).body as {
        rows?: { key: unknown }[];
        results?: { rows?: { key: unknown }[] }[];
      };
      const rows = answer.rows ?? (answer.results ?? []).flatMap((one) => one.rows ?? []);
      t.notMatch(JSON.stringify(rows.map(({ key }) => key)), /BR\d/, `${path} names no facility`);
      return rows.length;
    };

    const before = await rowsOf();
    await put(sampleDistrict({ ...SAMPLE, facilities: 120, letters: 'BQ' }));
    t.same(await rowsOf(), before);
    t.ok((before['indicators?kpi=seen'] ?? 0) > 20, 'days and districts are asked for');
  },
);

t.test('who reports first while the pages run is on them at once', async (t) => {
  const { facilities, summaries } = sampleDistrict(SAMPLE);
  const late = summaries.filter(({ facility }) => facility === 'BR1001');
  const others = summaries.filter(({ facility }) => facility !== 'BR1001');
  const web = await openDistrictWeb(t, [{ facilities, summaries: others }], () => NOW);
  const user = await web.loggedIn(areaRole({ state: '10' }));
  await user.post('/language', { 'switch-language': 'en', back: '/' });
  const silent = async (): Promise<boolean> =>
    /BR1001 [^]{0,200}never yet/.test((await user.get('/today/10/203')).body);
  t.equal(await silent(), true);
  const share = async (): Promise<string | undefined> =>
    />\s*(\d+ of \d+)\s*</.exec((await user.get('/map/10')).body)?.[1];
  // Who has no box in use is told apart: the last one of the sample never reported.
  const [reported = 0, of] = (await share())?.split(' of ').map(Number) ?? [];
  t.equal(of, 6);
  await web.put({ facilities: [], summaries: late });
  t.equal(await silent(), false);
  t.equal(await share(), `${reported + 1} of 7`);
});
