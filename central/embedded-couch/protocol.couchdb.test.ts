import { gzipSync } from 'node:zlib';
import t from 'tap';
import { couchUnderTest } from '../../tests/couch-under-test.js';
import { until } from '../../tests/until.js';

interface Ok {
  id: string;
  rev: string;
}

t.test('the server says who it is, gives uuids, and lists its databases to admins only', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  t.match((await couch.ask('GET', '/', undefined, { as: null })).body, { couchdb: 'Welcome', uuid: String });
  t.match((await couch.ask('GET', '/_up', undefined, { as: null })).body, { status: 'ok' });
  const { uuids } = (await couch.ask('GET', '/_uuids?count=3')).body as { uuids: string[] };
  t.equal(new Set(uuids).size, 3);
  t.equal((await couch.ask('GET', '/_all_dbs', undefined, { as: null })).status, 401);
  t.ok(((await couch.ask('GET', '/_all_dbs')).body as string[]).includes(name));
  t.ok(Array.isArray((await couch.ask('GET', '/_active_tasks')).body), 'of other databases, perhaps');
});

t.test('a database is made once, looked at, and deleted', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  t.match(await couch.ask('PUT', `/${name}`), { status: 412, body: { error: 'file_exists' } });
  t.match((await couch.ask('GET', `/${name}/`)).body, { db_name: name, doc_count: 0, update_seq: /^0/ });
  t.equal((await couch.ask('HEAD', `/${name}`)).status, 200);
  t.equal((await couch.ask('HEAD', `/${name}-not`)).status, 404);
  t.match(await couch.ask('GET', `/${name}-not`), { status: 404, body: { error: 'not_found' } });
  t.match(await couch.ask('PUT', '/Facility-BR1042'), {
    status: 400,
    body: { error: 'illegal_database_name' },
  });
  t.equal((await couch.ask('PUT', `/${name}-other`, undefined, { as: null })).status, 401);
  t.equal((await couch.ask('DELETE', `/${name}`)).status, 200);
  await until('it is gone', async () => (await couch.ask('GET', `/${name}`)).status === 404);
});

t.test('a database whose name holds a slash is one database', async (t) => {
  const couch = await couchUnderTest(t);
  const name = encodeURIComponent(`${await couch.database()}/inner+part`);
  t.equal((await couch.ask('PUT', `/${name}`)).status, 201);
  t.match((await couch.ask('GET', `/${name}`)).body, { db_name: decodeURIComponent(name) });
  t.equal((await couch.ask('DELETE', `/${name}`)).status, 200);
});

t.test('a document is written, read by etag, changed, and deleted', async (t) => {
  const couch = await couchUnderTest(t);
  const path = `/${await couch.database()}/visit:BR1042:20261121-042`;
  const first = await couch.ask('PUT', path, { name: 'सुनीता', n: 1 });
  t.match(first, { status: 201, body: { ok: true, id: 'visit:BR1042:20261121-042', rev: /^1-/ } });
  const { rev } = first.body as Ok;
  const read = await couch.ask('GET', `${path}/`);
  t.match(read, { status: 200, body: { name: 'सुनीता', n: 1, _rev: rev } });
  t.equal(read.headers.get('etag'), `"${rev}"`);
  t.equal(
    (await couch.ask('GET', path, undefined, { headers: { 'if-none-match': `"${rev}"` } })).status,
    304,
  );
  t.equal((await couch.ask('HEAD', path)).headers.get('etag'), `"${rev}"`);
  t.match(await couch.ask('PUT', path, { n: 2 }), { status: 409, body: { error: 'conflict' } });
  const second = (await couch.ask('PUT', path, { n: 2 }, { headers: { 'if-match': `"${rev}"` } })).body as Ok;
  t.match(
    (await couch.ask('GET', `${path}?rev=${rev}`)).body,
    { n: 1 },
    'the old revision is still readable',
  );
  t.match((await couch.ask('GET', `${path}?revs=true`)).body, {
    _revisions: { start: 2, ids: [String, String] },
  });
  t.equal((await couch.ask('DELETE', path)).status, 409);
  t.equal((await couch.ask('DELETE', `${path}?rev=${second.rev}`)).status, 200);
  t.match(await couch.ask('GET', path), { status: 404, body: { error: 'not_found', reason: 'deleted' } });
  t.match(await couch.ask('GET', `${path}-1`), {
    status: 404,
    body: { error: 'not_found', reason: 'missing' },
  });
  t.equal((await couch.ask('PUT', path, { n: 3 })).status, 201, 'and can be written anew');
});

