import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import t from 'tap';
import { BoxCheckpoints } from './box-checkpoints.js';

PouchDB.plugin(leveldbAdapter);

const GATEWAY = 'https://gateway.example';

t.test('a gateway is told how far the box is once it has shown that it knows checkpoints', async (t) => {
  const folder = t.testdir();
  const open = (name: string): PouchDB.Database => new PouchDB(join(folder, name), { adapter: 'leveldb' });
  const databases = {
    records: open('records'),
    papers: open('papers'),
    shared: open('shared'),
    inbox: open('inbox'),
  };
  t.teardown(() => Promise.all(Object.values(databases).map((database) => database.close())));
  const start = async (gateway: string): Promise<BoxCheckpoints> => {
    const checkpoints = new BoxCheckpoints('BR1042', databases, gateway);
    await checkpoints.read();
    return checkpoints;
  };

  const first = await start(GATEWAY);
  t.equal(first.untold({ records: [0, 7] }), null, 'an older one would take the word for no frame');
  t.notOk(await first.hear({ tag: 'x' }));
  t.ok(await first.hear({ tag: 'x', uuid: 'abc' }));
  t.notOk(await first.hear({ tag: 'x', uuid: 'abc' }), 'it is new only once');
  t.same(first.untold({ records: [0, 7], papers: [0, 0] }), { records: [0, 7] });
  await first.write({ records: 7 });
  t.equal(first.untold({ records: [7, 7] }), null, 'and told once');

  t.same((await start(GATEWAY)).untold({ records: [7, 8] }), { records: [7, 8] }, 'also after a new start');
  t.equal(
    (await start('https://other.example')).untold({ records: [7, 8] }),
    null,
    'another gateway is another',
  );
});
