import t from 'tap';
import { couchUnderTest } from '../../tests/couch-under-test.js';
import { until } from '../../tests/until.js';

interface Answer {
  rows: { id?: string; key: unknown; value: unknown; doc?: { _id: string } }[];
  total_rows?: number;
}

t.test('a view’s rows come in the order of CouchDB’s collation, not of their codes', async (t) => {
  const { ask, database } = await couchUnderTest(t);
  const db = await database();
  await ask('PUT', `/${db}/_design/d`, { views: { v: { map: 'function (doc) { emit(doc.key); }' } } });
  const keys = [
    null,
    false,
    true,
    -1,
    2,
    10,
    'a-2',
    'a:1',
    'a1',
    'a',
    'A',
    'aa',
    'b',
    'B',
    'क',
    [],
    ['a'],
    ['a', 1],
  ];
  const docs = [...keys, { a: 1 }, {}].map((key, i) => ({ _id: String(100 - i), key }));
  await ask('POST', `/${db}/_bulk_docs`, { docs });
  const read = async (query: string): Promise<unknown[]> => {
    const { body } = await ask('GET', `/${db}/_design/d/_view/v?${query}`);
    return (body as Answer).rows.map(({ key }) => key);
  };
  const sorted = ['a', 'A', 'a-2', 'a:1', 'a1', 'aa', 'b', 'B', 'क'];
  const all = [null, false, true, -1, 2, 10, ...sorted, [], ['a'], ['a', 1], {}, { a: 1 }];
  t.same(await read(''), all);
  t.same(await read('descending=true'), [...all].reverse());
  t.same(await read('startkey="a"&endkey="a:1"'), ['a', 'A', 'a-2', 'a:1']);
  t.same(await read('startkey="a"&endkey="a:1"&inclusive_end=false'), ['a', 'A', 'a-2']);
  t.same(await read('descending=true&startkey="a:1"&endkey="a"'), ['a:1', 'a-2', 'A', 'a']);
  t.same(await read('startkey=["a"]&endkey=["a",{}]'), [['a'], ['a', 1]]);
  const semicolon = await ask('GET', `/${db}/_design/d/_view/v?startkey="a:"&endkey="a;"`);
  t.equal(semicolon.status, 400, 'a semicolon comes before a colon');
});

t.test('sums follow what is changed, moved and deleted', async (t) => {
  const { ask, database } = await couchUnderTest(t);
  const db = await database();
  const map = 'function (doc) { if (doc.n) emit([doc.state, doc.block], doc.n); }';
  await ask('PUT', `/${db}/_design/d`, { views: { v: { map, reduce: '_sum' } } });
  const sums = async (query: string): Promise<unknown> => {
    const { body } = await ask('GET', `/${db}/_design/d/_view/v?${query}`);
    return (body as Answer).rows.map(({ key, value }) => [key, value]);
  };
  const put = async (id: string, body: object): Promise<void> => {
    const standing = (await ask('GET', `/${db}/${id}`)).body as { _rev?: string };
    const rev = standing._rev === undefined ? {} : { _rev: standing._rev };
    await ask('PUT', `/${db}/${id}`, { ...body, ...rev });
  };
  await put('a', { state: '10', block: '1', n: 1 });
  await put('b', { state: '10', block: '2', n: 2 });
  await put('c', { state: '9', block: '1', n: 4 });
  t.same(await sums('group_level=1'), [
    [['10'], 3],
    [['9'], 4],
  ]);
  t.same(await sums(''), [[null, 7]]);
  await put('b', { state: '9', block: '2', n: 20 });
  await put('a', { _deleted: true });
  t.same(await sums('group_level=1'), [[['9'], 24]], 'one has moved, one is gone');
  t.same(await sums('group_level=5'), [
    [['9', '1'], 4],
    [['9', '2'], 20],
  ]);
  t.same(await sums('group_level=1&startkey=["9","2"]'), [[['9'], 20]], 'a range cuts its first group');
  t.same(await sums('group_level=1'), [[['9'], 24]], 'and leaves the whole one as it is');
  await put('d', { state: '9', block: '1', n: 100 });
  t.same(await sums('group_level=1'), [[['9'], 124]]);
});

t.test('a question that makes no sense is refused', async (t) => {
  const { ask, database } = await couchUnderTest(t);
  const db = await database();
  const map = 'function (doc) { emit(doc._id, 1); }';
  await ask('PUT', `/${db}/_design/d`, { views: { plain: { map }, sum: { map, reduce: '_sum' } } });
  await ask('POST', `/${db}/_bulk_docs`, { docs: [{ _id: 'a' }, { _id: 'b' }] });
  const wrong = [
    'sum?include_docs=true',
    'plain?group=true',
    'plain?group_level=1',
    'plain?reduce=true',
    'plain?startkey="b"&endkey="a"',
    'plain?keys=["a"]&startkey="a"',
    'sum?keys=["a"]',
    'plain?limit=-1',
  ];
  for (const query of wrong) {
    const { status, body } = await ask('GET', `/${db}/_design/d/_view/${query}`);
    t.match({ query, status, body }, { query, status: 400, body: { error: 'query_parse_error' } });
  }
  t.match(await ask('GET', `/${db}/_design/d/_view/sum?key=a`), {
    status: 400,
    body: { error: 'bad_request', reason: /JSON/ },
  });
  const { body } = await ask('POST', `/${db}/_design/d/_view/plain?include_docs=true`, {
    keys: ['b', 'x', 'a'],
  });
  t.match(body, { total_rows: 2 });
  t.same(
    (body as Answer).rows.map(({ doc }) => doc?._id),
    ['b', 'a'],
    'rows come in the order of the keys',
  );
});

t.test('a design document whose view does not compile is not taken', async (t) => {
  const { ask, database } = await couchUnderTest(t);
  const db = await database();
  for (const view of [{ map: 'function (doc) {' }, { map: 'function (doc) {}', reduce: 'function (' }]) {
    const { status, body } = await ask('PUT', `/${db}/_design/d`, { views: { view } });
    t.match({ status, body }, { status: 400, body: { error: 'compilation_error' } });
  }
});

t.test('_info tells how far the index of a design document is, and starts nothing', async (t) => {
  const { ask, database } = await couchUnderTest(t);
  const db = await database();
  await ask('PUT', `/${db}/_design/d`, { views: { v: { map: 'function (doc) { emit(doc._id, null); }' } } });
  await ask('POST', `/${db}/_bulk_docs`, { docs: [{ a: 1 }, { a: 2 }] });
  await ask('GET', `/${db}/_design/d/_view/v`);
  // Of a cluster one copy of each shard has answered; the others may still be at it.
  const built = await until('the index stands', async () => {
    const { status, body } = await ask('GET', `/${db}/_design/d/_info`);
    t.match({ status, body }, { status: 200, body: { name: 'd', view_index: {} } });
    const { view_index: index } = body as { view_index: { updater_running: boolean } };
    return index.updater_running ? false : index;
  });
  t.match(built, { updates_pending: { minimum: 0 } });
  t.equal((await ask('GET', `/${db}/_design/none/_info`)).status, 404);
});
