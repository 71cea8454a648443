/** Of the `patients` database. ES5, because CouchDB runs it. */
export const DUPLICATES_DESIGN = 'duplicates';

const view = (name: string): string => `_design/${DUPLICATES_DESIGN}/_view/${name}`;

/** block key: finds those with whom a patient is compared */
export const PATIENTS_BY_BLOCK = view('block');
/** counted word → how many patients have it; `people` → how many there are */
export const PATIENTS_BY_WORD = view('word');
/** proposals that nobody has decided: 1 - probability, so that the surest come first, after those that somebody reported */
export const OPEN_PROPOSALS = view('open');
/** decisions, by when they were given or taken back */
export const DECISIONS_BY_TIME = view('decided');

export const DUPLICATES_DESIGNS = {
  [DUPLICATES_DESIGN]: {
    language: 'javascript' as const,
    views: {
      block: {
        map: `function (doc) {
  if (doc.type !== 'patient' || !doc.name) return;
  for (var i = 0; i < doc.keys.length; i += 1) emit(doc.keys[i], null);
}`,
        reduce: '_count',
      },
      word: {
        map: `function (doc) {
  if (doc.type !== 'patient' || !doc.words) return;
  emit('people', null);
  for (var i = 0; i < doc.words.length; i += 1) emit(doc.words[i], null);
}`,
        reduce: '_count',
      },
      open: {
        map: `function (doc) {
  if (doc.type === 'duplicate' && !doc.decided && !doc.withdrawn) emit(doc.reported ? -1 : 1 - doc.probability, null);
}`,
        reduce: '_count',
      },
      decided: {
        map: `function (doc) {
  if (doc.type === 'link') emit((doc.undone || doc).at, null);
}`,
        reduce: '_count',
      },
    },
  },
};
