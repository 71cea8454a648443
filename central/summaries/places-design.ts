import { SUM } from './summaries-design.js';

/**
 * Of the `summaries` database: an area's days side by side, so that a period of it is one question, however many days
 * and facilities. A design document of its own, so that the others are not built anew. ES5.
 */
export const PLACES_DESIGN = 'places';

/** [1, state, day], [2, state, district, day] and [3, state, district, block, day] → sums */
export const SUMMARIES_BY_PLACE = `_design/${PLACES_DESIGN}/_view/days`;

export const PLACES_DESIGNS = {
  [PLACES_DESIGN]: {
    language: 'javascript' as const,
    views: {
      days: {
        map: `function (doc) {
  if (doc.type !== 'summary') return;
  var sum = ${SUM};
  emit([1, doc.state, doc.day], sum);
  emit([2, doc.state, doc.district, doc.day], sum);
  emit([3, doc.state, doc.district, doc.block, doc.day], sum);
}`,
        reduce: '_sum',
      },
    },
  },
};
