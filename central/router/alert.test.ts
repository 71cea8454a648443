import t from 'tap';
import { alertCopy } from './alert.js';

t.test('an alert says the same in whatever order its records come', (t) => {
  const found = ['20261103', '20261101', '20261102'].map((day) => {
    const id = `summary:BR1042:${day}:1`;
    return alertCopy('BR1042', 'summary-impossible', `${day}T05:00:00.000Z`, { id, why: ['opd'] });
  });
  const together = (copies: typeof found): object | null | undefined =>
    copies.reduce<object | null | undefined>(
      (standing, copy) => (standing ? copy.merge?.(standing as never) : copy.body),
      null,
    );
  const said = together(found);
  t.match(said, {
    since: '20261101T05:00:00.000Z',
    records: [{ id: /20261101/ }, { id: /20261102/ }, { id: /20261103/ }],
  });
  t.same(together([...found].reverse()), said);
  t.end();
});
