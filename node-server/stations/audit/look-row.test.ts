import t from 'tap';
import { openLocale } from '../../../templates/locale.js';
import type { ElsewhereLook } from '../../access/looks-elsewhere.js';
import { foldLooks } from './fold-looks.js';
import { elsewhereRow } from './look-row.js';

const LOOK: Omit<ElsewhereLook, 'box' | 'route'> = {
  ...{
    _id: 'look-elsewhere:access:BR0977:000012',
    type: 'look-elsewhere',
    at: '2026-11-28T05:00:00.000Z',
    by: 'anita',
    action: 'view',
  },
  patients: ['patient:BR1042-000001-7'],
};

t.test('a patient who asks who looked reads a place and a page, and no code of ours', (t) => {
  const locale = openLocale();
  const told = (look: Pick<ElsewhereLook, 'box' | 'route'>, name: string, language: 'hi' | 'en' = 'en') => {
    const { facility, where } = elsewhereRow({ ...LOOK, ...look }, name, locale.in(language), language);
    return [facility, where];
  };
  const registry = { box: 'centre', route: '/duplicates/{a}/{b}' };
  t.same(told(registry, ''), ['The district’s registry', 'Who is one person?']);
  t.same(told(registry, '', 'hi'), ['ज़िले की पंजी', 'दोबारा पंजीकरण की जाँच']);
  const elsewhere = { box: 'BR0977', route: '/referrals/{code}' };
  t.same(told(elsewhere, 'CHC Sakra'), ['CHC Sakra (BR0977)', 'Referrals']);
  t.end();
});

t.test('looks that read the same are told once, with how often', (t) => {
  const locale = openLocale();
  const rowAt = (at: string, by = 'anita') =>
    elsewhereRow({ ...LOOK, at, by, box: 'centre', route: '/duplicates' }, '', locale.in('en'), 'en');
  const rows = foldLooks([
    rowAt('2026-11-28T05:01:59.000Z'),
    rowAt('2026-11-28T05:01:00.000Z'),
    rowAt('2026-11-28T05:01:00.000Z', 'gita'),
    rowAt('2026-11-28T05:00:59.000Z', 'gita'),
  ]);
  t.same(
    rows.map(({ who, times }) => [who, times]),
    [
      ['anita', 2],
      ['gita', 1],
      ['gita', 1],
    ],
  );
  t.end();
});
