import { randomInt } from 'node:crypto';
import t, { type Test } from 'tap';
import { runOut } from '../records/progress.js';
import { startWeb } from '../central/web/start-web.js';
import { centrePages } from '../central/web/pages.js';
import { couchUnderTest, type Answer, type CouchUnderTest } from './couch-under-test.js';
import { forgetBox } from './forget-box.js';
import { HttpUser } from './http-user.js';
import { initCentre } from '../central/init/init-centre.js';
import { prepareFacility } from '../central/facility-database.js';
import { facilityDatabase, inboxDatabase, papersDatabase, patientId, type BoxId } from '../records/ids.js';

const ROLES = [
  'box',
  'other box',
  'private box',
  'centre',
  'carrier',
  'district',
  'support',
  'central team',
  'nobody',
] as const;
type Role = (typeof ROLES)[number];

/**
 * Who may do what with each database: `r` reads, `w` writes too (where the validation takes the document). A role that
 * isn't named may do nothing; all of it is tried on the server.
 */
const TABLE: Record<string, [name: (boxes: Boxes) => string, may: Partial<Record<Role, 'r' | 'rw'>>]> = {
  "the box's ledger": [({ box }) => facilityDatabase(box), { box: 'rw', centre: 'rw', carrier: 'rw' }],
  "the box's papers": [({ box }) => papersDatabase(box), { box: 'rw', centre: 'rw', carrier: 'rw' }],
  "the box's inbox": [({ box }) => inboxDatabase(box), { box: 'r', centre: 'rw', carrier: 'rw' }],
  "a private hospital's ledger": [
    ({ hospital }) => facilityDatabase(hospital),
    { 'private box': 'rw', carrier: 'rw' },
  ],
  "a private hospital's papers": [
    ({ hospital }) => papersDatabase(hospital),
    { 'private box': 'rw', carrier: 'rw' },
  ],
  "a private hospital's inbox": [
    ({ hospital }) => inboxDatabase(hospital),
    { 'private box': 'r', carrier: 'rw' },
  ],
  shared: [() => 'shared', { box: 'r', 'other box': 'r', 'private box': 'r', centre: 'rw', carrier: 'rw' }],
  summaries: [() => 'summaries', { centre: 'rw', carrier: 'rw' }],
  patients: [() => 'patients', { centre: 'rw', carrier: 'rw' }],
  boxes: [() => 'boxes', { centre: 'rw', carrier: 'rw' }],
  citizens: [() => 'citizens', { centre: 'rw', carrier: 'rw' }],
};

interface Boxes {
  box: BoxId;
  other: BoxId;
  hospital: BoxId;
}

/** Each way in which a document could be read. */
const READS: [method: string, path: string, body?: object][] = [
  ['GET', ''],
  ['GET', '/_all_docs?include_docs=true'],
  ['GET', '/_changes?include_docs=true'],
  ['GET', '/isolation:1'],
  ['POST', '/_all_docs', { keys: ['isolation:1'] }],
  ['POST', '/_bulk_get', { docs: [{ id: 'isolation:1' }] }],
  ['POST', '/_find', { selector: { _id: 'isolation:1' } }],
  ['POST', '/_changes?filter=_selector', { selector: {} }],
  ['GET', '/_design/ledger'],
  ['GET', '/_security'],
];

/** Each way in which a server's rules could be changed by who is no server admin. */
const RULES: [method: string, path: string, body?: object][] = [
  ['PUT', '/_security', { members: { names: [], roles: [] } }],
  ['PUT', '/_design/open', { language: 'javascript', views: {} }],
  ['DELETE', ''],
  ['POST', '/_index', { index: { fields: ['type'] } }],
];

interface Scene extends Boxes {
  couch: CouchUnderTest;
  as: Record<Role, string | null>;
  serial: number;
}

