import { FacilityError } from '../../records/facility-error.js';
import type { BoxPicture } from './box-book.js';
import type { BoxRow, StandingAlert } from './box-row.js';

/** A box by its name, however its letters were typed; also one whose access was ended. Throws `not-found`. */
export function findBox({ rows, ended }: BoxPicture, typed: string): BoxRow {
  const name = typed.trim().toLowerCase();
  const row = [...rows, ...ended].find(({ box }) => box.toLowerCase() === name);
  if (row) return row;
  throw new FacilityError('not-found', `No box ${typed.trim().slice(0, 12)} is known here.`, {
    hint: 'hints.boxesLists',
  });
}

/** An alert that stands. Throws `not-found` where it has ended meanwhile, or never was. */
export function findAlert({ box, alerts }: BoxRow, kind: string): StandingAlert {
  const alert = alerts.find((one) => one.kind === kind);
  if (alert) return alert;
  throw new FacilityError('not-found', `No alert ${kind.slice(0, 24)} of ${box} stands.`, {
    hint: 'hints.boxShows',
    params: { box },
  });
}
