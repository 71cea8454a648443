import t from 'tap';
import { startBadLine } from './bad-line.js';
import { atCentre, onBox, setOut } from './exchange-journey.js';
import { openCentre } from './open-centre.js';
import { until } from './until.js';

t.setTimeout(240_000);

/** What becomes of the first writes while nodes of the cluster die and come back; then all is well. */
const FATES = ['open', 'cut', 'lost-answer', 'few-nodes', 'full', 'open'] as const;

t.test(
  'nodes die and come back in the middle of a push: what was not vouched for comes again, and stands once',
  async (t) => {
    const centre = await openCentre(t);
    const nodes = await startBadLine(centre);
    t.teardown(() => nodes.close());
    const journey = await setOut(t, { couchUrl: nodes.url, centre });
    let writes = 0;
    nodes.onRequest((request) => {
      if (!request.endsWith('_bulk_docs')) return 'open';
      writes += 1;
      return FATES[writes - 1] ?? 'open';
    });
    await journey.write(3_000);
    const replication = journey.start();
    t.teardown(() => replication.stop());
    await until('everything has arrived', async () => {
      const { kind } = await replication.syncNow({ timeoutMs: 20_000 });
      return kind === 'up-to-date';
    });
    t.ok(writes > FATES.length, `${writes} writes`);
    t.same(await atCentre(journey), await onBox(journey));
    const { nano, box } = journey;
    const conflicts = await nano
      .use(`facility-${box.toLowerCase()}`)
      .list({ conflicts: true, include_docs: true });
    t.same(
      conflicts.rows.filter(({ doc }) => doc && '_conflicts' in doc),
      [],
      'nothing stands twice',
    );
    const codes = journey.entries.flatMap(({ code }) => code ?? []);
    t.ok(codes.includes('centre-down'), `the gateway said so: ${codes.join(', ')}`);
  },
);