async function setScene(t: Test): Promise<Scene> {
  const couch = await couchUnderTest(t);
  const users = { password: () => 'x', onPassword: () => undefined, renew: false };
  await runOut(initCentre({ nano: couch.nano, users, now: () => '2026-11-21T04:30:00.000Z' }));
  const newBox = async (tenant?: string): Promise<BoxId> => {
    const box = `ZX${randomInt(100_000, 999_999)}`;
    const entry = { type: 'facility', code: box, ownership: 'private', tenant };
    if (tenant !== undefined) {
      await couch.ask('PUT', `/shared/facility:${box}`, entry);
      t.teardown(() => remove(couch, `/shared/facility:${box}`));
    }
    await prepareFacility({ nano: couch.nano, box, password: `of-${box}` });
    t.teardown(() => forgetBox(couch.nano, box));
    return box;
  };
  const [box, other, hospital] = [await newBox(), await newBox(), await newBox('Asha Hospital')];
  const as = {
    box: `${box}:of-${box}`,
    'other box': `${other}:of-${other}`,
    'private box': `${hospital}:of-${hospital}`,
    centre: (await couch.user(['centre'])).auth,
    // The router, and the gateway for what a patient shares.
    carrier: (await couch.user(['centre', 'carrier'])).auth,
    // People log in at the web, which reads for them; the database itself knows no member of these roles.
    district: (await couch.user(['nadi:area:10/208'])).auth,
    support: (await couch.user(['nadi:support'])).auth,
    'central team': (await couch.user(['nadi:central'])).auth,
    nobody: null,
  };
  return { couch, box, other, hospital, as, serial: 0 };
}

/** A document that the database's validation takes, whoever writes it. */
function goodDocument(scene: Scene, name: string): { id: string; body: object } {
  const serial = (scene.serial += 1);
  const writer = name === facilityDatabase(scene.hospital) ? scene.hospital : scene.box;
  const token = String(serial).padStart(3, '0');
  const record = { type: 'visit', n: serial, at: '2026-11-21T04:30:00.000Z', by: 'sunita', v: 1 };
  const id = name.startsWith('facility-') ? `visit:${writer}:20261121-${token}` : `isolation:x${serial}`;
  return { id, body: record };
}

async function remove(couch: CouchUnderTest, path: string): Promise<void> {
  const { _rev: rev } = (await couch.ask('GET', path)).body as { _rev?: string };
  if (rev !== undefined) await couch.ask('DELETE', `${path}?rev=${rev}`);
}

t.test('each role does with each database what the table says, and nothing else', async (t) => {
  const scene = await setScene(t);
  const { couch, as } = scene;
  for (const [title, [nameOf, may]] of Object.entries(TABLE)) {
    const name = nameOf(scene);
    if (!name.startsWith('facility-')) await couch.ask('PUT', `/${name}/isolation:1`, { secret: 'सुनीता' });
    for (const role of ROLES) {
      const who = as[role];
      const [reads, writes] = [may[role] !== undefined, may[role] === 'rw'];
      for (const [method, path, body] of READS) {
        const { status, body: answer } = await couch.ask(method, `/${name}${path}`, body, { as: who });
        const what = `${role} ${reads ? 'reads' : 'does not read'} ${title}: ${method} ${path} ${status}`;
        if (reads) t.ok(status < 300 || status === 404, what);
        else t.ok(status === 401 || status === 403, what);
        if (!reads) t.notMatch(JSON.stringify(answer), 'सुनीता');
      }
      for (const method of ['PUT', 'POST', 'bulk', 'replicate'] as const) {
        const { id, body } = goodDocument(scene, name);
        const status = await writeBy(couch, method, name, { _id: id, ...body }, who);
        const found = (await couch.ask('GET', `/${name}/${id}`)).status === 200;
        t.equal(
          found,
          writes,
          `${role} ${writes ? 'writes' : 'does not write'} ${title}: ${method} ${status}`,
        );
        if (found && !name.startsWith('facility-')) await remove(couch, `/${name}/${id}`);
      }
      const rules = await rulesOf(couch, name);
      for (const [method, path, body] of RULES) {
        const answer = await couch.ask(method, `/${name}${path}`, body, { as: who });
        t.ok(isRefusal(answer), `${role} keeps its hands off: ${method} ${path} ${answer.status}`);
      }
      t.same(await rulesOf(couch, name), rules, `${role} has changed no rule of ${title}`);
    }
    if (!name.startsWith('facility-')) await remove(couch, `/${name}/isolation:1`);
  }
});

