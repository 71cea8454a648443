import t from 'tap';
import { listOrder, type Listed } from './list-order.js';

const NOW = Date.parse('2026-11-21T05:00:00.000Z');
const one = (id: string, day: string, urgent = false): Listed => ({
  ...{ id, urgent, at: `2026-${day}T04:00:00.000Z` },
});
const ALL = [
  one('forgotten', '10-02', true),
  one('ended long ago', '10-03'),
  one('ended', '11-12'),
  one('answered', '11-13'),
  one('since yesterday', '11-20'),
  one('urgent today', '11-21', true),
  one('today', '11-21'),
];
const OPEN = new Set(['forgotten', 'since yesterday', 'urgent today', 'today']);
const order = (everything: boolean) =>
  listOrder(ALL, { now: NOW, open: OPEN, news: new Set(['answered']), everything });

t.test('news stands first, a forgotten one below those of today, what ended long ago behind a link', (t) => {
  const { shown, more } = order(false);
  t.same(
    shown.map(({ id }) => id),
    ['answered', 'urgent today', 'since yesterday', 'today', 'forgotten', 'ended'],
  );
  t.equal(more, 1);
  t.same(order(true).shown.at(-1)?.id, 'ended long ago');
  t.equal(order(true).more, 0);
  t.end();
});
