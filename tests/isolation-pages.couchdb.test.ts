import t from 'tap';
import { areaRole, CENTRAL_ROLE, SUPPORT_ROLE } from '../central/web/viewer.js';
import { centrePages } from '../central/web/pages.js';
import { openDistrictWeb } from './district-web.js';
import { sampleDistrict } from './sample-district.js';

t.setTimeout(180_000);

const LAST = '20261126';
const NOW = Date.parse('2026-11-27T05:00:00Z');

/** Roles of viewers; the places that they look after. */
const VIEWERS = {
  block: [areaRole({ state: '10', district: '203', block: '1101' })],
  district: [areaRole({ state: '10', district: '203' })],
  'other district': [areaRole({ state: '10', district: '204' })],
  state: [areaRole({ state: '10' })],
  'other state': [areaRole({ state: '9' })],
  support: [SUPPORT_ROLE],
  'central team': [CENTRAL_ROLE],
} as const;
type Who = keyof typeof VIEWERS;

/** Places of the sample, and who may look at them. BR1002 lies in block 1101 of 203, BR1003 in another, BG1002 in 204. */
const PLACES: Record<string, { area: string; facility: string; seenBy: Who[] }> = {
  'its block': {
    ...{ area: '10/203/1101', facility: 'BR1002' },
    seenBy: ['block', 'district', 'state', 'central team'],
  },
  'another block': { area: '10/203/1102', facility: 'BR1003', seenBy: ['district', 'state', 'central team'] },
  'another district': {
    ...{ area: '10/204', facility: 'BG1002' },
    seenBy: ['other district', 'state', 'central team'],
  },
};
const WHOLE_DISTRICT: Who[] = ['district', 'state', 'central team'];
const WHOLE_STATE: Who[] = ['state', 'central team'];

/** How each route of the centre's figures is asked about a place. A route that is not here fails the test. */
const ROUTES: Record<string, (place: { area: string; facility: string }) => string[]> = {
  '/today/{area*}': ({ area }) => [`/today/${area}`, `/today/${area}?by=facility`],
  '/indicators/{area*}': ({ area }) => [`/indicators/${area}`, `/indicators/${area}?kpi=seen&by=facility`],
  '/csv/indicators/{area*}': ({ area }) => [`/csv/indicators/${area}`],
  '/pack/{area*}': ({ area }) => [`/pack/${area}`, `/pack/${area}?by=facility`],
  '/map/{area*}': ({ area }) => [`/map/${area}`],
  '/referrals/{area*}': ({ area }) => [`/referrals/${area}`],
  '/stock/{area*}': ({ area }) => [`/stock/${area}`],
  '/villages/{area*}': ({ area }) => [`/villages/${area}`],
  '/villages-csv/{area*}': ({ area }) => [`/villages-csv/${area}`],
  '/facility/{code}': ({ facility }) => [`/facility/${facility}`],
  '/boxes/{box}/records': ({ facility }) => [`/boxes/${facility}/records`],
};
/** Those that are asked with a form only; who may not look at the page gets no further with it. */
const FORMS = ['/boxes/{box}/records/lines', '/boxes/{box}/records/stop'];
/** These lead a viewer to their own place, and show nothing of any. */
const HOMES = ['/', '/today', '/indicators', '/map', '/referrals', '/stock', '/villages'];
/** These show each viewer the boxes of their own places; more of them: central/web/boxes/box-pages.couchdb.test.ts. */
const OF_OWN_BOXES = ['/boxes', '/boxes/alerts', '/boxes/map', '/boxes-status'];

t.test('a viewer gets the pages and files of the places they look after, and of no other', async (t) => {
  const web = await openDistrictWeb(
    t,
    [
      sampleDistrict({ facilities: 4, days: 2, last: LAST }),
      sampleDistrict({
        ...{ facilities: 4, days: 2, last: LAST, district: '204', letters: 'BG', name: 'Bhojpur' },
      }),
    ],
    () => NOW,
  );
  const told = Object.values(PLACES).map(({ facility }) => ({
    ...{ _id: `box:${facility}`, type: 'box', v: 1, box: facility },
    lastContact: new Date(NOW).toISOString(),
  }));
  await web.couch.nano.use('boxes').bulk({ docs: told });
  const routes = centrePages.flatMap((pages) => pages.routes);
  const figures = new Set(routes.filter(({ access }) => 'figures' in access).map(({ path }) => path));
  t.same(
    [...figures].sort(),
    [...Object.keys(ROUTES), ...FORMS].sort(),
    'every route that shows figures is in the table',
  );
  const anyone = routes.filter(({ access }) => 'who' in access && access.who === 'anyone');
  t.same(
    anyone.map(({ path }) => path).sort(),
    [...HOMES, ...OF_OWN_BOXES].sort(),
    'and these are all that let everybody in',
  );

  const cases = [
    ...Object.entries(PLACES),
    ['the district', { area: '10/203', facility: '', seenBy: WHOLE_DISTRICT }] as const,
    ['the state', { area: '10', facility: '', seenBy: WHOLE_STATE }] as const,
  ];
  for (const who of Object.keys(VIEWERS) as Who[]) {
    const user = await web.loggedIn(...VIEWERS[who]);
    for (const [title, place] of cases) {
      for (const [route, pathsOf] of Object.entries(ROUTES)) {
        if (/^\/(facility|boxes)\//.test(route) && place.facility === '') continue;
        for (const path of pathsOf(place)) {
          const may = place.seenBy.includes(who);
          const { status, body } = await user.get(path);
          t.equal(status, may ? 200 : 404, `${who}, ${title}: ${path}`);
          // The page that says so knows the address that was asked for, and nothing else.
          if (!may)
            t.notMatch(
              body.replaceAll(path, ''),
              /Patna|Bhojpur|B[RG]\d{4}/,
              `${who}: ${path} tells nothing`,
            );
        }
      }
    }
    for (const { facility, seenBy } of Object.values(PLACES)) {
      if (seenBy.includes(who)) continue;
      for (const form of ['records', 'records/lines', 'records/stop']) {
        const path = `/boxes/${facility}/${form}`;
        t.equal((await user.post(path, {})).status, 404, `${who}: a form to ${path}`);
      }
    }
    for (const path of OF_OWN_BOXES) {
      const { status, body } = await user.get(path);
      t.equal(status, 200, `${who}: ${path}`);
      for (const { facility, seenBy } of Object.values(PLACES)) {
        if (!seenBy.includes(who) && who !== 'support') t.notMatch(body, facility, `${who}: ${path}`);
      }
    }
    // What leads beyond a viewer's own places is no link for them.
    const own = await user.get('/today');
    if (own.location) {
      const links = [...(await user.get(own.location)).body.matchAll(/href="(\/[^"?#]+)/g)].map(
        ([, to = '']) => to,
      );
      for (const link of new Set(links.filter((to) => !to.startsWith('/assets')))) {
        t.not((await user.get(link)).status, 404, `${who}: ${link} leads somewhere`);
      }
    }
  }
  const stranger = web.stranger();
  for (const path of Object.values(ROUTES).flatMap((pathsOf) =>
    pathsOf({ area: '10', facility: 'BR1002' }),
  )) {
    t.match(await stranger.get(path), { status: 302, location: /^\/login/ }, `nobody: ${path}`);
  }
});
