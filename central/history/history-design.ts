import type { Design } from '../ensure/ensure-design.js';

export const HISTORY_DESIGN = 'history';

/** In each ledger: `[patient, 0, time]` what stands under a patient, `[patient, 1, time]` what stands in visits. */
export const RECORDS_OF_PATIENT = `_design/${HISTORY_DESIGN}/_view/patient`;

/** Moves through a queue tell nothing of a person. ES5, because CouchDB runs it. */
export const LEDGER_HISTORY: Design = {
  language: 'javascript',
  views: {
    patient: {
      map: `function (doc) {
  var parts = doc._id.split(':');
  if (parts[0] === 'patient') emit([parts[0] + ':' + parts[1], 0, doc.at], null);
  if (parts[0] === 'visit' && doc.patient && doc.type !== 'move') emit([doc.patient, 1, doc.at], null);
}`,
    },
  },
};

/** Gateways of before ask it; now all decisions count: see `LINKS_OF_PATIENT`. */
export const PATIENTS_HISTORY: Design = {
  language: 'javascript',
  views: {
    same: {
      map: `function (doc) {
  if (doc.type !== 'link' || doc.decision !== 'same' || doc.undone) return;
  emit(doc.a, doc.b);
  emit(doc.b, doc.a);
}`,
    },
  },
};
