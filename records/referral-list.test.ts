import t from 'tap';
import { listReferrals, type ListedReferral, type ReferralFilter } from './referral-list.js';

const NOW = Date.parse('2026-11-21T05:00:00.000Z');

function one(id: string, day: string, more: Partial<ListedReferral> = {}): ListedReferral {
  const at = `2026-${day}T04:00:00.000Z`;
  return {
    id,
    way: 'in',
    at,
    lastAt: at,
    urgent: false,
    state: 'received',
    open: true,
    news: false,
    ...more,
  };
}

const ended = { open: false, state: 'seen' } as const;
const ALL = [
  one('forgotten', '10-02', { urgent: true }),
  one('ended long ago', '10-03', ended),
  one('ended yesterday', '11-01', { ...ended, lastAt: '2026-11-20T04:00:00.000Z', urgent: true }),
  one('ended', '11-12', { ...ended, way: 'out' }),
  one('answered', '11-13', { way: 'out', open: false, state: 'returned', news: true }),
  one('since yesterday', '11-20', { state: 'accepted' }),
  one('urgent today', '11-21', { urgent: true }),
  one('today', '11-21', { way: 'out', state: 'waiting' }),
  one('taken back', '11-14', { open: false, state: 'cancelled', news: true }),
  one('on paper', '11-21', { way: 'out', open: false, state: 'paper' }),
];

const shown = (filter: ReferralFilter): string[] => listReferrals(ALL, filter, NOW).map(({ id }) => id);

t.test(
  'news stands first, then the urgent, then who waits longest; what has ended is on its own list',
  (t) => {
    const open = ['taken back', 'answered', 'urgent today', 'since yesterday', 'today', 'forgotten'];
    t.same(shown({ pick: 'open' }), open, 'a forgotten one is below those of today');
    const over = ['taken back', 'answered', 'on paper', 'ended yesterday', 'ended', 'ended long ago'];
    t.same(shown({ pick: 'ended' }), over, 'the latest word first, urgent or not');
    t.end();
  },
);

t.test('a list is narrowed to a direction, a state and days', (t) => {
  const table: [ReferralFilter, string[]][] = [
    [{ pick: 'open', way: 'out' }, ['answered', 'today']],
    [{ pick: 'open', way: 'in' }, ['taken back', 'urgent today', 'since yesterday', 'forgotten']],
    [{ pick: 'unanswered' }, ['urgent today', 'today', 'forgotten']],
    [{ pick: 'accepted' }, ['since yesterday']],
    [{ pick: 'arrived' }, []],
    [{ pick: 'returned' }, ['answered']],
    [{ pick: 'cancelled' }, ['taken back']],
    [{ pick: 'seen', way: 'in' }, ['ended yesterday', 'ended long ago']],
    [{ pick: 'paper' }, ['on paper']],
    [
      { pick: 'ended', from: '20261112', to: '20261120' },
      ['taken back', 'answered', 'ended yesterday', 'ended'],
    ],
    [{ pick: 'ended', to: '20261112' }, ['ended', 'ended long ago']],
  ];
  for (const [filter, ids] of table) t.same(shown(filter), ids, JSON.stringify(filter));
  t.end();
});
