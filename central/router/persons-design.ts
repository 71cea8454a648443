/** Of the `patients` database. ES5, because CouchDB runs it. */
export const PERSONS_DESIGN = 'persons';

const view = (name: string): string => `_design/${PERSONS_DESIGN}/_view/${name}`;

/** of each of two ids on which somebody decided: the decisions about them, also that they are two */
export const LINKS_OF_PATIENT = view('tied');
/** last day on which a patient's consent shares what a private hospital says of them */
export const SHARES_BY_END = view('share-end');

export const PERSONS_DESIGNS = {
  [PERSONS_DESIGN]: {
    language: 'javascript' as const,
    views: {
      tied: {
        map: `function (doc) {
  if (doc.type !== 'link') return;
  emit(doc.a, null);
  emit(doc.b, null);
}`,
      },
      'share-end': {
        map: `function (doc) {
  if (doc.type !== 'patient' || !doc.shared) return;
  for (var code in doc.shared) if (doc.shared[code].until) emit(doc.shared[code].until, null);
}`,
      },
    },
  },
};
