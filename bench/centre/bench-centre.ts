import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import Nano, { type ServerScope } from 'nano';
import { CENTRE_DATABASES, CENTRE_ROLE, SUMMARIES_DATABASE } from '../../central/centre-databases.js';
import { workAt } from '../../central/ensure/cluster.js';
import { putUser, userId } from '../../central/ensure/ensure-user.js';
import { prepareDatabase } from '../../central/prepare-database.js';
import { facilityDatabase, inboxDatabase, papersDatabase, type BoxId } from '../../records/ids.js';
import type { CouchCommands } from '../gateway/couch-process.js';
import { Child } from '../sync/child-process.js';

const ADMIN = 'admin:bench';
const ROUTER = { name: 'nadi-bench-router', password: 'bench' };

export interface BenchCentre {
  nano: ServerScope;
  isReal: boolean;
  /** with the account of a user of role `centre` */
  url: string;
  /** of the embedded CouchDB, MB; null of a real one */
  memory: () => Promise<number | null>;
}

/**
 * A centre with nothing in it, at the CouchDB that was given or at an embedded one in a process of its own.
 * @param real with a server admin's account; throws where its `summaries` holds anything
 */
export async function openBenchCentre(real: string | null): Promise<BenchCentre> {
  const child = real === null ? startCouch() : null;
  const [name = '', password = ''] = ADMIN.split(':');
  const plain = child ? (await child.ask('start', { name, password })).url : withoutAccount(real ?? '');
  const nano = Nano(real ?? plain.replace('://', `://${ADMIN}@`));
  const work = await workAt(nano);
  for (const plan of CENTRE_DATABASES) await prepareDatabase(work, plan);
  const [first] = (await nano.use(SUMMARIES_DATABASE).list({ limit: 1, endkey: '_' })).rows;
  if (first) throw new Error('This CouchDB holds summaries: the benchmark wants one with nothing in it.');
  await putUser(nano, { ...ROUTER, roles: [CENTRE_ROLE] });
  return {
    nano,
    isReal: child === null,
    url: plain.replace('://', `://${ROUTER.name}:${ROUTER.password}@`),
    memory: async () => (child ? child.ask('memory', null) : null),
  };
}

/** What the benchmark put into a real CouchDB is taken away. */
export async function clearRealCentre(
  { nano }: BenchCentre,
  boxes: BoxId[],
  others: string[],
): Promise<void> {
  const own = boxes.flatMap((box) => [facilityDatabase(box), inboxDatabase(box), papersDatabase(box)]);
  for (const name of [...CENTRE_DATABASES.map((plan) => plan.name), ...own]) await nano.db.destroy(name);
  const users = nano.use('_users');
  for (const name of [...boxes, ...others, ROUTER.name]) {
    const { _id, _rev } = await users.get(userId(name));
    await users.destroy(_id, _rev);
  }
}

function startCouch(): Child<CouchCommands> {
  const script = fileURLToPath(new URL('../gateway/couch-process.js', import.meta.url));
  return new Child<CouchCommands>('couch', fork(script, { execArgv: ['--max-old-space-size=12288'] }));
}

function withoutAccount(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`.replace(/\/+$/, '');
}
