import type { Design } from '../ensure/ensure-design.js';

/** Of the `boxes` database. */
export const ALERTS_DESIGN = 'alerts';

/** [box, kind] of each alert that has not ended: those that have stay for ever, and are many */
export const OPEN_ALERTS = `_design/${ALERTS_DESIGN}/_view/open`;

export const ALERTS_DESIGNS: Record<string, Design> = {
  [ALERTS_DESIGN]: {
    language: 'javascript',
    views: {
      open: {
        map: `function (doc) {
  if (doc.type === 'alert' && !doc.ended) emit([doc.box, doc.kind], null);
}`,
        reduce: '_count',
      },
    },
  },
};
