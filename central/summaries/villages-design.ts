/** Of the `summaries` database, beside its sums: a design document of its own, so that those are not built anew. ES5. */
export const VILLAGES_DESIGN = 'villages';

/** [day, state, district, block, facility] → [people, households] that are registered there, of days that tell villages */
export const REGISTERED_BY_DAY = `_design/${VILLAGES_DESIGN}/_view/registered`;

export const VILLAGES_DESIGNS = {
  [VILLAGES_DESIGN]: {
    language: 'javascript' as const,
    views: {
      registered: {
        map: `function (doc) {
  if (doc.type !== 'summary' || !doc.villages) return;
  var people = 0, households = 0;
  for (var i = 0; i < doc.villages.length; i += 1) {
    people += doc.villages[i].people;
    households += doc.villages[i].households;
  }
  emit([doc.day, doc.state, doc.district, doc.block, doc.facility], [people, households]);
}`,
      },
    },
  },
};
