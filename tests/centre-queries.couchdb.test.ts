import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Nano from 'nano';
import t from 'tap';
import { bring, packFor } from '../bench/gateway/crowd.js';
import { doubledPeople } from '../bench/doubled-people.js';
import { startGateway } from '../central/gateway/start-gateway.js';
import { readArea, readFacility } from '../central/summaries/read-area.js';
import { centrePages } from '../central/web/pages.js';
import { startWeb } from '../central/web/start-web.js';
import { areaRole, CENTRAL_ROLE } from '../central/web/viewer.js';
import { bareEnvironment } from '../cli/config.js';
import { firstRevision } from '../records/first-revision.js';
import { inboxDatabase, patientId, patientPartId, printedPatientId, visitId } from '../records/ids.js';
import { GatewayLine } from '../sync/exchange/gateway-line.js';
import { askHistory } from '../sync/history/ask-history.js';
import { repositoryRoot } from '../templates/folder.js';
import { withConsent } from './history-ask.js';
import { HttpUser } from './http-user.js';
import { judgeCouchRequest } from './judge-couch-request.js';
import { openRouterCentre, summaryOf } from './router-centre.js';
import { startRecordingProxy, type Recorded } from './recording-proxy.js';

t.setTimeout(240_000);

const MAIN = join(repositoryRoot(), 'dist', 'cli', 'main.js');
const PERIOD = { from: '20261001', to: '20261120' };

async function nadi(...args: string[]): Promise<{ out: string; exit: number }> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: bareEnvironment() });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const [exit] = (await once(child, 'close')) as [number];
  return { out, exit };
}

