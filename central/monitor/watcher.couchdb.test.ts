import t, { type Test } from 'tap';
import { openBoxesCentre } from '../../tests/boxes-centre.js';
import { openRouterCentre } from '../../tests/router-centre.js';
import { until } from '../../tests/until.js';
import { alertCopy } from '../router/alert.js';
import { applyCopies } from '../router/apply-copies.js';
import { RouterCouch } from '../router/router-couch.js';
import { routeOnce, startRouter } from '../router/start-router.js';
import { ALERTS_DESIGNS } from './alerts-design.js';
import { acknowledgeAlert } from './acknowledge-alert.js';
import { BoxBook } from './box-book.js';
import { needsHelp, type BoxRow } from './box-row.js';
import type { BoxStatus } from './box-status.js';
import { Watcher } from './watcher.js';

t.setTimeout(60_000);
/** Friday 27 November 2026, 10:00 in India */
const TEN = Date.parse('2026-11-27T04:30:00Z');
const MINUTES = 60_000;
const iso = (ms: number): string => new Date(ms).toISOString();

async function setScene(t: Test, count = 2) {
  const centre = await openBoxesCentre(t, count);
  const clock = { ms: TEN };
  const couch = new RouterCouch(centre.url);
  // Of a cluster the copy that is read next may be the one that comes last.
  const write = couch.write.bind(couch);
  couch.write = async (...given) => {
    const written = await write(...given);
    await centre.couch.settle();
    return written;
  };
  const book = new BoxBook(couch, () => clock.ms);
  return {
    ...centre,
    clock,
    couch,
    book,
    tell: (box: string, status: BoxStatus) => centre.tell(box, { lastContact: iso(clock.ms), ...status }),
    watcher: () => new Watcher({ couch, now: () => clock.ms, log: () => undefined }),
    rowOf: async (box: string): Promise<BoxRow> => {
      const row = (await book.read()).rows.find((one) => one.box === box);
      if (!row) throw new Error(`${box} is not among the boxes.`);
      return row;
    },
  };
}

t.test(
  'an alert begins when a box falls silent, keeps what people say, and ends when it is heard',
  async (t) => {
    const { clock, watcher, couch, boxes, tell, rowOf, read } = await setScene(t);
    const [box = '', other = ''] = boxes;
    const watching = watcher();
    await tell(box, {});
    await tell(other, {});
    t.same(await watching.look(), { began: 0, ended: 0 });
    clock.ms = TEN + 20 * MINUTES;
    await tell(other, {});
    t.same(await watching.look(), { began: 1, ended: 0 });
    t.same(await watching.look(), { began: 0, ended: 0 }, 'looking again does nothing');
    t.match(await rowOf(box), {
      level: 'silent',
      alerts: [{ kind: 'silent', since: iso(TEN + 15 * MINUTES) }],
    });
    t.equal(needsHelp(await rowOf(box)), true);
    const alert = { box, kind: 'silent' } as const;
    await t.rejects(acknowledgeAlert(couch, alert, { by: 'asha', at: iso(TEN), note: ' ' }), {
      code: 'bad-input',
      fields: [{ field: 'note', code: 'required' }],
    });
    await acknowledgeAlert(couch, alert, { by: 'asha', at: iso(clock.ms), note: ' called  them ' });
    await acknowledgeAlert(couch, alert, { by: 'asha', at: iso(clock.ms + 5), note: 'called them' });
    await acknowledgeAlert(couch, alert, { by: 'ravi', at: iso(clock.ms + 9), note: 'comes on Monday' });
    t.same(await watcher().look(), { began: 0, ended: 0 }, 'nor does another watcher');
    t.equal(needsHelp(await rowOf(box)), false);
    const [said] = (await rowOf(box)).alerts;
    t.match(said?.acknowledged, { by: 'ravi', note: 'comes on Monday' });
    t.same(
      said?.earlier?.map(({ by, note }) => `${by}: ${note}`),
      ['asha: called them'],
      'a button pressed twice says it once',
    );
    await tell(box, {});
    t.same(await watching.look(), { began: 0, ended: 1 });
    t.same((await rowOf(box)).alerts, []);
    t.match((await read())[`alert:${box}:silent`], { ended: iso(clock.ms), acknowledged: { by: 'ravi' } });
    clock.ms += 20 * MINUTES;
    await tell(other, {});
    await watching.look();
    t.equal(needsHelp(await rowOf(box)), true, 'silent again is an alert again');
  },
);

t.test(
  'two watchers at once, and one that was killed and started anew, come to the same alerts',
  async (t) => {
    const { clock, watcher, boxes, tell, read } = await setScene(t, 4);
    for (const box of boxes) await tell(box, { gaps: 2, clockErrorS: 600 });
    await Promise.all([watcher().look(), watcher().look(), watcher().look()]);
    const first = await read();
    t.equal(Object.keys(first).filter((id) => id.startsWith('alert:')).length, 8);
    clock.ms += MINUTES;
    await watcher().look();
    t.same(await read(), first, 'nothing is written where nothing has changed');
    for (const box of boxes) await tell(box, {});
    await Promise.all([watcher().look(), watcher().look()]);
    const ended = Object.values(await read()).filter((one) => 'ended' in one);
    t.equal(ended.length, 8);
  },
);

