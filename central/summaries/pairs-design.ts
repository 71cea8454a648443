/** Of the `summaries` database, beside its sums: a design document of its own, so that those are not built anew. ES5. */
export const PAIRS_DESIGN = 'pairs';

/**
 * Referrals by pair, each end as it tells them itself: ['out', who, to, day] → {sent, open} and ['in', who, from, day] →
 * {accepted, returned, seen}, by facility, and once more by district (`10/203`), which a state's pages ask for. Whom the
 * directory does not know stays by its code.
 */
export const PAIRS_BY_END = `_design/${PAIRS_DESIGN}/_view/ends`;

export const PAIRS_DESIGNS = {
  [PAIRS_DESIGN]: {
    language: 'javascript' as const,
    views: {
      ends: {
        map: `function (doc) {
  if (doc.type !== 'summary' || !doc.referrals) return;
  var district = doc.district ? doc.state + '/' + doc.district : null;
  function tell(end, other, place, counts) {
    emit([end, doc.facility, other, doc.day], counts);
    if (district) emit([end, district, place || other, doc.day], counts);
  }
  doc.referrals.out.forEach(function (one) {
    tell('out', one.to, one.district, { sent: one.sent || 0, open: one.open || 0 });
  });
  doc.referrals['in'].forEach(function (one) {
    var counts = { accepted: one.accepted || 0, returned: one.returned || 0, seen: one.seen || [0, 0] };
    tell('in', one.from, one.district, counts);
  });
}`,
        reduce: '_sum',
      },
    },
  },
};
