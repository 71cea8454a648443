/** Of the `summaries` database, beside its sums: a design document of its own, so that those are not built anew. ES5. */
export const REPORTED_DESIGN = 'reported';

/** [state, district, block, facility] → `_stats` of the days that it reported, as numbers: `max` is the last one. */
export const REPORTED_DAYS = `_design/${REPORTED_DESIGN}/_view/days`;

export const REPORTED_DESIGNS = {
  [REPORTED_DESIGN]: {
    language: 'javascript' as const,
    views: {
      days: {
        map: `function (doc) {
  if (doc.type === 'summary') emit([doc.state, doc.district, doc.block, doc.facility], Number(doc.day));
}`,
        reduce: '_stats',
      },
    },
  },
};