t.test('what no document can be is answered with 400, and nothing is written', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  const refused = async (
    method: string,
    path: string,
    body: unknown,
    error: string | RegExp,
  ): Promise<void> => {
    t.match(
      await couch.ask(method, `/${name}${path}`, body),
      { status: 400, body: { error } },
      `${method} ${path}`,
    );
  };
  await refused('PUT', '/x', '{"half":', 'bad_request');
  await refused('PUT', '/x', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'bad_request');
  await refused('PUT', '/x', '', 'bad_request');
  await refused('PUT', '/x', [], 'bad_request');
  await refused('PUT', '/x', '"text"', 'bad_request');
  await refused('PUT', '/x', 'null', 'bad_request');
  await refused('PUT', '/x', { _foo: 1 }, 'doc_validation');
  await refused('PUT', '/_x', {}, 'illegal_docid');
  await refused('POST', '', { _id: '_x' }, 'illegal_docid');
  await refused('POST', '', { _id: 7 }, 'illegal_docid');
  await refused('PUT', '/x', { _rev: 'nonsense' }, 'bad_request');
  await refused('PUT', '/x?rev=1-aaaa', { _rev: '1-bbbb' }, 'bad_request');
  await refused('GET', '/x?rev=nonsense', undefined, 'bad_request');
  await refused('POST', '/_bulk_docs', {}, 'bad_request');
  await refused('POST', '/_bulk_docs', { docs: 'many' }, 'bad_request');
  await refused('POST', '/_bulk_docs', { docs: [{ _id: 'a' }, 5] }, 'bad_request');
  await refused('POST', '/_bulk_docs', '[1,2', 'bad_request');
  await refused('POST', '/_bulk_docs', { docs: [{ _id: 'a' }], new_edits: false }, 'bad_request');
  await refused('GET', '/_all_docs?limit=many', undefined, 'query_parse_error');
  await refused('GET', '/_all_docs?startkey=nojson', undefined, /bad_request|query_parse_error/);
  // CouchDB says 500 to what its programs never thought of.
  t.ok((await couch.ask('POST', `/${name}/_bulk_get`, { docs: 1 })).status >= 400);
  t.match((await couch.ask('GET', `/${name}`)).body, { doc_count: 0 });
  t.equal((await couch.ask('GET', '/%E0%A4%A')).status >= 400, true, 'a broken path is answered');
  t.equal((await couch.ask('GET', '/_up')).status, 200, 'and the server stands');
});

t.test('half a surrogate pair, as cut text leaves it, is no JSON for CouchDB', async (t) => {
  const { ask, database } = await couchUnderTest(t);
  const db = await database();
  const cut = 'बुखार 🤒'.slice(0, -1);
  t.equal((await ask('PUT', `/${db}/a`, { note: cut })).status, 400);
  t.equal((await ask('POST', `/${db}/_bulk_docs`, { docs: [{ [cut]: 1 }, { whole: 1 }] })).status, 400);
  t.equal((await ask('PUT', `/${db}/b`, '{"note":"\\ud83e\\udd12"}')).status, 201, 'a whole one, escaped');
  t.equal((await ask('PUT', `/${db}/c`, { note: 'text: \\ud83e' })).status, 201, 'words that look like one');
});

t.test('what is too large for CouchDB is refused whole', async (t) => {
  const { ask, database } = await couchUnderTest(t);
  const db = await database();
  const large = { _id: 'large', text: 'x'.repeat(8_000_001) };
  const refused = { status: 413, body: { error: 'document_too_large' } };
  t.match(await ask('PUT', `/${db}/large`, large), refused);
  t.match(await ask('POST', `/${db}/_bulk_docs`, { docs: [{ _id: 'small' }, large] }), refused);
  t.equal((await ask('GET', `/${db}/small`)).status, 404);
});

