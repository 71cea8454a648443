import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { patientId } from '../records/ids.js';
import { PersonLinks } from '../records/person-links.js';
import { until } from '../tests/until.js';
import { followLinks } from './follow-links.js';
import { openDatabase } from './store/databases.js';

t.test('decisions that lie in the inbox count from the start, and those that come at once', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-links-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const [a, b, c] = [patientId('BR0977', 1), patientId('BR1042', 1), patientId('BR1042', 2)];
  const decision = { type: 'link', decision: 'same', by: 'anita.dho', at: '2026-11-20T06:00:00.000Z' };
  const before = await openDatabase(folder, 'inbox');
  await before.bulkDocs([{ _id: 'link:1', ...decision, a, b } as object, { _id: 'replaced:x' }]);
  await before.close();

  const inbox = await openDatabase(folder, 'inbox');
  t.teardown(() => inbox.close());
  const links = new PersonLinks();
  const stop = await followLinks(inbox, links);
  t.teardown(stop);
  t.same(links.idsOf(a), [a, b]);
  await inbox.bulkDocs([{ _id: 'link:2', ...decision, a: b, b: c } as object]);
  await until('the decision has come', () => links.idsOf(a).length === 3);
});
