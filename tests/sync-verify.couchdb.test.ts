import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { prepareFacility } from '../central/facility-database.js';
import { startGateway } from '../central/gateway/start-gateway.js';
import { typeNadi, type Outcome } from '../cli/type-nadi.js';
import { setUpFacility } from '../node-server/set-up.js';
import { startFacility, type RunningFacility } from '../node-server/start.js';
import type { SyncCheckAnswer } from '../node-server/sync-check/make-sync-check.js';
import { facilityDatabase } from '../records/ids.js';
import { couchUnderTest, type CouchUnderTest } from './couch-under-test.js';
import { forgetBox } from './forget-box.js';
import { rampur } from './rampur.js';
import { settle } from './settle.js';
import { QUICK_COST } from './quick-cost.js';

// `nadi sync verify` as an operator types it, on a box that runs, against a CouchDB that somebody meddled with.

const PASSWORD = 'box-password';
const DAY_MS = 86_400_000;
const MONDAY = Date.parse('2026-11-16T05:00:00.000Z');
const DAYS = 5;

interface Journey {
  couch: CouchUnderTest;
  box: string;
  folder: string;
  running: RunningFacility;
  /** a slip on the present day */
  issue: () => Promise<string>;
  verify: (...flags: string[]) => Promise<Outcome>;
  verified: (...flags: string[]) => Promise<SyncCheckAnswer & { exit: number }>;
  atCentre: () => Promise<Stored[]>;
  /** the database as it was when it held only these records */
  putBack: (records: readonly Stored[]) => Promise<void>;
}

interface Stored {
  _id: string;
  _rev: string;
  at: string;
  n: number;
}

t.setTimeout(240_000);

/** A box that has sent five days' slips. */
async function setOut(t: Test, withGateway = false): Promise<Journey> {
  const couch = await couchUnderTest(t);
  const box = `ZZ${randomInt(10_000, 999_999)}`;
  const root = await mkdtemp(join(tmpdir(), 'nadi-verify-'));
  const folder = join(root, 'box');
  const prepare = () => prepareFacility({ nano: couch.nano, box, password: PASSWORD });
  await prepare();
  const { origin, pathname } = new URL(couch.url);
  const url = (origin + pathname).replace(/\/$/, '');
  const gateway = withGateway
    ? await startGateway({ port: 0, host: '127.0.0.1', couchUrl: url, spoolFolder: join(root, 'spool') })
    : null;
  const clock = { at: MONDAY };
  await setUpFacility({
    ...rampur(folder, box),
    centre: { url, user: box, password: PASSWORD, ...(gateway ? { gateway: gateway.url } : {}) },
    passwordCost: QUICK_COST,
    staff: [{ id: 'verma', name: { hi: 'वर्मा', en: 'Verma' }, roles: ['incharge'], password: 'verma-1042' }],
    now: () => clock.at,
  });
  const running = await startFacility({ folder, now: () => clock.at });
  t.teardown(async () => {
    await running.stop();
    await gateway?.stop();
    await forgetBox(couch.nano, box);
    await rm(root, { recursive: true, force: true });
  });
  const { facility } = running;
  const issue = () =>
    facility.append({ by: 'verma' }, (draft) => {
      const patient = draft.patient({ name: 'सुनीता देवी', sex: 'female', birthDate: '1990' })._id;
      return draft.visit({ patient, kind: 'new', station: 'vitals' })._id;
    });
  for (let day = 0; day < DAYS; day += 1) {
    for (let slip = 0; slip < 3; slip += 1) {
      clock.at += 60_000;
      await issue();
    }
    if (day < DAYS - 1) clock.at += DAY_MS;
  }
  // Else the box would do it by itself, between any two looks at what waits.
  await running.sumUp();
  await sendAll(running);
  const verify: Journey['verify'] = (...flags) => typeNadi('sync', 'verify', ...flags, '--data', folder);
  return {
    couch,
    box,
    folder,
    running,
    issue,
    verify,
    verified: async (...flags) => {
      const { out, exit } = await verify('--json', ...flags);
      return { ...(JSON.parse(out) as SyncCheckAnswer), exit };
    },
    atCentre: async () => {
      const { body } = await couch.ask('GET', `/${facilityDatabase(box)}/_all_docs?include_docs=true`);
      const { rows } = body as { rows: { id: string; doc: Stored }[] };
      return rows.filter(({ id }) => !id.startsWith('_')).map(({ doc }) => doc);
    },
    putBack: async (records) => {
      await couch.ask('DELETE', `/${facilityDatabase(box)}`);
      await settle();
      await prepare();
      await write(couch, box, records);
      await settle();
    },
  };
}

