/** Of the `summaries` database. ES5, because CouchDB runs it; only `_sum`, which CouchDB does itself. */
export const SUMMARIES_DESIGN = 'summaries';

const view = (name: string): string => `_design/${SUMMARIES_DESIGN}/_view/${name}`;

/** [facility, day]: finds all that is stored of a facility */
export const SUMMARIES_BY_FACILITY = view('facility');
/** [state, district, block, facility, day] → sums */
export const SUMMARIES_BY_AREA = view('area');
/** [day, state, district, block, facility] → sums */
export const SUMMARIES_BY_DAY = view('day');

/** A document's own, in ES5: the same as `summaryAsSum` in records/summary/sum-summaries.ts; a test holds the two together. */
export const SUM = `{
    days: 1,
    open: doc.figures.opd > 0 ? 1 : 0,
    figures: doc.figures,
    waits: doc.waits || {}
  }`;

/**
 * Sums of daily summaries by place and by day. `_sum` adds objects up field by field and arrays place by place; a sum
 * stays a few kB however much it covers, as long as summaries hold some hundred different figures at most. What the
 * directory does not know stands under nulls.
 */
export const SUMMARIES_DESIGNS = {
  [SUMMARIES_DESIGN]: {
    language: 'javascript' as const,
    views: {
      facility: {
        map: `function (doc) {
  if (doc.type === 'summary') emit([doc.facility, doc.day], null);
}`,
        reduce: '_count',
      },
      area: {
        map: `function (doc) {
  if (doc.type !== 'summary') return;
  emit([doc.state, doc.district, doc.block, doc.facility, doc.day], ${SUM});
}`,
        reduce: '_sum',
      },
      day: {
        map: `function (doc) {
  if (doc.type !== 'summary') return;
  emit([doc.day, doc.state, doc.district, doc.block, doc.facility], ${SUM});
}`,
        reduce: '_sum',
      },
    },
  },
};
