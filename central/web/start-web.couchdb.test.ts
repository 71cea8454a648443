import t from 'tap';
import { couchUnderTest } from '../../tests/couch-under-test.js';
import { HttpUser } from '../../tests/http-user.js';
import { CENTRE_ROLE } from '../centre-databases.js';
import { startWeb } from './start-web.js';
import { SUPPORT_ROLE } from './viewer.js';

t.test(
  'the centre’s pages start with a user of role centre, and a viewer logs in as themselves',
  async (t) => {
    const couch = await couchUnderTest(t);
    const own = await couch.user([CENTRE_ROLE]);
    const login = new URL(couch.url);
    login.username = own.name;
    login.password = own.password;
    const home = { method: 'GET', path: '/', access: { who: 'anyone' }, handler: () => 'home' } as const;
    const web = await startWeb({
      login: login.href,
      sessionKey: 'k'.repeat(48),
      pages: [{ name: 'today', path: '/', icon: 'pulse', shownTo: () => false, routes: [home] }],
    });
    t.teardown(() => web.stop());
    const user = new HttpUser(web.url);
    t.teardown(() => user.close());
    t.equal((await user.get('/')).status, 302, 'the pages’ own user opens nothing to a stranger');
    const viewer = await couch.user([SUPPORT_ROLE]);
    await user.logIn(viewer.name, viewer.password);
    t.equal((await user.get('/')).status, 200);
  },
);
