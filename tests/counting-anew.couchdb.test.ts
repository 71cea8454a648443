import t, { type Test } from 'tap';
import { centrePages } from '../central/web/pages.js';
import { CENTRAL_ROLE } from '../central/web/viewer.js';
import { makeRouter } from '../central/router/start-router.js';
import { openCentreToVisitors } from './centre-visitors.js';
import { couchdbUrl } from './config.js';
import { holdViews } from './held-views.js';
import { openRouterCentre, summaryOf } from './router-centre.js';
import { until } from './until.js';

t.setTimeout(120_000);

const NOW = Date.parse('2026-11-22T06:00:00.000Z');
/** What a page waits for one answer, in milliseconds: the embedded CouchDB takes a few, a given one begins a process. */
const PATIENCE_MS = couchdbUrl() === null ? 3_000 : 15_000;
const [PLACES, ALERTS] = ['summaries/_design/places', 'boxes/_design/alerts'];

/** One facility that reported a day, at a centre whose indexes may be held back, and somebody of the central team. */
async function setScene(t: Test) {
  const centre = await openRouterCentre(t);
  const [box = ''] = centre.boxes;
  for (const one of centre.boxes) await centre.list(one);
  await centre.write(box, [summaryOf(box, '20261121', 1, { opd: 37 })]);
  const options = { share: { worker: 1, of: 1 }, now: () => NOW, log: () => undefined };
  await makeRouter({ couchUrl: centre.url, ...options }).round();
  const couch = await holdViews(centre.url);
  t.teardown(() => couch.close());
  const { logIn } = await openCentreToVisitors(
    t,
    { ...centre, url: couch.url },
    centrePages,
    NOW,
    PATIENCE_MS,
  );
  return { couch, user: await logIn(CENTRAL_ROLE) };
}

t.test('while an index is built a page says so, how far it is and when to come again', async (t) => {
  const { couch, user } = await setScene(t);
  await until('the new indexes stand', async () => (await user.get('/today/10/203')).status === 200);
  couch.held.set(PLACES, { done: 40_000, total: 1_000_000, how: 'holds' });
  const first = await user.get('/today/10/203');
  t.match(first, { status: 503, retryAfter: '60' });
  t.match(first.body, 'आँकड़े नए सिरे से गिने जा रहे हैं');
  t.match(first.body, '10,00,000 में से 40,000');
  t.match(first.body, 'href="/today/10/203">फिर कोशिश करें');

  const before = couch.asked(PLACES);
  await user.post('/language', { 'switch-language': 'en', back: '/today/10/203' });
  const again = await user.get('/indicators/10/203');
  t.match(again.body, /counted anew.*40,000 of 10,00,000/s);
  t.equal(couch.asked(PLACES), before, 'nobody else is let wait for it');

  const csv = await user.get('/csv/indicators/10/203', { accept: 'text/csv' });
  t.match(csv, { status: 503, retryAfter: '60' });
  t.match(JSON.parse(csv.body), { error: { code: 'counting-anew', params: { done: 40_000 } } });

  couch.held.delete(PLACES);
  t.match(await user.get('/today/10/203'), { status: 200, body: /37/ }, 'then it is as ever');
});

t.test('what CouchDB itself gives up after a minute is told in the same words', async (t) => {
  const { couch, user } = await setScene(t);
  // Before any page: the first that asks for boxes knows their alerts from then on.
  couch.held.set(ALERTS, { done: 2, total: 5, how: 'gives-up' });
  t.match(await user.get('/boxes'), { status: 503, body: /5 में से 2/ });
  t.match(await user.get('/boxes-status', { accept: 'application/json' }), {
    status: 503,
    body: /"code":"counting-anew"/,
  });
  couch.held.clear();
  couch.held.set(PLACES, { done: 1, total: 3, how: 'gives-up' });
  t.match(await user.get('/today/10/203'), { status: 503, body: /3 में से 1/ });
});

t.test('a CouchDB that is late and builds nothing does not answer', async (t) => {
  const { couch, user } = await setScene(t);
  couch.held.set(PLACES, { done: 3, total: 3, how: 'holds' });
  t.match(await user.get('/today/10/203'), { status: 503, body: /डेटाबेस जवाब नहीं दे रहा/ });
});
