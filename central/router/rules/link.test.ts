import t from 'tap';
import { inboxDatabase, patientId } from '../../../records/ids.js';
import { linkCopy, routeLink } from './link.js';

const LINK = {
  ...{
    _id: 'link:BR0977-000004-X:BR1042-000001-7',
    _rev: '2-x',
    type: 'link',
    decision: 'same',
    by: 'anita',
  },
  ...{ a: patientId('BR0977', 4), b: patientId('BR1042', 1), at: '2026-11-22T05:00:00.000Z' },
};
const UNDONE = { ...LINK, undone: { by: 'anita', at: '2026-11-23T05:00:00.000Z' } };

void t.test('a decision goes to both homes and to each holder, once', (t) => {
  t.same(
    routeLink(LINK, ['BR1042', 'BR0001', 'BR0002b']).map(({ database }) => database),
    ['BR0977', 'BR1042', 'BR0001', 'BR0002b'].map((box) => inboxDatabase(box)),
  );
  t.notOk('_rev' in linkCopy(LINK, 'BR0001').body!);
  t.end();
});

void t.test('the later word stays, whichever is carried first', (t) => {
  const { _id, _rev, ...undone } = UNDONE;
  t.same(linkCopy(UNDONE, 'BR0001').merge?.(LINK), undone);
  t.equal(linkCopy(LINK, 'BR0001').merge?.(UNDONE), null);
  const anew = { ...LINK, at: '2026-11-24T05:00:00.000Z' };
  t.match(linkCopy(anew, 'BR0001').merge?.(UNDONE), { at: anew.at, undone: undefined });
  t.end();
});
