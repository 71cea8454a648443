import { randomUUID } from 'node:crypto';
import http from 'pouchdb-adapter-http';
import memory from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import t, { type Test } from 'tap';
import { couchUnderTest } from '../../tests/couch-under-test.js';
import { settle } from '../../tests/settle.js';

PouchDB.plugin(http).plugin(memory).plugin(replication);

function localDatabase(t: Test): PouchDB.Database {
  const database = new PouchDB(randomUUID(), { adapter: 'memory' });
  t.teardown(() => database.destroy());
  return database;
}

/** Ids and revisions, in order. */
async function held(database: PouchDB.Database): Promise<string[]> {
  const { rows } = await database.allDocs();
  return rows.map(({ id, value }) => `${id} ${value.rev}`);
}

/** Waits until `reached` holds. */
async function until(reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, 20));
}

t.test('PouchDB pushes and pulls: the same documents with the same revisions on both sides', async (t) => {
  const couch = await couchUnderTest(t);
  const remote = new PouchDB(`${couch.url}/${await couch.database()}`);
  const [box, other] = [localDatabase(t), localDatabase(t)];
  await box.bulkDocs(
    Array.from({ length: 250 }, (_, n) => ({ _id: `visit:${String(n).padStart(3, '0')}`, n })),
  );
  const { rev } = await box.put({ _id: 'changed', n: 1 });
  const second = await box.put({ _id: 'changed', _rev: rev, n: 2 });
  const gone = await box.put({ _id: 'gone' });
  await box.remove('gone', gone.rev);
  const pushed = await box.replicate.to(remote);
  t.match(pushed, { ok: true, docs_written: 252, doc_write_failures: 0 });
  t.equal((await box.replicate.to(remote)).docs_read, 0, 'a second push finds nothing to do');
  await settle();
  await other.replicate.from(remote);
  t.same(await held(other), await held(box));
  t.match(await other.get('changed', { revs: true }), { _rev: second.rev, _revisions: { start: 2 } });
  t.match(await other.get('gone').catch((error: unknown) => error), { status: 404, reason: 'deleted' });
});

t.test('a conflict stays a conflict on both sides', async (t) => {
  const couch = await couchUnderTest(t);
  const remote = new PouchDB(`${couch.url}/${await couch.database()}`);
  const [one, two] = [localDatabase(t), localDatabase(t)];
  await one.put({ _id: 'x', by: 'one' });
  await two.put({ _id: 'x', by: 'two' });
  await one.replicate.to(remote);
  await settle();
  await two.sync(remote);
  await settle();
  await one.replicate.from(remote);
  const mine = await one.get('x', { conflicts: true });
  t.equal(mine._conflicts?.length, 1);
  t.same(await two.get('x', { conflicts: true }), mine);
  t.same(await remote.get('x', { conflicts: true }), mine);
});

t.test('attachments replicate both ways', async (t) => {
  const couch = await couchUnderTest(t);
  const remote = new PouchDB(`${couch.url}/${await couch.database()}`);
  const [box, other] = [localDatabase(t), localDatabase(t)];
  const bytes = Buffer.from([0, 255, 128, 10, 13]);
  await box.put({
    _id: 'paper',
    _attachments: { scan: { content_type: 'image/png', data: bytes as never } },
  });
  await box.replicate.to(remote);
  await settle();
  await other.replicate.from(remote);
  t.same(await other.getAttachment('paper', 'scan'), bytes);
  t.same(await remote.getAttachment('paper', 'scan'), bytes);
});

t.test('filtered replication takes what its ids or its selector name', async (t) => {
  const couch = await couchUnderTest(t);
  const remote = new PouchDB(`${couch.url}/${await couch.database()}`);
  await remote.bulkDocs(['a', 'b', 'c', 'd'].map((_id) => ({ _id, is: _id })));
  await settle();
  const [byId, bySelector] = [localDatabase(t), localDatabase(t)];
  await byId.replicate.from(remote, { doc_ids: ['b', 'd'] });
  t.same(
    (await held(byId)).map((row) => row[0]),
    ['b', 'd'],
  );
  await bySelector.replicate.from(remote, { selector: { is: { $lt: 'c' } } });
  t.same(
    (await held(bySelector)).map((row) => row[0]),
    ['a', 'b'],
  );
});

t.test('live replication carries on both ways until it is cancelled', async (t) => {
  const couch = await couchUnderTest(t);
  const remote = new PouchDB(`${couch.url}/${await couch.database()}`);
  const [box, other] = [localDatabase(t), localDatabase(t)];
  const push = box.replicate.to(remote, { live: true, retry: true });
  const pull = other.replicate.from(remote, { live: true, retry: true });
  for (const id of ['a', 'b', 'c']) {
    await box.put({ _id: id });
    await until(async () => (await held(other)).some((row) => row.startsWith(id)));
  }
  t.same(await held(other), await held(box));
  const ended = Promise.all(
    [push, pull].map((one) => new Promise<void>((resolve) => void one.once('complete', () => resolve()))),
  );
  push.cancel();
  pull.cancel();
  await ended;
});

t.test('what a validation function refuses is denied, and the rest arrives', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  const validate = 'function (doc) { if (doc.bad) throw { forbidden: "no" }; }';
  await couch.ask('PUT', `/${name}/_design/v`, { validate_doc_update: validate });
  await settle();
  const box = localDatabase(t);
  await box.bulkDocs([{ _id: 'a' }, { _id: 'b', bad: true }, { _id: 'c' }]);
  const result = await box.replicate.to(new PouchDB(`${couch.url}/${name}`));
  t.match(result, { docs_written: 2, doc_write_failures: 1 });
});
