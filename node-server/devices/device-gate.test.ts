import t from 'tap';
import { listDevices, makePairingCode, revokeDevice } from '../../cli/tasks/manage-devices.js';
import { LAN_PASSWORD, openLanCentre } from '../../tests/lan-centre.js';

const DAY_MS = 86_400_000;

t.test('a device sees the pairing page only, until it types the operator’s code', async (t) => {
  const centre = await openLanCentre(t);
  const browser = centre.stranger();
  t.equal((await browser.get('/')).location, '/pair');
  t.equal((await browser.get('/display')).location, '/pair', 'the waiting room’s screen is a device, too');
  t.equal((await browser.get('/display/events', { accept: 'text/event-stream' })).status, 403);
  t.match(await browser.get('/api/patients'), { status: 403, body: /not-paired/ });
  const page = await browser.get('/pair');
  t.match(page.body, 'ऑपरेटर का दिया हुआ कोड');
  t.match((await browser.post('/pair', { code: 'wrongone' })).body, 'यह कोड सही नहीं है');
  const { code } = await makePairingCode(centre.folder, 'काउंटर 1');
  t.match(code, /^\w{4}-\w{4}$/);
  t.match(await browser.post('/pair', { code }), { status: 302, location: '/' });
  t.equal((await browser.get('/')).location, '/login');
  t.equal((await browser.logIn('asha', LAN_PASSWORD)).status, 302);
  t.match((await browser.get('/')).body, 'आशा कुमारी');
  const thief = centre.stranger();
  t.match((await thief.pair(code)).body, 'यह कोड एक बार काम आ चुका है', 'a replayed code');
  t.match(await listDevices(centre.folder), {
    pairing: true,
    devices: [{ name: 'काउंटर 1', state: 'paired' }],
  });
});

t.test('the secret in the cookie is on the box as a hash only, and in no record', async (t) => {
  const centre = await openLanCentre(t);
  await centre.device('lab');
  const { facility } = centre.running;
  const { rows } = await facility.databases.records.allDocs({ include_docs: true });
  const device = rows
    .map((row) => JSON.stringify('doc' in row ? row.doc : null))
    .find((text) => text.includes('"device:'));
  t.match(device, /"state":"paired"/);
  t.notMatch(device, /secret|hash/);
  const [{ device: id = '' } = {}] = (await listDevices(centre.folder)).devices;
  const local = await facility.readLocal(`device-${id}`);
  t.match(local, { secrets: { generation: 1, current: /^[\w-]{43}$/ } });
});

t.test('cookies are Secure, HttpOnly, SameSite and of this host alone', async (t) => {
  const centre = await openLanCentre(t);
  const browser = await centre.device('counter');
  await browser.logIn('asha', LAN_PASSWORD);
  await browser.post('/language', { 'switch-language': 'en', back: '/' });
  t.ok(browser.set.length > 5);
  for (const cookie of browser.set) {
    t.match(cookie, /Secure; HttpOnly; SameSite=(Lax|Strict); Path=\//, cookie.slice(0, 30));
    t.notMatch(cookie, /Domain=/);
    // crumb's cookie and its form field share one name
    t.match(cookie, /^(__Host-|crumb=)/);
  }
});

t.test('a session cookie is no good at another device', async (t) => {
  const centre = await openLanCentre(t);
  const counter = await centre.device('counter');
  await counter.logIn('asha', LAN_PASSWORD);
  const other = await centre.device('phone');
  const name = [...counter.cookies.keys()].find((one) => one.endsWith('-session')) ?? '';
  other.cookies.set(name, counter.cookie('-session'));
  t.equal((await other.get('/counter')).location, '/login?next=%2Fcounter');
  t.ok(centre.log.some(({ message }) => message === 'session of another device refused'));
  t.equal((await counter.get('/counter')).status, 200, 'its owner goes on');
  const stranger = centre.stranger();
  stranger.cookies.set(name, counter.cookie('-session'));
  t.equal((await stranger.get('/counter')).location, '/pair');
});

t.test(
  'a copied device cookie is noticed when it is used, both are closed, and the operator is told',
  async (t) => {
    const centre = await openLanCentre(t);
    const counter = await centre.device('counter');
    await counter.logIn('asha', LAN_PASSWORD);
    const thief = counter.copy();
    t.equal((await thief.get('/counter')).status, 200, 'not to be told apart yet');
    centre.clock.now += DAY_MS;
    await counter.get('/login');
    t.not(counter.cookie('-device'), thief.cookie('-device'), 'the cookie has changed');
    await counter.get('/login');
    centre.clock.now += 300_000;
    await counter.get('/login');
    t.equal((await thief.get('/')).location, '/pair');
    t.equal((await counter.get('/')).location, '/pair');
    t.match((await counter.get('/pair')).body, 'दूसरी मशीन पर भी पाई गई');
    t.match(await listDevices(centre.folder), { devices: [{ state: 'revoked', reason: 'cookie copied' }] });
    t.ok(centre.log.some(({ level, message }) => level === 'error' && message.includes('was copied')));
  },
);

t.test('a closed device is out at once; pairing survives a restart, and so does the closing', async (t) => {
  const centre = await openLanCentre(t);
  const keeps = await centre.device('counter');
  const lost = await centre.device('phone');
  await lost.logIn('asha', LAN_PASSWORD);
  const { devices } = await listDevices(centre.folder);
  const phone = devices.find(({ name }) => name === 'phone')?.device ?? '';
  await revokeDevice(centre.folder, phone, 'lost');
  t.equal((await lost.get('/counter')).location, '/pair');
  await t.rejects(revokeDevice(centre.folder, phone), { code: 'already-done' });
  await t.rejects(revokeDevice(centre.folder, '22222222'), { code: 'not-found' });
  await centre.restart();
  const [origin = ''] = centre.running.addresses;
  t.equal((await Object.assign(keeps.copy(), { origin }).get('/')).location, '/login');
  t.equal((await Object.assign(lost.copy(), { origin }).get('/')).location, '/pair');
  t.match((await listDevices(centre.folder)).devices, [
    { lastSeen: /^2026/ },
    { state: 'revoked', reason: 'lost' },
  ]);
});

t.test('the box itself is let in without a code only where the settings say so', async (t) => {
  const open = await openLanCentre(t, { exemptLoopback: true });
  const own = open.stranger();
  t.equal((await own.get('/')).location, '/login');
  t.equal((await own.logIn('asha', LAN_PASSWORD)).status, 302);
  t.equal((await own.get('/counter')).status, 200);
});
