import { randomInt } from 'node:crypto';
import type { Test } from 'tap';
import { BOXES_PLAN, CENTRE_ROLE, SHARED_PLAN } from '../central/centre-databases.js';
import { workAt } from '../central/ensure/cluster.js';
import { boxStatusId, type BoxStatus } from '../central/monitor/box-status.js';
import { prepareDatabase } from '../central/prepare-database.js';
import { couchUnderTest, type CouchUnderTest } from './couch-under-test.js';
import { removeDatabases } from './remove-databases.js';

/** A centre as those see it who watch boxes, for tests: the directory and what is known of each box. */
export interface BoxesCentre {
  couch: CouchUnderTest;
  boxes: string[];
  /** the CouchDB with a user of role `centre` */
  url: string;
  /** the same user beside it */
  account: { user: string; password: string };
  /** writes a box's status, as the gateway does */
  tell: (box: string, status: BoxStatus) => Promise<void>;
  /** writes into `boxes` */
  put: (id: string, body: object) => Promise<void>;
  /** lists a facility in the directory, or changes its entry */
  list: (box: string, entry?: object) => Promise<void>;
  /** what `boxes` holds but design documents, without revisions, by id */
  read: () => Promise<Record<string, object>>;
}

export async function openBoxesCentre(t: Test, count: number): Promise<BoxesCentre> {
  const couch = await couchUnderTest(t);
  const plans = [BOXES_PLAN, SHARED_PLAN];
  const clear = (): Promise<void> =>
    removeDatabases(
      couch,
      plans.map(({ name }) => name),
    );
  // What other files left there would be seen, too.
  await clear();
  t.teardown(clear);
  const work = await workAt(couch.nano);
  for (const plan of plans) await prepareDatabase(work, plan);
  const { name: user, password } = await couch.user([CENTRE_ROLE]);
  const url = new URL(couch.url);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  const put = async (path: string, body: object): Promise<void> => {
    const { _rev } = (await couch.ask('GET', path)).body as { _rev?: string };
    const answer = await couch.ask('PUT', `${path}?w=3`, {
      ...body,
      ...(_rev === undefined ? {} : { _rev }),
    });
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}`);
  };
  const first = randomInt(100_000, 900_000);
  const centre: BoxesCentre = {
    couch,
    boxes: Array.from({ length: count }, (_, i) => `ZZ${first + i}`),
    url: url.href.replace(/\/$/, ''),
    account: { user, password },
    tell: (box, status) => put(`/boxes/${boxStatusId(box)}`, { type: 'box', v: 1, box, ...status }),
    put: (id, body) => put(`/boxes/${id}`, body),
    list: (box, entry = {}) =>
      put(`/shared/facility:${box}`, {
        ...{ type: 'facility', v: 1, code: box, name: { en: `PHC ${box}`, hi: `प्रा. स्वा. केंद्र ${box}` } },
        ...{ kind: 'PHC', ownership: 'government', state: '10', district: '203', block: '1123' },
        ...{ stateName: 'Bihar', districtName: 'Patna', blockName: 'Danapur', services: [], status: 'open' },
        ...entry,
      }),
    async read() {
      await couch.settle();
      const { body } = await couch.ask('GET', '/boxes/_all_docs?include_docs=true');
      const { rows } = body as { rows: { doc: { _id: string; _rev: string } }[] };
      const plain = rows.filter(({ doc }) => !doc._id.startsWith('_design/'));
      return Object.fromEntries(plain.map(({ doc: { _id, _rev, ...rest } }) => [_id, rest]));
    },
  };
  for (const box of centre.boxes) await centre.list(box);
  return centre;
}
