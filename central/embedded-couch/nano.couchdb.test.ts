import t from 'tap';
import { couchUnderTest } from '../../tests/couch-under-test.js';
import { until } from '../../tests/until.js';

interface Person {
  name: string;
  age?: number;
}

t.test('nano makes, lists, looks at and destroys a database', async (t) => {
  const { nano, database } = await couchUnderTest(t);
  const name = `${await database()}-nano`;
  t.same(await nano.db.create(name), { ok: true });
  t.match(await nano.db.create(name).catch((error: unknown) => error), {
    statusCode: 412,
    error: 'file_exists',
  });
  t.ok((await nano.db.list()).includes(name));
  t.match(await nano.db.get(name), { db_name: name, doc_count: 0 });
  t.same(await nano.db.compact(name), { ok: true });
  t.same(await nano.db.destroy(name), { ok: true });
  // Its files go after the answer.
  const gone = await until('it is gone', async () => {
    const answer: unknown = await nano.db.get(name).catch((error: unknown) => error);
    return answer instanceof Error && answer;
  });
  t.match(gone, { statusCode: 404, error: 'not_found' });
});

t.test('nano writes, reads, lists, finds and removes documents', async (t) => {
  const couch = await couchUnderTest(t);
  const people = couch.nano.use<Person>(await couch.database());
  const first = await people.insert({ name: 'सुनीता' }, 'p/1');
  t.match(await people.get('p/1'), { _id: 'p/1', name: 'सुनीता' });
  t.match(await people.head('p/1'), { etag: `"${first.rev}"` });
  t.match(await people.insert({ name: 'x' }, 'p/1').catch((error: unknown) => error), {
    statusCode: 409,
    error: 'conflict',
  });
  const rows = await people.bulk({
    docs: [
      { name: 'Ravi', age: 40 },
      { name: 'Meena', age: 30 },
    ],
  });
  t.match(rows, [
    { id: String, rev: String },
    { id: String, rev: String },
  ]);
  await couch.settle();
  t.equal((await people.list({ include_docs: true })).rows.length, 3);
  t.match((await people.fetch({ keys: ['p/1'] })).rows, [{ doc: { name: 'सुनीता' } }]);
  t.match(await people.createIndex({ index: { fields: ['age'] }, name: 'age' }), { result: 'created' });
  await couch.settle();
  t.match((await people.find({ selector: { age: { $gt: 35 } }, fields: ['name'] })).docs, [{ name: 'Ravi' }]);
  t.match((await people.changes({ since: '0', limit: 2 })).results, [{ id: String }, { id: String }]);
  t.match(await people.destroy('p/1', first.rev), { ok: true });
  t.match(await people.get('p/1').catch((error: unknown) => error), { statusCode: 404 });
});

t.test('nano reads views, attachments, uuids and its session', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  const people = couch.nano.use<Person>(name);
  const views = { names: { map: 'function (doc) { if (doc.name) emit(doc.name, 1); }', reduce: '_count' } };
  await people.insert({ views } as never, '_design/people');
  const { rev } = await people.insert({ name: 'Ravi' }, 'r');
  await couch.settle();
  t.match(await people.view('people', 'names'), { rows: [{ value: 1 }] });
  await people.attachment.insert('r', 'photo.png', Buffer.from([1, 2]), 'image/png', { rev });
  t.same(await people.attachment.get('r', 'photo.png'), Buffer.from([1, 2]));
  t.equal((await couch.nano.uuids(2)).uuids.length, 2);
  t.match(await couch.nano.session(), { userCtx: { roles: ['_admin'] } });
});

t.test('nano follows the changes', async (t) => {
  const couch = await couchUnderTest(t);
  const people = couch.nano.use<Person>(await couch.database());
  await people.insert({ name: 'Ravi' }, 'r');
  const seen = new Promise((resolve) => {
    // get() stops by itself: stop() leaves nano's own aborted request unhandled.
    const reader = people.changesReader.get({ since: '0' });
    reader.on('batch', (changes: { id: string }[]) => resolve(changes.map(({ id }) => id)));
  });
  t.same(await seen, ['r']);
});