async function sendAll(running: RunningFacility): Promise<void> {
  while ((await running.syncNow()).waiting > 0);
}

/** As a server's admin, past the rules that hold for a box. */
async function write(couch: CouchUnderTest, box: string, docs: readonly object[]): Promise<void> {
  await couch.ask('POST', `/${facilityDatabase(box)}/_bulk_docs`, { docs, new_edits: false });
}

/** Who owns the centre can take the rule away that nobody deletes a record, and set it up again. */
async function deleteByForce(couch: CouchUnderTest, box: string, { _id, _rev }: Stored): Promise<void> {
  const name = facilityDatabase(box);
  const rule = (await couch.ask('GET', `/${name}/_design/ledger`)).body as { _rev: string };
  await couch.ask('DELETE', `/${name}/_design/ledger?rev=${rule._rev}`);
  await settle();
  await couch.ask('DELETE', `/${name}/${encodeURIComponent(_id)}?rev=${_rev}`);
  await prepareFacility({ nano: couch.nano, box, password: PASSWORD });
  await settle();
}

const texts = (records: readonly Stored[]): string[] => records.map(({ _id, _rev }) => `${_id} ${_rev}`);

for (const withGateway of [false, true]) {
  t.test(
    `box and centre agree after a sync ${withGateway ? 'through the gateway' : 'without a gateway'}`,
    async (t) => {
      const { verify, verified, issue, atCentre, running } = await setOut(t, withGateway);
      const { comparison, mended, exit } = await verified();
      t.equal(exit, 0);
      t.match({ ...comparison, mended }, { agrees: true, mended: null, counts: {} });
      t.equal(comparison.days.length, DAYS);
      t.equal(comparison.here.count, (await atCentre()).length);
      t.match(await verify('--by', 'R'.repeat(81)), { exit: 2, err: /by/ });
      t.match(await verify('--pdf', '/nowhere/receipt.pdf'), { exit: 2, err: /pdf/ });
      t.match((await verify()).out, /agree: \d+ records on 5 days, sum [0-9A-F]{4}-[0-9A-F]{4}/);

      const slip = await issue();
      const waiting = await verified();
      if (waiting.comparison.agrees) return t.pass(`${slip} was sent before the comparison`);
      t.match(waiting, { exit: 24, comparison: { counts: { waiting: 2 } } });
      await sendAll(running);
      t.match(await verified(), { exit: 0, comparison: { agrees: true } });
    },
  );

  t.test(
    `a database restored to last week is found day by day and mended ${withGateway ? 'beside a gateway' : ''}`,
    async (t) => {
      const { verify, verified, atCentre, putBack, box, couch, folder } = await setOut(t, withGateway);
      const all = await atCentre();
      const old = all.filter(({ at }) => Date.parse(at) < MONDAY + 2 * DAY_MS);
      const gone = all.length - old.length;
      const visit = old.find(({ _id }) => _id.startsWith('visit:')) as Stored;
      // The box has no such record: it wrote it after the backup from which it would have been restored.
      const extra = { ...visit, _id: `visit:${box}:20261117-900`, _rev: `1-${'a'.repeat(32)}`, n: 900 };
      await putBack([...old, extra]);

      const found = await verified();
      t.equal(found.exit, 24);
      t.match(found.comparison, { counts: { missing: gone, extra: 1 } });
      const days = found.comparison.days.map(
        ({ day, agrees, there }) => `${day} ${agrees} ${there.count > 0}`,
      );
      t.same(days.slice(2), ['20261118 false false', '20261119 false false', '20261120 false false']);
      t.ok(days[0]?.startsWith('20261116 '), days.join(', '));
      t.match(
        (await verify()).out,
        new RegExp(`missing at the server: visit:${box}:20261120-001.*… and ${gone + 1 - 20} more`, 's'),
      );
      t.equal((await atCentre()).length, old.length + 1, 'asking alone changes nothing');

      const file = join(folder, '..', 'receipt.pdf');
      const mended = await verify('--mend', '--pdf', file, '--by', 'R. Kumar');
      t.match(mended.out, new RegExp(`Sent again: ${gone} records; on 3 days`));
      t.match(mended.out, new RegExp(`not on this box: visit:${box}:20261117-900`));
      t.equal(mended.exit, 24, 'what only the centre has is still there');
      t.same(texts(await atCentre()), texts([...all, extra].sort((a, b) => (a._id < b._id ? -1 : 1))));
      t.equal((await readFile(file)).subarray(0, 5).toString(), '%PDF-');

      await couch.ask('POST', `/${facilityDatabase(box)}/_purge`, { [extra._id]: [extra._rev] });
      await settle();
      if (!couch.isEmbedded) t.match(await verified(), { exit: 0, comparison: { agrees: true } });
    },
  );
}

