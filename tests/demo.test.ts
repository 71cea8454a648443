import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nano, { type ServerScope } from 'nano';
import t, { type Test } from 'tap';
import type { StoredSummary } from '../central/summaries/stored-summary.js';
import { DEMO_PASSWORD } from '../cli/demo/demo-staff.js';
import { DEMO_VIEWERS } from '../cli/demo/demo-viewers.js';
import { runDemo, type RunningDemo } from '../cli/tasks/run-demo.js';
import { referralBook } from '../node-server/referrals/referral-book.js';
import { readTail } from '../node-server/store/read-records.js';
import { facilityDatabase, inboxDatabase } from '../records/ids.js';
import type { RecordOf } from '../records/ledger-record.js';
import { repositoryRoot } from '../templates/folder.js';
import { HttpUser } from './http-user.js';
import { SHORT_DEMO } from './short-demo.js';
import { until } from './until.js';

t.setTimeout(180_000);

const folder = await mkdtemp(join(tmpdir(), 'nadi-demo-'));
t.teardown(() => rm(folder, { recursive: true, force: true }));

t.test('killed while it is being made, the demo is made at the next start', async (t) => {
  const child = startChild();
  const exited = once(child, 'exit');
  await until('the second box is being made', () => existsSync(join(folder, 'box-br0977', 'nadi.json')));
  child.kill('SIGKILL');
  await exited;
  t.notOk(existsSync(join(folder, 'made')), 'it was in the middle');

  const demo = await runDemo({ ...SHORT_DEMO, folder });
  try {
    await checkRecords(t, demo);
    await checkLogins(t, demo);
    await checkNews(t, demo);
    await checkMetrics(t, demo);
    const second = startChild();
    let said = '';
    second.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    await once(second, 'exit');
    t.match(said, 'The demo is running already.');
    await checkTakenPort(t, demo);
  } finally {
    await demo.stop();
  }
});

t.test('the next start goes on with the same data, and stops before it is done when told so', async (t) => {
  const demo = await runDemo({ ...SHORT_DEMO, folder });
  const patients = demo.boxes.map(({ facility }) => facility.patients.size);
  t.ok(patients.every((size) => size > 30));
  await demo.stop();
  const again = await runDemo({ ...SHORT_DEMO, folder });
  t.same(
    again.boxes.map(({ facility }) => facility.patients.size),
    patients,
  );
  await again.stop();

  const fresh = join(folder, 'other');
  const signal = AbortSignal.abort();
  await t.rejects(runDemo({ ...SHORT_DEMO, folder: fresh, signal }), { name: 'AbortError' });
});

