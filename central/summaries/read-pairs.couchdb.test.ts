import t from 'tap';
import { openRouterCentre, summaryOf } from '../../tests/router-centre.js';
import { makeRouter } from '../router/start-router.js';
import { readPairs } from './read-pairs.js';

t.setTimeout(120_000);

const PERIOD = { from: '20261101', to: '20261120' };
const ASKED = { period: PERIOD, newest: '20261120' };

t.test('what two facilities tell of one pair stands side by side, by facility or by district', async (t) => {
  const centre = await openRouterCentre(t, 3);
  const [phc = '', aphc = '', chc = ''] = centre.boxes;
  await centre.list(phc);
  await centre.list(aphc);
  await centre.list(chc, { district: '204' });
  const day = (box: string, on: string, referrals: object, serial = 1) => ({
    ...summaryOf(box, on, serial, { opd: 5 }),
    referrals,
  });
  await centre.write(phc, [
    day(phc, '20261031', { out: [{ to: chc, sent: 9, open: 9 }], in: [] }),
    day(phc, '20261119', { out: [{ to: chc, sent: 1, open: 4 }], in: [] }),
    day(
      phc,
      '20261119',
      {
        out: [
          { to: chc, sent: 2, open: 4 },
          { to: 'ZZ99', sent: 1 },
        ],
        in: [],
      },
      2,
    ),
    day(phc, '20261120', {
      out: [{ to: chc, sent: 1, open: 3 }],
      in: [],
    }),
  ]);
  await centre.write(aphc, [
    day(aphc, '20261118', { out: [{ to: chc, sent: 1, open: 1 }], in: [] }),
    summaryOf(aphc, '20261119', 1, { opd: 2 }),
  ]);
  await centre.write(chc, [
    day(chc, '20261120', {
      out: [],
      in: [
        { from: phc, accepted: 2, seen: [1, 2, 0, 0, 1] },
        { from: aphc, returned: 1 },
      ],
    }),
  ]);
  const options = { couchUrl: centre.url, share: { worker: 1, of: 1 }, now: Date.now };
  await makeRouter({ ...options, log: () => undefined }).round();
  await centre.couch.settle();
  const { nano } = centre.couch;

  const pair = (from: string, counts: object) => ({
    ...{ from, to: chc, sent: 0, open: 0, accepted: 0, returned: 0 },
    ...counts,
  });
  const sorted = <T extends { from: string; to: string }>(pairs: T[]): T[] =>
    pairs.sort((a, b) => (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1));
  const expected = sorted([
    pair(phc, { sent: 3, open: 3, accepted: 2, seen: [1, 2, 0, 0, 1] }),
    pair(aphc, { sent: 1, open: null, returned: 1, seen: [0, 0] }),
  ]);
  t.same(sorted(await readPairs(nano, [chc], ASKED)), expected, 'asked from the receiver’s side');
  const sent = await readPairs(nano, [phc, aphc], ASKED);
  t.match(
    sorted(sent).filter(({ to }) => to === chc),
    expected,
    'and from the senders’',
  );
  t.match(
    sent.find(({ to }) => to !== chc),
    { to: 'ZZ99', sent: 1, open: 0, accepted: 0 },
  );

  const districts = await readPairs(nano, ['10/203', '10/204'], ASKED);
  t.match(
    districts.find(({ to }) => to === '10/204'),
    {
      ...{ from: '10/203', sent: 4, open: 3, accepted: 2, returned: 1 },
      seen: [1, 2, 0, 0, 1],
    },
  );
  t.same(await readPairs(nano, [], ASKED), []);
});
