import type { Design } from '../ensure/ensure-design.js';

/** In each ledger. ES5, because CouchDB runs it. */
export const STOCK_DESIGN = 'stock';

const view = (name: string): string => `_design/${STOCK_DESIGN}/_view/${name}`;

/** [item, expiry, batch, time] → units, summed: a balance at any time is one question a batch */
export const STOCK_BALANCES = view('balances');
/** ["", time] and [item, time]: movements and dispensings, of the store and of an item */
export const STOCK_BY_TIME = view('times');
/** visit → its dispensings and prescriptions, itself, and the movements that name it */
export const STOCK_BY_VISIT = view('visits');

export const LEDGER_STOCK: Design = {
  language: 'javascript',
  views: {
    balances: {
      map: `function (doc) {
  if (doc.type === 'stock') emit([doc.item, doc.expiry, doc.batch, doc.at], doc.change);
}`,
      reduce: '_sum',
    },
    times: {
      map: `function (doc) {
  var items = {}, item, i;
  if (doc.type === 'stock') items[doc.item] = true;
  else if (doc.type === 'dispense') for (i = 0; i < doc.lines.length; i += 1) items[doc.lines[i].drug] = true;
  else return;
  emit(['', doc.at], null);
  for (item in items) emit([item, doc.at], null);
}`,
    },
    visits: {
      map: `function (doc) {
  var named = doc.type === 'stock' ? doc.dispense : doc._id;
  if (!named || ['stock', 'visit', 'prescription', 'dispense'].indexOf(doc.type) < 0) return;
  emit(named.split(':').slice(0, 3).join(':'), null);
}`,
    },
  },
};
