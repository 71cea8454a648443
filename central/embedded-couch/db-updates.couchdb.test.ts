import t from 'tap';
import { couchUnderTest } from '../../tests/couch-under-test.js';
import { until } from '../../tests/until.js';

interface Updates {
  results: { db_name: string; type: string; seq: string }[];
  last_seq: string;
}

t.test('_db_updates tells of each database that was written, to server admins only', async (t) => {
  const { ask, database, user } = await couchUnderTest(t);
  // One that was never set up lacks it.
  await ask('PUT', '/_global_changes');
  const one = await database();
  const two = await database();
  const updates = async (query: string): Promise<Updates> => {
    return (await ask('GET', `/_db_updates?${query}`)).body as Updates;
  };
  const { last_seq: start } = await updates('since=now');
  await ask('POST', `/${one}`, { a: 1 });
  await ask('POST', `/${two}`, { a: 1 });
  await ask('POST', `/${one}`, { a: 2 });
  // CouchDB tells it late by up to a second, perhaps twice, and with what was made just before.
  const told = new Set<string>();
  let last = start;
  const hear = async (query: string): Promise<void> => {
    const { results, last_seq } = await updates(`${query}since=${encodeURIComponent(last)}`);
    for (const { db_name, type } of results) told.add(`${type} ${db_name}`);
    last = last_seq;
  };
  await until('both are told of', async () => {
    await hear('');
    return told.has(`updated ${one}`) && told.has(`updated ${two}`);
  });
  told.clear();
  await ask('PUT', `/${two}/b`, {});
  await until('the later one is told of to who waits', async () => {
    await hear('feed=longpoll&timeout=20000&');
    return told.has(`updated ${two}`);
  });
  const { auth } = await user(['centre']);
  t.not((await ask('GET', '/_db_updates', undefined, { as: auth })).status, 200);
});

t.test('what stays on one side is no news, and waiting ends in time', async (t) => {
  const { ask, database, isEmbedded } = await couchUnderTest(t);
  if (!isEmbedded) return;
  const name = await database();
  const last = await until('the new one is told of', async () => {
    const { results, last_seq } = (await ask('GET', '/_db_updates')).body as Updates;
    return results.some(({ db_name }) => db_name === name) && last_seq;
  });
  await ask('PUT', `/${name}/_local/mark`, { a: 1 });
  const quiet = await ask('GET', `/_db_updates?feed=longpoll&timeout=50&since=${last}`);
  t.same((quiet.body as Updates).results, []);
  const { results } = (await ask('GET', '/_db_updates?since=999999-embedded')).body as Updates;
  t.ok(results.length > 0, 'a sequence of before a restart hides nothing');
});
