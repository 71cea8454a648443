import { FacilityError } from '../../records/facility-error.js';
import { BOXES_DATABASE } from '../centre-databases.js';
import { applyCopies } from '../router/apply-copies.js';
import type { RouterCouch } from '../router/router-couch.js';
import { boxAlertId, type Acknowledgement, type BoxAlertDocument } from './box-alert.js';
import { isJudged, type StandingAlert } from './box-row.js';

export const LONGEST_NOTE = 300;

/**
 * Keeps that somebody has seen an alert, and what they do about it; what was said before stays readable. It is kept as
 * long as the alert lasts. Throws `bad-input` (no note, or too long a one), `centre-unreachable`, `centre-refused`.
 */
export async function acknowledgeAlert(
  couch: RouterCouch,
  { box, kind }: Pick<StandingAlert, 'box' | 'kind'>,
  { by, at, note: typed }: Acknowledgement,
): Promise<void> {
  const note = typed.replace(/\s+/gu, ' ').trim();
  if (note === '') throw wrongNote('required', {});
  if (note.length > LONGEST_NOTE) throw wrongNote('tooLong', { max: LONGEST_NOTE });
  const acknowledged = { by, at, note };
  await applyCopies(couch, [
    {
      database: BOXES_DATABASE,
      id: boxAlertId(box, kind),
      // The page shows what is wrong before the watcher has written it down.
      body: { type: 'alert', box, kind, since: at, acknowledged },
      merge: (standing) => {
        const alert = standing as unknown as BoxAlertDocument;
        if (alert.ended !== undefined) {
          return isJudged(kind) ? { type: 'alert', box, kind, since: at, acknowledged } : null;
        }
        const before = alert.acknowledged;
        // The same button pressed twice.
        if (before?.by === by && before.note === note) return null;
        const earlier = [...(alert.earlier ?? []), ...(before ? [before] : [])];
        return { ...standing, acknowledged, ...(earlier.length > 0 ? { earlier } : {}) };
      },
    },
  ]);
}

function wrongNote(code: string, params: Record<string, number>): FacilityError {
  return new FacilityError('bad-input', 'An acknowledgement says what is done about the alert.', {
    fields: [{ field: 'note', code, params }],
    hint: 'hints.fewWords',
    params: { most: LONGEST_NOTE },
  });
}