t.test('a wrong method is answered with 405 and a wrong content type with 415', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  t.match(await couch.ask('GET', `/${name}/_bulk_docs`), {
    status: 405,
    body: { error: 'method_not_allowed' },
  });
  t.match(await couch.ask('DELETE', `/${name}/_all_docs`), {
    status: 405,
    body: { error: 'method_not_allowed' },
  });
  t.match(await couch.ask('PATCH', `/${name}/x`, {}), { status: 405, body: { error: 'method_not_allowed' } });
  const headers = { 'content-type': 'text/plain' };
  t.equal((await couch.ask('POST', `/${name}/_bulk_docs`, { docs: [] }, { headers })).status, 415);
});

t.test('a gzipped body is read, another encoding is refused', async (t) => {
  const couch = await couchUnderTest(t);
  const path = `/${await couch.database()}/_bulk_docs`;
  const body = gzipSync(JSON.stringify({ docs: [{ _id: 'zipped' }] }));
  t.match(await couch.ask('POST', path, body, { headers: { 'content-encoding': 'gzip' } }), {
    status: 201,
    body: [{ ok: true, id: 'zipped' }],
  });
  t.equal((await couch.ask('POST', path, body, { headers: { 'content-encoding': 'deflate' } })).status, 415);
  const broken = Buffer.from('this is no gzip');
  t.ok((await couch.ask('POST', path, broken, { headers: { 'content-encoding': 'gzip' } })).status >= 400);
  t.equal((await couch.ask('GET', '/_up')).status, 200, 'and the server stands');
});

t.test('_bulk_docs answers each row for itself', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  await couch.ask('PUT', `/${name}/stands`, {});
  const { status, body } = await couch.ask('POST', `/${name}/_bulk_docs`, {
    docs: [{ _id: 'stands' }, { _id: 'new' }, { text: 'no id' }],
  });
  t.equal(status, 201);
  t.match(body, [
    { id: 'stands', error: 'conflict' },
    { ok: true, id: 'new', rev: /^1-/ },
    { ok: true, id: /^\w{32}$/, rev: /^1-/ },
  ]);
});

t.test(
  'new_edits:false keeps the revisions that it is given, conflicts too, any number of times',
  async (t) => {
    const couch = await couchUnderTest(t);
    const name = await couch.database();
    const docs = [
      { _id: 'x', _rev: '2-bb', _revisions: { start: 2, ids: ['bb', 'aa'] }, side: 'left' },
      { _id: 'x', _rev: '2-cc', _revisions: { start: 2, ids: ['cc', 'aa'] }, side: 'right' },
    ];
    for (let time = 0; time < 2; time += 1) {
      t.match(await couch.ask('POST', `/${name}/_bulk_docs`, { docs, new_edits: false }), {
        status: 201,
        body: [],
      });
    }
    t.match((await couch.ask('GET', `/${name}/x?conflicts=true`)).body, {
      side: 'right',
      _conflicts: ['2-bb'],
    });
    const all = (await couch.ask('GET', `/${name}/x?open_revs=all`)).body as object[];
    t.equal(all.length, 2);
    t.match((await couch.ask('GET', `/${name}/x?open_revs=["2-bb","9-zz"]`)).body, [
      { ok: { side: 'left' } },
      { missing: '9-zz' },
    ]);
    const diff = (await couch.ask('POST', `/${name}/_revs_diff`, { x: ['2-bb', '3-dd'], y: ['1-ee'] })).body;
    t.match(diff, { x: { missing: ['3-dd'] }, y: { missing: ['1-ee'] } });
    const known = (await couch.ask('POST', `/${name}/_revs_diff`, { x: ['2-bb', '2-cc'] })).body;
    t.same(known, {}, 'what is known is not asked for');
    const asked = {
      docs: [
        { id: 'x', rev: '2-bb' },
        { id: 'y', rev: '1-ee' },
      ],
    };
    const { body } = await couch.ask('POST', `/${name}/_bulk_get?revs=true`, asked);
    t.match(body, {
      results: [
        { id: 'x', docs: [{ ok: { side: 'left', _revisions: { start: 2, ids: ['bb', 'aa'] } } }] },
        { id: 'y', docs: [{ error: { id: 'y', rev: '1-ee', error: 'not_found', reason: 'missing' } }] },
      ],
    });
  },
);