t.test(
  'a record that an admin deleted at the centre is named, and comes back once its mark is cleared',
  async (t) => {
    const { verify, verified, atCentre, couch, box } = await setOut(t);
    const all = await atCentre();
    const visit = all.find(({ _id }) => _id.startsWith(`visit:${box}:20261118-002`)) as Stored;
    await deleteByForce(couch, box, visit);
    const { exit, comparison } = await verified();
    t.equal(exit, 24);
    t.match(
      comparison.days.filter(({ agrees }) => !agrees),
      [{ day: '20261118', counts: { deleted: 1 }, named: [{ kind: 'deleted', id: visit._id, n: visit.n }] }],
    );
    const { out } = await verify('--mend');
    t.match(out, new RegExp(`deleted at the server: ${visit._id} \\(No\\. ${visit.n}\\)`));
    t.match(out, /only when the server clears away/);
    if (couch.isEmbedded) return;
    const path = `/${facilityDatabase(box)}/${encodeURIComponent(visit._id)}`;
    const { body } = await couch.ask('GET', `${path}?open_revs=all`, undefined, {
      headers: { accept: 'application/json' },
    });
    const [{ ok }] = body as [{ ok: Stored }];
    await couch.ask('POST', `/${facilityDatabase(box)}/_purge`, { [visit._id]: [ok._rev] });
    await settle();
    t.match(await verified('--mend'), { exit: 0, comparison: { agrees: true } });
    t.same(texts(await atCentre()), texts(all));
  },
);

t.test('a missing record is seen and sent again where a strange one makes the count right', async (t) => {
  const { verified, atCentre, putBack, running, box } = await setOut(t);
  const all = await atCentre();
  const missing = all.find(({ _id }) => _id.startsWith(`visit:${box}:20261118`)) as Stored;
  const extra = { ...missing, _id: `visit:${box}:20261118-900`, _rev: `1-${'a'.repeat(32)}`, n: 900 };
  await putBack([...all.filter((record) => record !== missing), extra]);
  t.match(await running.syncNow(), { kind: 'up-to-date' }, 'by the count alone all is well');
  t.match(await verified(), { exit: 24, comparison: { counts: { missing: 1, extra: 1 } }, mended: null });
  t.match(await verified('--mend'), {
    exit: 24,
    comparison: { counts: { missing: undefined, extra: 1 } },
    mended: { sent: 1, days: [{ day: '20261118', named: [{ id: missing._id }, { id: extra._id }] }] },
  });
  t.same(texts(await atCentre()), texts([...all, extra].sort((a, b) => (a._id < b._id ? -1 : 1))));
});

t.test('another content under the id of a record is named, also when it lies on another day', async (t) => {
  const { verify, verified, atCentre, putBack, box } = await setOut(t);
  const all = await atCentre();
  const visits = all.filter(({ _id }) => _id.startsWith('visit:'));
  const [one, two] = [visits[1], visits[7]] as [Stored, Stored];
  const changed = (record: Stored, fields: object, mark: string): Stored => ({
    ...record,
    ...fields,
    _rev: `1-${mark.repeat(32)}`,
  });
  // Of two first revisions the greater one is shown: this one always loses, that one wins.
  const forged = changed(one, { reason: 'x' }, '0');
  const moved = changed(two, { at: new Date(Date.parse(two.at) - 2 * DAY_MS).toISOString() }, 'f');
  await putBack(all.map((record) => (record === one ? forged : record === two ? moved : record)));

  const { exit, comparison } = await verified();
  t.equal(exit, 24);
  const named = comparison.days.flatMap((day) => day.named.map(({ kind, id }) => `${day.day} ${kind} ${id}`));
  t.same(named, [`20261116 other ${one._id}`, `20261116 other ${two._id}`, `20261118 other ${two._id}`]);
  t.match((await verify()).out, new RegExp(`other content at the server: ${one._id}`));

  await verified('--mend');
  const after = await atCentre();
  t.equal(after.length, all.length, 'nothing is written twice, nothing is deleted');
  t.equal(after.find(({ _id }) => _id === two._id)?._rev, moved._rev, 'the other one is left to the centre');
  t.match((await verified()).comparison.counts.other, Number, box);
});