t.test('planned days, closed facilities, replaced and shut-out boxes alarm nobody', async (t) => {
  const { clock, watcher, boxes, tell, put, list, read, book } = await setScene(t, 5);
  const [planned = '', closed = '', replaced = '', stolen = '', silent = ''] = boxes;
  for (const box of boxes) await tell(box, {});
  await list(planned, { offlineDays: ['fri'] });
  await list(closed, { status: 'closed' });
  await put(`enrolment:${stolen}`, {
    type: 'enrolment',
    box: stolen,
    revoked: { at: iso(TEN), reason: 'stolen' },
  });
  clock.ms = TEN + 60 * MINUTES;
  await tell(`${replaced}b`, {});
  await watcher().look();
  const alerts = Object.keys(await read()).filter((id) => id.startsWith('alert:'));
  t.same(alerts, [`alert:${silent}:silent`]);
  await tell('ZY1000b', {});
  t.equal((await book.read()).rows.length, 5);
  // The lost one turns up again, after its successor.
  await tell('ZY1000', {});
  const { rows } = await book.read();
  t.same(
    rows.map(({ box, level, plannedOff }) => [box, level, plannedOff]).sort(),
    [
      [planned, 'ok', true],
      [closed, 'ok', true],
      [`${replaced}b`, 'ok', false],
      ['ZY1000b', 'ok', false],
      [silent, 'silent', false],
    ].sort(),
  );
});

t.test('where every box falls silent at once the centre itself is deaf, and no box is blamed', async (t) => {
  const { clock, watcher, boxes, tell, book } = await setScene(t, 5);
  for (const box of boxes) await tell(box, {});
  clock.ms += 20 * MINUTES;
  t.same(await watcher().look(), { began: 0, ended: 0 });
  t.equal((await book.read()).deaf, true);
  await tell(boxes[0]!, {});
  t.same(await watcher().look(), { began: 4, ended: 0 }, 'once one is heard, the others are silent');
});

t.test('what somebody deletes by hand is gone from a picture that is followed', async (t) => {
  const { watcher, boxes, tell, clock, couch, book } = await setScene(t);
  const [box = '', other = ''] = boxes;
  for (const one of boxes) await tell(one, {});
  await book.read();
  clock.ms += 20 * MINUTES;
  await watcher().look();
  t.equal((await book.read()).standing.length, 2);
  const remove = async (id: string): Promise<void> => {
    const [standing] = (await couch.fetch('boxes', [id])) ?? [];
    await couch.write('boxes', [{ _id: id, _rev: standing?._rev ?? '', _deleted: true }]);
  };
  await remove(`alert:${box}:silent`);
  t.same(
    (await book.read()).standing.map((alert) => alert.box),
    [other],
  );
  await remove(`box:${other}`);
  await remove(`alert:${other}:silent`);
  t.same(
    (await book.read()).rows.map((row) => row.box),
    [box],
  );
});

t.test('what the router found stands beside it and is the router’s to end', async (t) => {
  const { watcher, boxes, couch, tell, rowOf } = await setScene(t);
  const [box = ''] = boxes;
  await tell(box, {});
  const found = { id: 'summary:x', why: ['opd'] };
  await applyCopies(couch, [alertCopy(box, 'summary-impossible', iso(TEN), found)]);
  t.same(await watcher().look(), { began: 0, ended: 0 });
  const alert = (await rowOf(box)).alerts[0]!;
  t.match(alert, { kind: 'summary-impossible', since: iso(TEN) });
  await acknowledgeAlert(couch, alert, { by: 'asha', at: iso(TEN), note: 'asked the pharmacist' });
  await applyCopies(couch, [alertCopy(box, 'summary-impossible', iso(TEN), found)]);
  t.equal(needsHelp(await rowOf(box)), false, 'the same record again changes nothing');
});

t.test('a centre of an older version is told what it lacks', async (t) => {
  const { book, couch, put } = await setScene(t, 1);
  await put('_design/alerts', { language: 'javascript', views: {} });
  await t.rejects(book.read(), { code: 'centre-refused', hint: 'hints.madeByOlder' });
  await put('_design/alerts', ALERTS_DESIGNS['alerts']!);
  t.equal((await book.read()).rows.length, 0, 'and goes on once it has it');
  t.equal(await couch.readLocal('boxes', 'watch'), null);
});

t.test('the router’s first worker watches all boxes until it is stopped, and no other does', async (t) => {
  const centre = await openRouterCentre(t, 1);
  const [box = ''] = centre.boxes;
  await centre.list(box);
  const path = `/boxes/box:${box}`;
  const { body: standing } = await centre.couch.ask('GET', path);
  const status = { lastContact: iso(Date.now()), gaps: 1 };
  await centre.couch.ask('PUT', path, { ...(standing as object), ...status });
  const options = { couchUrl: centre.url, now: Date.now, log: () => undefined, watchEveryMs: 20, waitMs: 50 };
  const isOpen = async (): Promise<boolean> => `alert:${box}:gaps` in (await centre.read('boxes'));
  t.same((await routeOnce({ ...options, share: { worker: 2, of: 2 } })).alerts, { began: 0, ended: 0 });
  t.equal(await isOpen(), false);
  const router = startRouter({ ...options, share: { worker: 1, of: 2 } });
  await until('the watcher writes down what it found', isOpen);
  await router.stop();
  t.pass('and stops when it is told to');
});
