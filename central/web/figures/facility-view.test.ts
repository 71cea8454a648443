import t from 'tap';
import type { StoredSummary } from '../../summaries/stored-summary.js';
import type { Telling } from './day-cell.js';
import { stockView } from './facility-view.js';

const telling = {
  language: 'en',
  book: { itemName: (item: string) => ({ hi: item, en: item }) },
} as unknown as Telling;

t.test(
  'of a store whose lists were cut, it is told how many items are out and expire soon in all',
  async (t) => {
    const summary = {
      day: '20261121',
      figures: { 'stock-out': 3, 'stock-expiring': 5 },
      stock: {
        out: ['ors-sachet'],
        expiring: [
          { item: 'zinc', units: 40, expiry: '2026-12' },
          { item: 'zinc', units: 9, expiry: '2027-01' },
        ],
      },
    } as unknown as StoredSummary;
    t.match(stockView(telling, summary), { moreOut: 2, expiringItems: 5, moreExpiring: 4 });
    const { figures: _, ...rest } = summary;
    t.match(
      stockView(telling, { ...rest, figures: {} }),
      { moreOut: 0, expiringItems: 1, moreExpiring: 0 },
      'an item with two expiry dates is one item',
    );
  },
);