/** What CouchDB says to a member who would make an index, or change `_security`: that its shards refused it. */
const REFUSED_BY_SHARDS = [
  'error_saving_ddoc: Unknown error while saving the design document: forbidden',
  'error: no_majority',
];

function isRefusal({ status, body }: Answer): boolean {
  const { error, reason } = (body ?? {}) as { error?: string; reason?: string };
  return (
    status === 401 || status === 403 || (status === 500 && REFUSED_BY_SHARDS.includes(`${error}: ${reason}`))
  );
}

async function rulesOf(couch: CouchUnderTest, name: string): Promise<unknown[]> {
  const designs = await couch.ask('GET', `/${name}/_all_docs?startkey="_design/"&endkey="_design0"`);
  return [(designs.body as { rows: object[] }).rows, (await couch.ask('GET', `/${name}/_security`)).body];
}

async function writeBy(
  couch: CouchUnderTest,
  method: 'PUT' | 'POST' | 'bulk' | 'replicate',
  name: string,
  document: { _id: string },
  as: string | null,
): Promise<number> {
  if (method === 'PUT') return (await couch.ask('PUT', `/${name}/${document._id}`, document, { as })).status;
  if (method === 'POST') return (await couch.ask('POST', `/${name}`, document, { as })).status;
  const body =
    method === 'bulk'
      ? { docs: [document] }
      : { docs: [{ ...document, _rev: '1-0123456789abcdef0123456789abcdef' }], new_edits: false };
  return (await couch.ask('POST', `/${name}/_bulk_docs`, body, { as })).status;
}

t.test('nobody but the server admin sees or changes who there is, or what databases there are', async (t) => {
  const { couch, as, box, other } = await setScene(t);
  const tries: [method: string, path: string, body?: object][] = [
    ['GET', '/_all_dbs'],
    ['GET', '/_membership'],
    ['GET', '/_active_tasks'],
    ['PUT', '/of-my-own'],
    ['GET', '/_users/_all_docs?include_docs=true'],
    ['GET', '/_users/_changes'],
    [
      'PUT',
      '/_users/org.couchdb.user:of-mine',
      { name: 'of-mine', type: 'user', roles: ['centre'], password: 'x' },
    ],
    ['GET', `/_users/org.couchdb.user:${other}`],
  ];
  for (const role of ROLES) {
    for (const [method, path, body] of tries) {
      if (role === 'other box' && path.endsWith(other)) continue;
      const { status } = await couch.ask(method, path, body, { as: as[role] });
      t.ok([401, 403, 404].includes(status), `${role}: ${method} ${path} ${status}`);
    }
  }
  const path = `/_users/org.couchdb.user:${box}`;
  const { body: own } = await couch.ask('GET', path);
  const more = { ...(own as object), roles: ['box', 'centre'] };
  t.equal((await couch.ask('PUT', path, more, { as: as.box })).status, 403, 'nor gives itself another role');
});

/** What each of those who log in at the centre's pages may open there; everything else is not there for them. */
const PAGES: [path: (boxes: Boxes) => string, who: ('district' | 'support' | 'central team')[]][] = [
  [() => '/boxes', ['district', 'support', 'central team']],
  [() => '/boxes/alerts?show=all', ['district', 'support', 'central team']],
  [({ box }) => `/boxes/${box}`, ['district', 'support', 'central team']],
  [({ box }) => `/boxes/${box}/alerts/gaps`, ['district', 'support', 'central team']],
  [({ other }) => `/boxes/${other}`, ['support', 'central team']],
  [({ other }) => `/boxes/${other}/alerts/gaps`, ['support', 'central team']],
  [() => '/today/10/208', ['district', 'central team']],
  [() => '/today/10/209', ['central team']],
  [() => '/metrics', []],
];