t.test('whatever the centre’s parts ask CouchDB, an index or a name leads there', async (t) => {
  const centre = await openRouterCentre(t, 2);
  const { couch, boxes } = centre;
  const [box = '', other = ''] = boxes;
  const folder = await mkdtemp(join(tmpdir(), 'nadi-queries-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const proxy = await startRecordingProxy(t, couch.url);
  const loginOf = async (address: string): Promise<string[]> => {
    const { username, password } = new URL(address);
    const file = join(folder, username);
    await writeFile(file, decodeURIComponent(password), { mode: 0o600 });
    return ['--url', proxy.url, '--user', decodeURIComponent(username), '--password-file', file];
  };
  const [admin, program] = [await loginOf(couch.url), await loginOf(centre.url)];
  const asRouter = new URL(centre.url);
  const account = {
    user: decodeURIComponent(asRouter.username),
    password: decodeURIComponent(asRouter.password),
  };
  const behindProxy = new URL(proxy.url);
  behindProxy.username = asRouter.username;
  behindProxy.password = asRouter.password;
  const centreUrl = behindProxy.href.replace(/\/$/, '');

  const judge = async (part: string, work: () => Promise<unknown>): Promise<void> => {
    const from = proxy.recorded.length;
    await work();
    const asked = proxy.recorded.slice(from);
    const ask = (method: string, path: string, body?: unknown) => couch.ask(method, path, body);
    const bad: string[] = [];
    for (const request of asked) {
      const why = await judgeCouchRequest(request, ask);
      if (why !== null) bad.push(`${request.method} ${request.path}?${request.query.toString()}: ${why}`);
    }
    t.same(bad, [], part);
    t.ok(asked.length > 0, `${part} asked ${asked.length} times`);
  };
  const command = async (login: string[], ...args: string[]): Promise<void> => {
    const { out, exit } = await nadi('central', ...args, '--json', ...login);
    if (exit !== 0) throw new Error(`nadi central ${args.join(' ')} ended with ${exit}: ${out}`);
  };

  const directory = join(folder, 'facilities.csv');
  const listed = boxes.map((code) => `${code},PHC ${code},PHC,government,10,203,1123`);
  await writeFile(directory, ['code,name,kind,ownership,state,district,block', ...listed, ''].join('\n'));
  await judge('facility import', () => command(admin, 'facility', 'import', directory));
  await judge('facility list', () =>
    command(admin, 'facility', 'list', '--state', '10', '--district', '203'),
  );
  await judge('facility show', () => command(admin, 'facility', 'show', box));
  const enrolled = `ZZ${randomInt(100_000, 999_999)}`;
  await judge('enrol', () =>
    command(admin, 'enrol', enrolled, '--unlisted', '--gateway', 'https://gateway.example'),
  );
  await judge('revoke', () => command(admin, 'revoke', enrolled, '--reason', 'test'));
  await judge('user list', () => command(admin, 'user', 'list'));

  const { patients } = doubledPeople({ count: 60, boxes: [box], seed: 5 });
  await judge('gateway', async () => {
    const gateway = await startGateway({
      ...{ port: 0, host: '127.0.0.1', couchUrl: proxy.url, spoolFolder: join(folder, 'spool'), account },
    });
    try {
      const records = patients.map((record, i) => ({ ...record, n: i + 1 }));
      const crowd = await packFor(box, records);
      const brought = await bring(crowd, { url: gateway.url, password: 'one' }, AbortSignal.timeout(60_000));
      t.ok(brought.agrees, 'the box’s records are at the centre');
    } finally {
      await gateway.stop();
    }
  });
  await centre.write(other, [
    {
      ...summaryOf(other, '20261119', 1, { opd: 5 }),
      referrals: { out: [{ to: box, sent: 1, open: 1 }], in: [{ from: box, accepted: 1 }] },
    },
    ...[50, -10].map((change, i) => ({
      ...{ _id: `stock:${other}:ors-sachet:${800 + i}`, type: 'stock', item: 'ors-sachet', batch: 'A1' },
      ...{ expiry: '2028-01', change, kind: change > 0 ? 'opening' : 'dispense' },
      ...(change < 0 && { dispense: `${visitId(other, '20261121', 2)}:dispense:1` }),
    })),
    ...doubledPeople({ count: 60, boxes: [other], seed: 5 }).patients.map(
      ({ n: _n, at: _at, by: _by, ...rest }) => rest,
    ),
  ]);
  await judge('router', () => command(program, 'router', '--once'));
  await centre.list(other, { block: '7' });
  await judge('router, after the directory changed', () => command(program, 'router', '--once'));
  await judge('duplicates', async () => {
    await command(program, 'duplicates', 'find');
    await command(program, 'duplicates', 'list');
  });

  await judge('stock', async () => {
    await command(program, 'stock', other, '--from', '2026-11-01', '--to', '2026-11-27');
    await command(program, 'stock', other, '--item', 'ors-sachet', '--to', '2026-11-27');
  });
  await judge('boxes', () => command(program, 'boxes', 'show', box));
  await judge('history', async () => {
    const gateway = await startGateway({
      ...{ port: 0, host: '127.0.0.1', couchUrl: proxy.url, spoolFolder: join(folder, 'spool'), account },
    });
    const line = new GatewayLine({ url: gateway.url, user: other, password: 'one' });
    try {
      const patient = patients[0]?._id ?? '';
      const shown = withConsent(other, patient, new Date().toISOString());
      const { head } = await askHistory({
        ...{ line, box: other, patient, signal: AbortSignal.timeout(60_000) },
        records: shown.map((record) => ({ ...record, _rev: firstRevision(record) })),
      });
      t.match(head.holders, [{ code: box, state: 'given' }]);
    } finally {
      line.close();
      await gateway.stop();
    }
  });

  const [first, second] = [patients[0]?._id ?? '', patientId(other, 1)];
  await command(
    program,
    'duplicates',
    'same',
    printedPatientId(first),
    printedPatientId(second),
    '--by',
    'anita',
  );
  await centre.write(box, [
    {
      ...{ _id: patientPartId(first, box, 9_000), type: 'consent', purpose: 'history', given: false },
      mode: 'spoken',
    },
    { _id: visitId(box, '20261121', 1), type: 'visit', patient: second, kind: 'new', station: 'doctor' },
  ]);
  await judge('router, after a decision and a no', () => command(program, 'router', '--once'));
  const inbox = Object.keys(await centre.read(inboxDatabase(other)));
  for (const kind of ['history-word:', 'link:'])
    t.ok(
      inbox.some((id) => id.startsWith(kind)),
      kind,
    );
  await centre.list(box, { ownership: 'private' });
  await judge('router, after a facility became private', () => command(program, 'router', '--once'));
  await centre.list(box);

  const nano = Nano(centreUrl);
  await judge('dashboards', async () => {
    for (const district of [{}, { district: '203' }, { district: '203', block: '7' }]) {
      const { total } = await readArea(nano, { state: '10', ...district }, PERIOD);
      t.equal(total.figures['opd'], 5);
    }
    const days = await readFacility(
      nano,
      { state: '10', district: '203', block: '7', facility: other },
      PERIOD,
    );
    t.equal(days.length, 1);
  });
  await judge('pack', () =>
    command(program, 'pack', '10/203', '--by', 'facility', '--out', join(folder, 'pack.pdf')),
  );
  await judge('web', async () => {
    const web = await startWeb({ login: centreUrl, sessionKey: 'k'.repeat(48), pages: centrePages });
    const user = new HttpUser(web.url);
    try {
      const viewer = await couch.user([areaRole({ state: '10' }), CENTRAL_ROLE]);
      await user.logIn(viewer.name, viewer.password);
      const pages = ['today', 'indicators', 'map', 'referrals', 'stock', 'villages'].flatMap((page) =>
        ['10', '10/203', '10/203/7'].map((area) => `/${page}/${area}`),
      );
      const kpi = '/indicators/10/203?kpi=seen&period=2026-11-01..2026-11-20&by=facility';
      const watching = ['/boxes', '/boxes/alerts', '/boxes/map', `/boxes/${box}?days=30`];
      for (const page of [
        ...pages,
        ...watching,
        kpi,
        '/csv/indicators/10',
        '/pack/10',
        '/villages-csv/10',
        `/facility/${other}`,
      ]) {
        t.equal((await user.get(page)).status, 200, page);
      }
    } finally {
      user.close();
      await web.stop();
    }
  });
});

t.test('the judge lets no scan pass', async (t) => {
  const { couch } = await openRouterCentre(t, 1);
  const scans: [string, string, unknown?][] = [
    ['GET', '/boxes/_all_docs'],
    ['GET', '/boxes/_all_docs?include_docs=true&startkey=""&endkey="x"'],
    ['POST', '/boxes/_find', { selector: { type: 'alert' } }],
    ['GET', '/boxes/_changes'],
    ['GET', '/patients/_design/duplicates/_view/block?reduce=false'],
    ['GET', '/patients/_design/duplicates/_view/none'],
    ['POST', '/boxes/_temp_view', {}],
    ['GET', '/boxes/_design/x/_show/y'],
  ];
  for (const [method, address, body = null] of scans) {
    const { pathname: path, searchParams: query } = new URL(address, couch.url);
    const request: Recorded = { method, path, query, body };
    const why = await judgeCouchRequest(request, (how, where, what) => couch.ask(how, where, what));
    t.type(why, 'string', `${method} ${address}`);
  }
});
