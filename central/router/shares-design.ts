/** Of the `patients` database. ES5, because CouchDB runs it. */
export const SHARES_DESIGN = 'shares';

/** last day on which a patient's consent shares what a private hospital says of them */
export const SHARES_BY_END = `_design/${SHARES_DESIGN}/_view/end`;

export const SHARES_DESIGNS = {
  [SHARES_DESIGN]: {
    language: 'javascript' as const,
    views: {
      end: {
        map: `function (doc) {
  if (doc.type !== 'patient' || !doc.shared) return;
  for (var code in doc.shared) if (doc.shared[code].until) emit(doc.shared[code].until, null);
}`,
      },
    },
  },
};
