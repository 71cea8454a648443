import t, { type Test } from 'tap';
import { couchUnderTest } from '../../tests/couch-under-test.js';
import { HttpUser } from '../../tests/http-user.js';
import { until } from '../../tests/until.js';
import { parseArea } from '../area.js';
import { buildWeb } from './build-web.js';
import { areaRole, SUPPORT_ROLE } from './viewer.js';
import type { CentrePages } from './web-frame.js';

const PAGES: CentrePages = {
  name: 'today',
  path: '/',
  icon: 'pulse',
  shownTo: () => false,
  routes: [
    { method: 'GET', path: '/', access: { who: 'anyone' }, handler: () => 'home' },
    {
      method: 'GET',
      path: '/area/{area*}',
      access: { figures: (request) => parseArea(String(request.params['area'])) },
      handler: () => 'figures',
    },
    {
      method: 'GET',
      path: '/boxes/{area*}',
      access: { box: (request) => parseArea(String(request.params['area'])) },
      handler: () => 'box',
    },
    {
      method: 'POST',
      path: '/note',
      access: { who: 'anyone' },
      handler: ({ payload }) => `kept: ${(payload as { note: string }).note}`,
    },
    { method: 'GET', path: '/central', access: { who: 'central' }, handler: () => 'central' },
  ],
};

async function webUnderTest(t: Test) {
  const couch = await couchUnderTest(t);
  const server = await buildWeb({
    couch: couch.nano,
    login: couch.url,
    sessionKey: 'k'.repeat(48),
    pages: [PAGES],
  });
  await server.start();
  t.teardown(() => server.stop());
  const visitor = (): HttpUser => {
    const user = new HttpUser(server.info.uri);
    t.teardown(() => user.close());
    return user;
  };
  const loggedIn = async (...roles: string[]): Promise<HttpUser> => {
    const { name, password } = await couch.user(roles);
    const user = visitor();
    await user.logIn(name, password);
    return user;
  };
  return { couch, server, visitor, loggedIn };
}

const PATNA = areaRole({ state: '10', district: '212' });

t.test('a district sees its own figures, and another district is not there for it', async (t) => {
  const { loggedIn } = await webUnderTest(t);
  const user = await loggedIn(PATNA);
  const answers: [string, number][] = [
    ['/area/10/212', 200],
    ['/area/10/212/1890', 200],
    ['/boxes/10/212', 200],
    ['/area/10/213', 404],
    ['/area/10', 404],
    ['/area/9/212', 404],
    ['/area/10/2120', 404],
    ['/area/10/212/1890/7', 404],
    ['/area/10%2F213', 404],
    ['/area/', 404],
    ['/boxes/10/213', 404],
    ['/central', 404],
    ['/nowhere', 404],
  ];
  for (const [path, status] of answers) t.equal((await user.get(path)).status, status, path);
});

t.test('support sees how boxes are and no figure of any area', async (t) => {
  const { loggedIn } = await webUnderTest(t);
  const user = await loggedIn(SUPPORT_ROLE);
  t.equal((await user.get('/boxes/10/213')).status, 200);
  t.equal((await user.get('/boxes/')).status, 200, 'a box whose place nobody knows, too');
  t.equal((await user.get('/area/10/213')).status, 404);
});

t.test('nobody gets in without a log-in, and a log-in leads back to the page, never elsewhere', async (t) => {
  const { couch, visitor } = await webUnderTest(t);
  const { name, password } = await couch.user([PATNA]);
  const user = visitor();
  t.match(await user.get('/area/10/212?days=7'), {
    status: 302,
    location: '/login?next=%2Farea%2F10%2F212%3Fdays%3D7',
  });
  await user.get('/login');
  const wrong = await user.post('/login', { name, password: 'wrong', next: '/area/10/212' });
  t.equal(wrong.status, 401);
  t.match(wrong.body, 'value="/area/10/212"', 'where one wanted to go is kept');
  t.match(wrong.body, name, 'the typed name is kept');
  t.equal((await user.post('/login', { name, password, next: '//evil.example' })).location, '/');
});

t.test(
  'a form that is sent when the session is over waits in the log-in, and is sent after it',
  async (t) => {
    const { couch, visitor } = await webUnderTest(t);
    const { name, password } = await couch.user([PATNA]);
    const user = visitor();
    await user.get('/login');
    const note = 'Called the PHC:\n"the stick is <full>"';
    const gone = await user.post('/note', { note });
    t.equal(gone.status, 401);
    t.match(gone.body, /name="password"/, 'the answer is the log-in itself');
    const carried = carriedIn(gone.body);
    const wrong = await user.post('/login', { name, password: 'wrong', carried });
    t.equal(carriedIn(wrong.body), carried, 'a wrong password loses nothing');
    const switched = await user.post('/language?again=/login', { name, carried, 'switch-language': 'en' });
    t.match(switched, { status: 307, location: '/login?again=1' });
    const again = await user.post('/login?again=1', { name, carried });
    t.equal(carriedIn(again.body), carried, 'nor does the other language');
    const back = await user.post('/login', { name, password, carried });
    t.match(back.body, /action="\/note"/);
    t.match(back.body, /the stick is &lt;full&gt;/, 'it stands there to be read');
    const kept = /<textarea[^>]*name="note"[^>]*>\n([^<]*)</.exec(back.body)?.[1] ?? '';
    t.equal((await user.post('/note', { note: unescape(kept) })).body, `kept: ${note}`);
  },
);

