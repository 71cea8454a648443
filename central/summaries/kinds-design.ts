import { SUM } from './summaries-design.js';

/**
 * Of the `summaries` database: an area's days by kind of facility, so that a day on which the hospital has not reported
 * is compared with days without it. A design document of its own, so that the others are not built anew. ES5.
 */
export const KINDS_DESIGN = 'kinds';

/** [1, state, day, kind], [2, state, district, day, kind] and [3, state, district, block, day, kind] → sums */
export const SUMMARIES_BY_KIND = `_design/${KINDS_DESIGN}/_view/days`;

export const KINDS_DESIGNS = {
  [KINDS_DESIGN]: {
    language: 'javascript' as const,
    views: {
      days: {
        map: `function (doc) {
  if (doc.type !== 'summary') return;
  var sum = ${SUM};
  emit([1, doc.state, doc.day, doc.kind], sum);
  emit([2, doc.state, doc.district, doc.day, doc.kind], sum);
  emit([3, doc.state, doc.district, doc.block, doc.day, doc.kind], sum);
}`,
        reduce: '_sum',
      },
    },
  },
};
