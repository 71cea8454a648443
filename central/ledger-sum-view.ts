/**
 * Emits each record's Indian day with 1 and its revision's four 28-bit parts; CouchDB's `_sum` adds them up by place.
 * Equal rows on both sides mean the same records with the same revisions, in whatever order. ES5, because CouchDB runs
 * it; `ledgerSum` in sync/ledger-sum.ts counts the same on the box, and a test holds the two together.
 */
export const LEDGER_SUM_MAP = `function (doc) {
  var parts = doc._rev.split('-')[1];
  var at = Date.parse(doc.at);
  var day = isNaN(at) ? null : new Date(at + 19800000).toISOString().slice(0, 10);
  var value = [1];
  for (var i = 0; i < 28; i += 7) value.push(parseInt(parts.slice(i, i + 7), 16) || 0);
  emit(day, value);
}`;
