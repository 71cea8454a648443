import { randomInt } from 'node:crypto';
import type { Test } from 'tap';
import { CARRIER_ROLE, CENTRE_DATABASES, CENTRE_ROLE } from '../central/centre-databases.js';
import { workAt } from '../central/ensure/cluster.js';
import { prepareFacility } from '../central/facility-database.js';
import { prepareDatabase } from '../central/prepare-database.js';
import type { CouchDocument } from '../central/router/router-couch.js';
import { facilityDatabase, summaryId, type BoxId } from '../records/ids.js';
import { couchUnderTest, type CouchUnderTest } from './couch-under-test.js';
import { forgetBox } from './forget-box.js';
import { removeDatabases } from './remove-databases.js';

/** A centre with some facilities, for tests of what is carried between them. */
export interface RouterCentre {
  couch: CouchUnderTest;
  boxes: BoxId[];
  /** the CouchDB with the router's own user */
  url: string;
  /** as boxes' records come: `n` and the envelope are added */
  write(box: BoxId, records: object[]): Promise<void>;
  /** lists a facility in the directory, or changes its entry */
  list(box: BoxId, entry?: object): Promise<void>;
  /** all documents of a database but design documents, without revisions, by id */
  read(database: string): Promise<Record<string, object>>;
}

export async function openRouterCentre(t: Test, count = 2): Promise<RouterCentre> {
  const couch = await couchUnderTest(t);
  const { nano } = couch;
  const common = ['summaries', 'patients', 'boxes', 'shared'];
  // What other files left there would be carried, too.
  await removeDatabases(couch, common);
  const boxes = Array.from({ length: count }, () => `ZZ${randomInt(100_000, 999_999)}`);
  for (const box of boxes) await prepareFacility({ nano, box, password: 'one' });
  const work = await workAt(nano);
  for (const plan of CENTRE_DATABASES) if (common.includes(plan.name)) await prepareDatabase(work, plan);
  // By these the router knows of boxes that the directory does not list.
  for (const box of boxes) await couch.ask('PUT', `/boxes/box:${box}`, { type: 'box', box });
  const router = await couch.user([CENTRE_ROLE, CARRIER_ROLE]);
  t.teardown(async () => {
    for (const box of boxes) await forgetBox(nano, box);
    await removeDatabases(couch, common);
  });
  const url = new URL(couch.url);
  url.username = encodeURIComponent(router.name);
  url.password = encodeURIComponent(router.password);
  const last = new Map<BoxId, number>();
  return {
    couch,
    boxes,
    url: url.href.replace(/\/$/, ''),
    async write(box, records) {
      const docs = records.map((record) => {
        const n = (last.get(box) ?? 0) + 1;
        last.set(box, n);
        const at = new Date(Date.parse('2026-11-22T04:30:00.000Z') + n * 1_000).toISOString();
        return { n, at, by: 'asha', v: 1, ...record };
      });
      const { body } = await couch.ask('POST', `/${facilityDatabase(box)}/_bulk_docs?w=3`, { docs });
      const refused = (body as { error?: string }[]).find(({ error }) => error !== undefined);
      if (refused) throw new Error(JSON.stringify(refused));
    },
    async list(box, entry = {}) {
      const path = `/shared/facility:${box}`;
      const standing = (await couch.ask('GET', path)).body as { _rev?: string };
      const rev = standing._rev === undefined ? {} : { _rev: standing._rev };
      await couch.ask('PUT', `${path}?w=3`, {
        ...{ type: 'facility', v: 1, code: box, name: { en: `PHC ${box}`, hi: 'केंद्र' }, kind: 'PHC' },
        ...{ ownership: 'government', state: '10', district: '203', block: '1123', status: 'open' },
        ...entry,
        ...rev,
      });
    },
    async read(database) {
      await couch.settle();
      const { body } = await couch.ask('GET', `/${database}/_all_docs?include_docs=true`);
      const { rows } = body as { rows: { doc: CouchDocument }[] };
      const plain = rows.filter(({ doc }) => !doc._id.startsWith('_design/'));
      return Object.fromEntries(plain.map(({ doc: { _id, _rev, ...rest } }) => [_id, rest]));
    },
  };
}

/** A summary of a day, as a box writes it on the next. */
export function summaryOf(box: BoxId, day: string, serial: number, figures: Record<string, number>): object {
  return { _id: summaryId(box, day, serial), type: 'summary', day, figures };
}
