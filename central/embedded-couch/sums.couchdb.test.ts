import t from 'tap';
import { couchUnderTest } from '../../tests/couch-under-test.js';

t.test('_sum adds numbers, lists and objects up, as far as keys are asked for', async (t) => {
  const { ask, database } = await couchUnderTest(t);
  const db = await database();
  const map = `function (doc) { emit([doc.a, doc.b], doc.value); }`;
  const odd = `function (doc) { if (doc.odd) emit(null, doc.odd); }`;
  await ask('PUT', `/${db}/_design/d`, {
    views: { v: { map, reduce: '_sum' }, odd: { map: odd, reduce: '_sum' } },
  });
  const docs = [
    { a: 'x', b: 1, value: { n: 1, deep: { list: [1, 2] } } },
    { a: 'x', b: 1, value: { n: 2, deep: { list: [1, 2, 3], m: 5 } } },
    { a: 'x', b: 2, value: { other: 7 } },
    { a: 'y', b: 1, value: { n: 10 } },
  ];
  await ask('POST', `/${db}/_bulk_docs`, { docs });
  const rows = async (query: string): Promise<unknown> => {
    const { body } = await ask('GET', `/${db}/_design/d/_view/v?${query}`);
    return (body as { rows: unknown }).rows;
  };
  const x1 = { n: 3, deep: { list: [2, 4, 3], m: 5 } };
  t.same(await rows('group=true'), [
    { key: ['x', 1], value: x1 },
    { key: ['x', 2], value: { other: 7 } },
    { key: ['y', 1], value: { n: 10 } },
  ]);
  t.same(await rows('group_level=1'), [
    { key: ['x'], value: { ...x1, other: 7 } },
    { key: ['y'], value: { n: 10 } },
  ]);
  t.same(await rows(''), [{ key: null, value: { n: 13, deep: { list: [2, 4, 3], m: 5 }, other: 7 } }]);
  t.same(await rows('group=true&skip=1&limit=1'), [{ key: ['x', 2], value: { other: 7 } }]);
  t.same(await rows('startkey=["z"]'), []);
  t.equal(((await rows('reduce=false')) as unknown[]).length, 4);
});

t.test('what _sum cannot add up is told in the place of the sum, with 200', async (t) => {
  const { ask, database } = await couchUnderTest(t);
  const db = await database();
  const map = `function (doc) { emit(doc.what, doc.value); }`;
  await ask('PUT', `/${db}/_design/d`, { views: { v: { map, reduce: '_sum' } } });
  const wide = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`some-long-figure-${i}`, i]));
  const docs = [
    { what: 'text', value: 'no number' },
    { what: 'mixed', value: { n: 1 } },
    { what: 'mixed', value: { n: 'no number' } },
    { what: 'alone', value: { n: 'no number' } },
    { what: 'wide', value: wide },
    { what: 'right', value: 1 },
  ];
  await ask('POST', `/${db}/_bulk_docs`, { docs });
  const { status, body } = await ask('GET', `/${db}/_design/d/_view/v?group=true`);
  const failed = { error: 'builtin_reduce_error' };
  t.match(
    { status, body },
    {
      status: 200,
      body: {
        rows: [
          { key: 'alone', value: { n: 'no number' } },
          { key: 'mixed', value: failed },
          { key: 'right', value: 1 },
          { key: 'text', value: failed },
          { key: 'wide', value: { ...failed, reason: /^Reduce output must shrink more rapidly/ } },
        ],
      },
    },
    'but in an object that stands alone nobody looks for it',
  );
});

t.test(
  'a view has its own reduce function, leaves out what its map stumbles over, and keeps nothing between documents',
  async (t) => {
    const { ask, database } = await couchUnderTest(t);
    const db = await database();
    const map = `function (doc) { if (doc.bad) throw new Error('bad'); doc.seen = (doc.seen || 0) + 1; emit(doc.item, doc.seen); };`;
    // CouchDB reduces what its parts came to once more, also where there is one part.
    const reduce = `function (keys, values, rereduce) {
      return rereduce ? values.sort().pop() : 'largest ' + Math.max.apply(null, values);
    }`;
    await ask('PUT', `/${db}/_design/d`, {
      views: { largest: { map, reduce }, count: { map, reduce: '_count' } },
    });
    await ask('POST', `/${db}/_bulk_docs`, {
      docs: [{ item: 'a' }, { item: 'a' }, { item: 'b', bad: true }, { item: 'c', seen: 4 }],
    });
    t.match((await ask('GET', `/${db}/_design/d/_view/largest?group=true`)).body, {
      rows: [
        { key: 'a', value: 'largest 1' },
        { key: 'c', value: 'largest 5' },
      ],
    });
    t.match((await ask('GET', `/${db}/_design/d/_view/count`)).body, { rows: [{ value: 3 }] });
  },
);

t.test('_stats counts numbers by group, as CouchDB does, and refuses what is none', async (t) => {
  const { ask, database } = await couchUnderTest(t);
  const db = await database();
  const map = 'function (doc) { emit([doc.box, doc.day], doc.day); }';
  await ask('PUT', `/${db}/_design/d`, { views: { days: { map, reduce: '_stats' } } });
  await ask('POST', `/${db}/_bulk_docs`, {
    docs: [
      { box: 'a', day: 3 },
      { box: 'a', day: 5 },
      { box: 'b', day: 4 },
    ],
  });
  const path = `/${db}/_design/d/_view/days?group_level=1`;
  t.same(((await ask('GET', path)).body as { rows: object[] }).rows, [
    { key: ['a'], value: { sum: 8, count: 2, min: 3, max: 5, sumsqr: 34 } },
    { key: ['b'], value: { sum: 4, count: 1, min: 4, max: 4, sumsqr: 16 } },
  ]);
  await ask('POST', `/${db}`, { box: 'b', day: 'Monday' });
  const { status, body } = await ask('GET', path);
  t.ok(status >= 500 || JSON.stringify(body).includes('error'), 'no figure without all its summands');
});
