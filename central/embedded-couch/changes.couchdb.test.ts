import { request } from 'node:http';
import t from 'tap';
import { couchUnderTest, type CouchUnderTest } from '../../tests/couch-under-test.js';

interface Changes {
  results: { id: string; seq: string; deleted?: true; changes: { rev: string }[]; doc?: object }[];
  last_seq: string;
}

t.test('the changes come in order, from a place, some at a time, or from the end', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  for (const id of ['a', 'b', 'c']) await couch.ask('PUT', `/${name}/${id}`, {});
  const changes = async (query: string): Promise<Changes> => {
    return (await couch.ask('GET', `/${name}/_changes${query}`)).body as Changes;
  };
  const all = await changes('');
  t.same(all.results.map(({ id }) => id).sort(), ['a', 'b', 'c']);
  const first = await changes('?limit=1');
  t.equal(first.results.length, 1);
  const rest = await changes(`?since=${encodeURIComponent(first.last_seq)}&include_docs=true`);
  t.match(rest.results, [{ doc: { _id: String } }, { doc: { _id: String } }]);
  t.same((await changes(`?since=${encodeURIComponent(rest.last_seq)}`)).results, []);
  t.same((await changes('?since=now')).results, []);
  t.equal((await changes('?descending=true&limit=1')).results.length, 1);
  const { rev } = (await couch.ask('PUT', `/${name}/d`, {})).body as { rev: string };
  await couch.ask('DELETE', `/${name}/d?rev=${rev}`);
  t.match((await changes(`?since=${encodeURIComponent(all.last_seq)}`)).results, [
    { id: 'd', deleted: true },
  ]);
  t.equal((await couch.ask('GET', `/${name}/_changes?since=nonsense`)).status, 400);
  t.ok((await couch.ask('GET', `/${name}/_changes?limit=nonsense`)).status >= 400, 'CouchDB says 500');
});

t.test('style=all_docs names every leaf', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  const docs = [
    { _id: 'x', _rev: '1-aa' },
    { _id: 'x', _rev: '1-bb' },
  ];
  await couch.ask('POST', `/${name}/_bulk_docs`, { docs, new_edits: false });
  const { results } = (await couch.ask('GET', `/${name}/_changes?style=all_docs`)).body as Changes;
  t.same(results[0]?.changes.map(({ rev }) => rev).sort(), ['1-aa', '1-bb']);
});

t.test('filters by id and by selector; the place moves past what they hold back', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  await couch.ask('POST', `/${name}/_bulk_docs`, { docs: ['a', 'b', 'c'].map((_id) => ({ _id, is: _id })) });
  const filtered = async (filter: string, body: object): Promise<Changes> => {
    return (await couch.ask('POST', `/${name}/_changes?filter=${filter}`, body)).body as Changes;
  };
  t.same(
    (await filtered('_doc_ids', { doc_ids: ['b', 'zz'] })).results.map(({ id }) => id),
    ['b'],
  );
  t.same(
    (await filtered('_selector', { selector: { is: { $gt: 'a' } } })).results.map(({ id }) => id).sort(),
    ['b', 'c'],
  );
  const none = await filtered('_selector', { selector: { is: 'zz' } });
  const after = await couch.ask('GET', `/${name}/_changes?since=${encodeURIComponent(none.last_seq)}`);
  t.same((after.body as Changes).results, []);
  t.equal((await couch.ask('POST', `/${name}/_changes?filter=_selector`, {})).status, 400);
  t.equal((await couch.ask('POST', `/${name}/_changes?filter=_doc_ids`, { doc_ids: 'b' })).status, 400);
});

t.test('longpoll answers when something is written, or when its time is over', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  const over = await couch.ask('GET', `/${name}/_changes?feed=longpoll&since=now&timeout=50`);
  t.same((over.body as Changes).results, []);
  // From a place: what `now` is a busy CouchDB may find out only after the write.
  const since = async (): Promise<string> => {
    const { body } = await couch.ask('GET', `/${name}`);
    return encodeURIComponent((body as { update_seq: string }).update_seq);
  };
  const from = `/${name}/_changes?feed=longpoll&timeout=60000&since=`;
  const waiting = couch.ask('GET', from + (await since()));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await couch.ask('PUT', `/${name}/x`, {});
  t.same(
    ((await waiting).body as Changes).results.map(({ id }) => id),
    ['x'],
  );
  const filtered = couch.ask('POST', `${from}${await since()}&filter=_selector`, {
    selector: { wanted: true },
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await couch.ask('PUT', `/${name}/not`, {});
  await couch.ask('PUT', `/${name}/yes`, { wanted: true });
  t.same(
    ((await filtered).body as Changes).results.map(({ id }) => id),
    ['yes'],
  );
});

t.test(
  'a continuous feed gives a line a change, a heartbeat between, and ends with the client',
  async (t) => {
    const couch = await couchUnderTest(t);
    const name = await couch.database();
    await couch.ask('PUT', `/${name}/before`, {});
    const feed = openFeed(couch, `/${name}/_changes?feed=continuous&heartbeat=50`);
    await feed.until((text) => text.includes('"before"') && /\n\n/.test(text));
    await couch.ask('PUT', `/${name}/after`, {});
    const text = await feed.until((text) => text.includes('"after"'));
    const lines = text.split('\n').filter((line) => line !== '');
    t.match(
      lines.map((line) => JSON.parse(line) as object),
      [{ id: 'before' }, { id: 'after' }],
    );
    feed.close();
    t.equal((await couch.ask('PUT', `/${name}/later`, {})).status, 201, 'and the server goes on');
  },
);

t.test('a continuous feed ends with a last line at its limit and when the time is over', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  await couch.ask('POST', `/${name}/_bulk_docs`, { docs: [{}, {}, {}] });
  const limited = await openFeed(couch, `/${name}/_changes?feed=continuous&limit=2&timeout=5000`).end();
  t.equal(
    limited
      .trim()
      .split('\n')
      .filter((line) => line.includes('"changes"')).length,
    2,
  );
  const timed = await openFeed(couch, `/${name}/_changes?feed=continuous&since=now&timeout=50`).end();
  t.match(JSON.parse(timed.trim().split('\n').at(-1) ?? ''), { last_seq: String });
});

interface Feed {
  until: (enough: (text: string) => boolean) => Promise<string>;
  end: () => Promise<string>;
  close: () => void;
}

function openFeed(couch: CouchUnderTest, path: string): Feed {
  const { hostname, port, username, password } = new URL(couch.url);
  const auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  let text = '';
  let ended = false;
  let look = (): void => undefined;
  const asked = request({ hostname, port, path, auth }, (response) => {
    response.setEncoding('utf8');
    response.on('data', (piece: string) => {
      text += piece;
      look();
    });
    response.on('end', () => {
      ended = true;
      look();
    });
  });
  // Closing it is an error to node:http.
  asked.on('error', () => look());
  asked.end();
  const until: Feed['until'] = (enough) =>
    new Promise((resolve) => {
      look = () => enough(text) && resolve(text);
      look();
    });
  return { until, end: () => until(() => ended), close: () => asked.destroy() };
}
