import t from 'tap';
import { boxOf, lineageOf, nextReplica, partId, partSerial, readBoxId, visitOf } from './ids.js';

const VISIT = 'visit:BR1042:20261121-042';

t.test('the letters of a facility’s boxes follow one another, and end', (t) => {
  t.same(lineageOf('BR1042'), ['BR1042']);
  t.same(lineageOf('BR1042b'), ['BR1042', 'BR1042b']);
  t.same(lineageOf('BR1042d'), ['BR1042', 'BR1042b', 'BR1042c', 'BR1042d']);
  t.equal(nextReplica('BR1042'), 'BR1042b');
  t.equal(nextReplica('BR1042b'), 'BR1042c');
  t.equal(nextReplica('BR1042z'), null);
  t.end();
});

t.test('a box is found however its letters were typed; what is no box stays as it was', (t) => {
  for (const typed of ['BR1042b', 'br1042B', ' Br1042b ']) t.equal(readBoxId(typed), 'BR1042b');
  for (const typed of ['BR', 'br1', 'alerts', 'br1042bc']) t.equal(readBoxId(typed), typed);
  t.end();
});

t.test('a part’s id names who wrote it, whoever opened the visit', (t) => {
  t.equal(partId(VISIT, 'rx', 2), `${VISIT}:rx:2`);
  t.equal(partId(VISIT, 'rx', 2, 'BR1042'), `${VISIT}:rx:2`);
  const going = partId(VISIT, 'rx', 2, 'BR1042c');
  t.equal(going, `${VISIT}:rx:c2`);
  t.equal(boxOf(going), 'BR1042c');
  t.equal(boxOf(`${VISIT}:rx:2`), 'BR1042');
  t.equal(visitOf(going), VISIT);
  t.equal(partSerial(going), 2);
  const own = partId('visit:BR1042b:20261121-043', 'rx', 1, 'BR1042b');
  t.equal(own, 'visit:BR1042b:20261121-043:rx:1');
  t.equal(boxOf(own), 'BR1042b');
  t.end();
});