/** Another process that runs the same demo. */
function startChild(): ChildProcess {
  const child = join(repositoryRoot(), 'dist', 'tests', 'demo-child.js');
  return fork(child, [folder], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
}

/** All of both ledgers is at the centre, and what the router carries has been carried. */
async function checkRecords(t: Test, demo: RunningDemo): Promise<void> {
  const couch = adminOf(demo);
  for (const running of demo.boxes) {
    const { box, facility } = running;
    await until(`the centre has all of ${box}`, async () => (await running.syncNow()).kind === 'up-to-date');
    const written: RecordOf<'summary'>[] = [];
    let records = 0;
    await readTail(facility.databases.records, 0, (record) => {
      records += 1;
      if (record.type === 'summary') written.push(record);
    });
    const kept = await couch.use(facilityDatabase(box)).list();
    t.equal(
      kept.rows.filter(({ id }) => !id.startsWith('_design/')).length,
      records,
      `${box}: ${records} records`,
    );
    t.equal(written.length, SHORT_DEMO.days?.boxes, 'a sum of each day that is over');
    for (const { day, figures } of written) {
      const { facility: of, figures: told } = await until(`${box} is summed up on ${day}`, () =>
        found<StoredSummary>(couch, 'summaries', `${day}:${box}`),
      );
      t.same({ of, told }, { of: box, told: figures });
    }
    t.ok(written.some(({ figures }) => (figures['opd'] ?? 0) > 15));
  }
  const referrals = await until('a referral of BR1042 lies in the inbox of BR0977', async () => {
    const { rows } = await couch
      .use(inboxDatabase('BR0977'))
      .list({ startkey: 'referral:', endkey: 'referral;' });
    return rows.length > 0 && rows.map(({ id }) => id);
  });
  t.ok(referrals.every((id) => id.startsWith('referral:visit:BR1042:')));
  const { rows } = await couch.use('summaries').list({ include_docs: true });
  const made = rows.flatMap(({ doc }) => (doc && 'demo' in doc ? [doc as unknown as StoredSummary] : []));
  t.ok(made.length > 100, 'the other facilities have reported, too');
  t.notOk(made.some(({ facility }) => demo.boxes.some(({ box }) => box === facility)));
}

/** What the router carries to a box arrives without anybody pressing anything there. */
async function checkNews(t: Test, { boxes: [sender, receiver] }: RunningDemo): Promise<void> {
  if (!sender || !receiver) throw new Error('The demo has two boxes');
  const id = await sender.facility.append({ by: 'dr.verma' }, (draft) => {
    const patient = draft.patient({ name: 'सीता', sex: 'female' })._id;
    const visit = draft.visit({ patient, kind: 'new', station: 'doctor' })._id;
    const to = { to: receiver.plan.box, facility: 'Sadar' };
    return draft.part(visit, 'referral', { patient, ...to, reason: 'साँस', urgent: true })._id;
  });
  await until(
    'the other box has the referral',
    () => referralBook(receiver.facility).findReceived(id) !== null,
  );
  await until('the sender hears that it has come', async () => {
    await referralBook(sender.facility).ready();
    return referralBook(sender.facility).sentProgress(id)?.state === 'received';
  });
  t.pass();
}

/** Who is named in the table gets in: of each box's staff the first and the last, all who look at the centre. */
async function checkLogins(t: Test, { boxes, webAddress }: RunningDemo): Promise<void> {
  const logins = [
    ...boxes.flatMap(({ addresses, plan: { staff } }) =>
      [staff[0], staff.at(-1)].map((member) => [addresses[0] ?? '', member?.id ?? ''] as const),
    ),
    ...DEMO_VIEWERS.map(({ name }) => [webAddress, name] as const),
  ];
  for (const [address, name] of logins) {
    const user = new HttpUser(address);
    await t.resolves(user.logIn(name, DEMO_PASSWORD), `${name} at ${address}`);
    user.close();
  }
}

async function checkMetrics(t: Test, { webAddress }: RunningDemo): Promise<void> {
  const token = (await readFile(join(folder, 'metrics.token'), 'utf8')).trim();
  const answer = await fetch(`${webAddress}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  t.match(await answer.text(), 'nadi_boxes{', 'Prometheus is told with the token that lies there');
}

async function checkTakenPort(t: Test, { boxes }: RunningDemo): Promise<void> {
  const port = Number(new URL(boxes[1]?.addresses[0] ?? '').port);
  const ports = { ...SHORT_DEMO.ports, boxes: [0, port] };
  const other = join(folder, 'other');
  await t.rejects(runDemo({ ...SHORT_DEMO, folder: other, ports }), {
    code: 'port-in-use',
    hint: 'hints.portInstead',
    params: { flag: 'second-port' },
  });
}

function adminOf({ centreUrl, centrePassword }: RunningDemo): ServerScope {
  return nano(centreUrl.replace('://', `://admin:${centrePassword}@`));
}

async function found<T>(couch: ServerScope, database: string, id: string): Promise<T | false> {
  const { rows } = await couch.use<T>(database).fetch({ keys: [id] });
  const [row] = rows;
  return row && 'doc' in row && row.doc ? row.doc : false;
}