t.test('_all_docs gives ranges, keys and bodies', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  const docs = ['a', 'b', 'c', 'd'].map((_id) => ({ _id, is: _id }));
  await couch.ask('POST', `/${name}/_bulk_docs`, { docs });
  const ids = async (path: string, body?: object): Promise<unknown[]> => {
    const answer = await couch.ask(body ? 'POST' : 'GET', `/${name}/_all_docs${path}`, body);
    return (answer.body as { rows: { id?: string; error?: string }[] }).rows.map(
      ({ id, error }) => id ?? error,
    );
  };
  t.same(await ids('?startkey="b"&endkey="c"'), ['b', 'c']);
  t.same(await ids('?start_key="b"&inclusive_end=false&end_key="c"'), ['b']);
  t.same(await ids('?descending=true&limit=2&skip=1'), ['c', 'b']);
  t.same(await ids('?key="c"'), ['c']);
  t.same(await ids('', { keys: ['d', 'zz', 'a'] }), ['d', 'not_found', 'a']);
  const { body } = await couch.ask('GET', `/${name}/_all_docs?include_docs=true&limit=1`);
  t.match(body, { total_rows: 4, rows: [{ id: 'a', key: 'a', value: { rev: /^1-/ }, doc: { is: 'a' } }] });
});

t.test('_local documents are kept apart from the others', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  const path = `/${name}/_local/checkpoint`;
  t.equal((await couch.ask('GET', path)).status, 404);
  t.match(await couch.ask('PUT', path, { seq: 1 }), {
    status: 201,
    body: { id: '_local/checkpoint', rev: '0-1' },
  });
  t.match((await couch.ask('PUT', path, { seq: 2, _rev: '0-1' })).body, { rev: '0-2' });
  t.match((await couch.ask('GET', path)).body, { _id: '_local/checkpoint', seq: 2 });
  t.match((await couch.ask('GET', `/${name}`)).body, { doc_count: 0 });
  for (const body of [{ seq: 3 }, { seq: 4, _rev: '0-1' }])
    t.equal((await couch.ask('PUT', path, body)).status, 201, 'nobody compares revisions there');
  t.match((await couch.ask('GET', path)).body, { seq: 4 });
  t.equal((await couch.ask('DELETE', `${path}?rev=0-2`)).status, 200);
  t.equal((await couch.ask('GET', path)).status, 404);
});

t.test('attachments travel inside a document and on their own', async (t) => {
  const couch = await couchUnderTest(t);
  const path = `/${await couch.database()}/paper`;
  const inline = { 'scan.txt': { content_type: 'text/plain', data: Buffer.from('नाड़ी').toString('base64') } };
  const { rev } = (await couch.ask('PUT', path, { _attachments: inline })).body as Ok;
  const own = await couch.ask('GET', `${path}/scan.txt`);
  t.equal(own.body, 'नाड़ी');
  t.equal(own.headers.get('content-type'), 'text/plain');
  const headers = { 'content-type': 'image/png' };
  const bytes = Buffer.from([0, 1, 2, 255]);
  const second = await couch.ask('PUT', `${path}/deep/photo.png?rev=${rev}`, bytes, { headers });
  t.match(second, { status: 201, body: { ok: true, rev: /^2-/ } });
  t.match((await couch.ask('GET', path)).body, {
    _attachments: { 'scan.txt': { stub: true, revpos: 1 }, 'deep/photo.png': { stub: true, length: 4 } },
  });
  t.match((await couch.ask('GET', `${path}?attachments=true`)).body, {
    _attachments: { 'deep/photo.png': { data: bytes.toString('base64') } },
  });
  t.equal((await couch.ask('DELETE', `${path}/scan.txt?rev=${rev}`)).status, 409);
  const third = (await couch.ask('DELETE', `${path}/scan.txt?rev=${(second.body as Ok).rev}`)).body as Ok;
  t.match(third.rev, /^3-/);
  t.equal((await couch.ask('GET', `${path}/scan.txt`)).status, 404);
  t.equal((await couch.ask('GET', `${path}/deep/photo.png`)).status, 200);
  t.equal(
    (await couch.ask('PUT', `${path}-new/a.txt`, 'text', { headers: { 'content-type': 'text/plain' } }))
      .status,
    201,
  );
});

