import { randomInt } from 'node:crypto';
import t from 'tap';
import { couchUnderTest } from '../tests/couch-under-test.js';
import { until } from '../tests/until.js';
import { grantWebUser, listWebUsers, removeWebUser } from './web-users.js';
import { CouchSessions } from './web/couch-sessions.js';

const DISTRICT = { state: '10', district: '203' };
/** A run that was cut off leaves its own. */
const NAME = `test.anita${randomInt(1_000_000)}`;

t.test('somebody is let in, sees something else from now on, and is let in no more', async (t) => {
  const { nano, url } = await couchUnderTest(t);
  t.teardown(() => removeWebUser(nano, NAME).catch(() => undefined));
  const sessions = new CouchSessions(new URL(url).origin);
  const first = await grantWebUser(nano, { name: NAME, areas: [DISTRICT], password: 'first one' });
  t.equal(first, 'made');
  const session = await sessions.logIn(NAME, 'first one', '127.0.0.1');
  t.match(session, { viewer: { name: NAME, areas: [DISTRICT], support: false, central: false } });
  if (session === null || typeof session === 'string') return;

  t.equal(await grantWebUser(nano, { name: NAME, areas: [], support: true }), 'updated');
  const seesBoxes = async (): Promise<boolean> =>
    (await sessions.check(session.cookie))?.viewer.support === true;
  await until('CouchDB has heard of the other roles', seesBoxes);
  t.match(await sessions.check(session.cookie), { viewer: { areas: [], support: true } });
  t.ok((await listWebUsers(nano)).some(({ name }) => name === NAME));

  await removeWebUser(nano, NAME);
  await until('the session is over', async () => (await sessions.check(session.cookie)) === null);
  t.equal(await sessions.logIn(NAME, 'first one', '127.0.0.1'), null);
  await t.rejects(removeWebUser(nano, NAME), { code: 'not-found' });
});

t.test('a name that is no name, nothing to see, and a program’s user are refused', async (t) => {
  const { nano, user } = await couchUnderTest(t);
  const password = 'p';
  const wrong = { code: 'bad-input' };
  for (const name of ['', 'A', 'br1042', 'a b', '../x', 'x'.repeat(41)]) {
    await t.rejects(grantWebUser(nano, { name, areas: [DISTRICT], password }), wrong, name);
  }
  await t.rejects(grantWebUser(nano, { name: NAME, areas: [], password }), wrong);
  await t.rejects(
    grantWebUser(nano, { name: NAME, areas: [DISTRICT] }),
    wrong,
    'a first password is missing',
  );
  const program = await user(['centre']);
  await t.rejects(grantWebUser(nano, { name: program.name, areas: [DISTRICT], password }), {
    code: 'conflict',
  });
  await t.rejects(removeWebUser(nano, program.name), { code: 'not-found' });
});