t.test(
  'a form whose token is stale is not done, and the log-in it was sent from keeps what waits',
  async (t) => {
    const { couch, visitor } = await webUnderTest(t);
    const { name, password } = await couch.user([PATNA]);
    const user = visitor();
    await user.get('/login');
    const carried = carriedIn((await user.post('/note', { note: 'typed' })).body);
    const stale = await user.post('/login', { name, password, carried, crumb: 'x' });
    t.equal(stale.status, 403);
    t.equal(carriedIn(stale.body), carried);
  },
);

t.test('a name is read in whatever case a phone writes it', async (t) => {
  const { couch, visitor } = await webUnderTest(t);
  const { name, password } = await couch.user([PATNA]);
  const user = visitor();
  t.match((await user.get('/login')).body, /name="name"[^>]* autocapitalize="none"/);
  for (const typed of [name, name.toUpperCase()]) {
    t.equal((await user.post('/login', { name: typed, password })).status, 302, typed);
  }
});

function carriedIn(body: string): string {
  return unescape(/name="carried" value="([^"]*)"/.exec(body)?.[1] ?? '');
}

function unescape(html: string): string {
  const signs: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return html
    .replace(/&(lt|gt|quot|#39|amp);/g, (_, sign: string) => signs[sign] ?? '')
    .replace(/\r\n/g, '\n');
}

t.test('a box or a program that can log in to CouchDB has no page here', async (t) => {
  const { couch, visitor } = await webUnderTest(t);
  const { name, password } = await couch.user(['box']);
  const user = visitor();
  await user.get('/login');
  t.equal((await user.post('/login', { name, password })).status, 401);
  t.equal((await user.get('/')).status, 302);
});

t.test('a new password or a removed user ends the session at the next page', async (t) => {
  const { couch, visitor } = await webUnderTest(t);
  const { name, password } = await couch.user([PATNA]);
  const user = visitor();
  await user.logIn(name, password);
  t.equal((await user.get('/')).status, 200);
  const path = `/_users/org.couchdb.user:${name}`;
  const { body } = await couch.ask('GET', path);
  await couch.ask('PUT', path, { ...(body as object), roles: [], password: 'another one' });
  await until('CouchDB has heard of it', async () => (await user.get('/')).status === 302);
  t.equal((await user.get('/')).status, 302);
});

t.test('a form of another site and one without its token change nothing', async (t) => {
  const { loggedIn, visitor } = await webUnderTest(t);
  const user = await loggedIn(PATNA);
  t.equal((await user.post('/log-out', { crumb: 'x'.repeat(43) })).status, 403);
  t.equal((await user.get('/')).status, 200, 'still logged in');
  t.equal((await user.post('/log-out', {})).status, 302);
  t.equal((await user.get('/')).status, 302);
  t.equal((await visitor().get('/assets/x/nadi.css')).status, 200, 'assets need no log-in');
});

t.test('who guesses passwords waits, and the bearer of the name elsewhere does not', async (t) => {
  const { couch, server, visitor } = await webUnderTest(t);
  const { name, password } = await couch.user([PATNA]);
  const guesser = visitor();
  await guesser.get('/login');
  const statuses = [];
  for (let i = 0; i < 7; i++) {
    statuses.push((await guesser.post('/login', { name, password: `guess ${i}` })).status);
  }
  t.same(statuses, [401, 401, 401, 401, 401, 429, 429]);
  const { tries, sessions } = server.app.centre;
  t.equal(tries.names.begin(`192.0.2.7 ${name}`, performance.now()), 0);
  t.equal(
    await sessions.logIn(name, password, '127.0.0.1'),
    'locked',
    'CouchDB itself, too, for some minutes',
  );
  t.match(await sessions.logIn(name, password, '192.0.2.7'), { viewer: { name } });
});

t.test(
  'the whole wait is told at once, and trying again meanwhile neither asks CouchDB nor lengthens it',
  async (t) => {
    const { couch, server, visitor } = await webUnderTest(t);
    const { sessions } = server.app.centre;
    let asked = 0;
    let answer: 'locked' | null = null;
    sessions.logIn = () => Promise.resolve(((asked += 1), answer));
    const tryAs = async (name: string): Promise<{ status: number; words: string }> => {
      const { status, body } = await guesser.post('/login', { name, password: 'guess' });
      return { status, words: /<h2>([^<]*)/.exec(body)?.[1] ?? '' };
    };
    const guesser = visitor();
    await guesser.get('/login');
    const { name } = await couch.user([PATNA]);
    for (let i = 0; i < 4; i++) t.notMatch(await tryAs(name), { words: /मिनट/ });
    t.match(await tryAs(name), { status: 401, words: /5 मिनट/ }, 'with the last try that is free');
    for (let i = 0; i < 22; i++) t.match(await tryAs(name), { status: 429, words: /5 मिनट/ });
    t.equal(asked, 5);

    const { name: other } = await couch.user([PATNA]);
    answer = 'locked';
    for (let i = 0; i < 3; i++) t.match(await tryAs(other), { status: 429, words: /5 मिनट/ });
    t.equal(asked, 6, 'a lock of which CouchDB has told is waited for, too');
  },
);

t.test('pages come in both languages under a strict policy', async (t) => {
  const { visitor } = await webUnderTest(t);
  const user = visitor();
  t.match((await user.get('/login')).body, 'ज़िला सर्वर पर लॉग इन करें');
  t.match(await user.post('/language', { 'switch-language': 'en', back: '/login' }), { location: '/login' });
  const page = await user.get('/login');
  t.match(page.body, 'Log in at the district server');
  t.notMatch(page.body, /<script>|style=/);
});

t.test('a browser’s connection outlasts the reading of a page', async (t) => {
  const { server } = await webUnderTest(t);
  const { headers } = await fetch(`${server.info.uri}/login`);
  t.equal(headers.get('keep-alive'), 'timeout=75');
});