t.test('Mango finds with and without an index, and pages by bookmark', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  await couch.ask('POST', `/${name}/_bulk_docs`, { docs: [1, 2, 3].map((age) => ({ _id: `p${age}`, age })) });
  t.match(await couch.ask('POST', `/${name}/_index`, { index: { fields: ['age'] }, name: 'by-age' }), {
    body: { result: 'created', name: 'by-age' },
  });
  const { indexes } = (await couch.ask('GET', `/${name}/_index`)).body as {
    indexes: { name: string; ddoc: string }[];
  };
  const made = indexes.find((index) => index.name === 'by-age');
  t.ok(made);
  const asked = { selector: { age: { $gt: 1 } }, sort: ['age'], limit: 1 };
  const first = (await couch.ask('POST', `/${name}/_find`, asked)).body as {
    docs: object[];
    bookmark: string;
  };
  t.match(first.docs, [{ age: 2 }]);
  const second = await couch.ask('POST', `/${name}/_find`, { ...asked, bookmark: first.bookmark });
  t.match(second.body, { docs: [{ age: 3 }] });
  t.equal((await couch.ask('POST', `/${name}/_find`, { selector: 'all' })).status, 400);
  t.equal((await couch.ask('POST', `/${name}/_find`, { selector: { age: { $nope: 1 } } })).status, 400);
  t.match((await couch.ask('DELETE', `/${name}/_index/${made?.ddoc ?? ''}/json/by-age`)).body, { ok: true });
});

t.test('_explain says which index a question takes, and one that has none is warned', async (t) => {
  const { ask, database } = await couchUnderTest(t);
  const db = await database();
  const docs = Array.from({ length: 60 }, (_, i) => ({ _id: `p${i}`, age: i, name: 'asha' }));
  await ask('POST', `/${db}/_bulk_docs`, { docs });
  await ask('POST', `/${db}/_index`, { index: { fields: ['age'] }, name: 'by-age' });
  const indexed = { selector: { age: { $gte: 10 } }, limit: 100 };
  t.match((await ask('POST', `/${db}/_explain`, indexed)).body, {
    dbname: db,
    index: { type: 'json', name: 'by-age' },
    limit: 100,
  });
  const { body } = await ask('POST', `/${db}/_find`, indexed);
  t.match(body, { docs: { length: 50 } });
  t.notMatch(body, { warning: String });
  const unindexed = { selector: { name: 'asha' } };
  t.match((await ask('POST', `/${db}/_explain`, unindexed)).body, {
    index: { type: 'special', name: '_all_docs' },
    limit: 25,
  });
  t.match((await ask('POST', `/${db}/_find`, unindexed)).body, { docs: { length: 25 }, warning: /index/ });
  const sorted = { ...unindexed, sort: ['name'] };
  t.match(await ask('POST', `/${db}/_find`, sorted), { status: 400, body: { error: 'no_usable_index' } });
});

t.test('a view maps, reduces and groups', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  await couch.ask('PUT', `/${name}/_design/stock`, {
    views: { balance: { map: 'function (doc) { emit(doc.item, doc.quantity); }', reduce: '_sum' } },
  });
  const docs = [
    { item: 'ors', quantity: 10 },
    { item: 'ors', quantity: -3 },
    { item: 'pcm', quantity: 5 },
  ];
  await couch.ask('POST', `/${name}/_bulk_docs`, { docs });
  const view = `/${name}/_design/stock/_view/balance`;
  t.match((await couch.ask('GET', `${view}?group=true`)).body, {
    rows: [
      { key: 'ors', value: 7 },
      { key: 'pcm', value: 5 },
    ],
  });
  t.match((await couch.ask('GET', `${view}?reduce=false&key="pcm"`)).body, { rows: [{ value: 5 }] });
  t.match((await couch.ask('POST', `${view}?group=true`, { keys: ['ors'] })).body, {
    rows: [{ key: 'ors' }],
  });
  t.equal((await couch.ask('GET', `/${name}/_design/stock/_view/nope`)).status, 404);
  t.equal((await couch.ask('GET', `/${name}/_design/nope/_view/balance`)).status, 404);
});

t.test('upkeep is accepted', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  t.equal((await couch.ask('POST', `/${name}/_ensure_full_commit`, {})).status, 201);
  t.equal((await couch.ask('POST', `/${name}/_compact`, {})).status, 202);
});