t.test(
  'support sees how all boxes are, a district its own, and no page has a word of a patient',
  async (t) => {
    const scene = await setScene(t);
    const { couch, box, other } = scene;
    const put = async (path: string, body: object): Promise<void> => {
      t.equal((await couch.ask('PUT', path, body)).status, 201, path);
      t.teardown(() => remove(couch, path));
    };
    for (const [code, district] of [
      [box, '208'],
      [other, '209'],
    ] as const) {
      await put(`/shared/facility:${code}`, {
        ...{
          type: 'facility',
          v: 1,
          code,
          name: { en: `PHC ${code}` },
          kind: 'PHC',
          ownership: 'government',
        },
        ...{ state: '10', district, block: '1', services: [], status: 'open' },
      });
      await put(`/boxes/box:${code}`, {
        type: 'box',
        v: 1,
        box: code,
        lastContact: new Date().toISOString(),
        gaps: 1,
      });
    }
    const patient = {
      type: 'patient',
      name: 'सुनीता देवी',
      mobile: '9876543210',
      n: 1,
      at: '2026-11-21T04:30:00.000Z',
    };
    await put(`/${facilityDatabase(box)}/${patientId(box, 1)}`, { ...patient, by: 'asha', v: 1 });
    await put(`/patients/${patientId(box, 1)}`, { ...patient, box });
    await put(`/boxes/alert:${box}:record-unreadable`, {
      ...{ type: 'alert', box, kind: 'record-unreadable', since: '2026-11-21T04:30:00.000Z' },
      records: [{ id: patientId(box, 1), why: ['name'] }],
    });
    const login = new URL(couch.url);
    [login.username = '', login.password = ''] = scene.as.centre?.split(':') ?? [];
    const web = await startWeb({ login: login.href, sessionKey: 'k'.repeat(48), pages: centrePages });
    t.teardown(() => web.stop());
    for (const role of ['district', 'support', 'central team'] as const) {
      const user = new HttpUser(web.url);
      t.teardown(() => user.close());
      const [name = '', password = ''] = scene.as[role]?.split(':') ?? [];
      await user.logIn(name, password);
      for (const [path, who] of PAGES) {
        const { status } = await user.get(path(scene));
        t.equal(status, who.includes(role) ? 200 : 404, `${role}: ${path(scene)}`);
      }
      const seen = await crawl(user);
      t.ok(seen.size > 4, `${role} comes to ${seen.size} pages by links`);
      for (const [path, body] of seen) {
        t.notMatch(body, /सुनीता|9876543210|patient:/, `${role}: ${path}`);
        if (role === 'district')
          t.notOk(body.includes(other), `${role} finds no other district's box: ${path}`);
      }
    }
  },
);

/** Every page that somebody comes to from the first one by links alone. */
async function crawl(user: HttpUser): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  const waiting = ['/', '/boxes', '/boxes/alerts?show=all'];
  const known = new Set(['/', '/boxes', '/boxes/alerts']);
  for (let path = waiting.shift(); path !== undefined && seen.size < 100; path = waiting.shift()) {
    if (seen.has(path)) continue;
    const { status, body, location } = await user.get(path);
    seen.set(path, body);
    if (location) waiting.push(location);
    if (status !== 200) continue;
    const base = new URL(path, user.origin);
    for (const [, href = ''] of body.matchAll(/<a [^>]*href="([^"#]+)/g)) {
      const url = new URL(href.replaceAll('&amp;', '&'), base);
      // Another day or order of a page has the same kinds of things on it.
      if (url.origin === user.origin && !known.has(url.pathname)) waiting.push(url.pathname + url.search);
      known.add(url.pathname);
    }
  }
  return seen;
}
