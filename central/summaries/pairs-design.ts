/** Of the `summaries` database, beside its sums: a design document of its own, so that those are not built anew. ES5. */
export const PAIRS_DESIGN = 'pairs';

/**
 * Referrals by pair, each end as it tells them itself: ['out', who, to, day] → {sent, open} and ['in', who, from, day] →
 * {accepted, returned, seen}. `who` is the facility that tells, and once more its district as `10/203`.
 */
export const PAIRS_BY_END = `_design/${PAIRS_DESIGN}/_view/ends`;

export const PAIRS_DESIGNS = {
  [PAIRS_DESIGN]: {
    language: 'javascript' as const,
    views: {
      ends: {
        map: `function (doc) {
  if (doc.type !== 'summary' || !doc.referrals) return;
  var who = [doc.facility];
  if (doc.district) who.push(doc.state + '/' + doc.district);
  var out = doc.referrals.out, received = doc.referrals['in'];
  for (var w = 0; w < who.length; w += 1) {
    for (var o = 0; o < out.length; o += 1) {
      emit(['out', who[w], out[o].to, doc.day], { sent: out[o].sent || 0, open: out[o].open || 0 });
    }
    for (var r = 0; r < received.length; r += 1) {
      emit(['in', who[w], received[r].from, doc.day], {
        accepted: received[r].accepted || 0, returned: received[r].returned || 0, seen: received[r].seen || [0, 0]
      });
    }
  }
}`,
        reduce: '_sum',
      },
    },
  },
};
