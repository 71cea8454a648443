import type { BoxId } from '../../records/ids.js';
import type { RouterAlert } from '../router/alert.js';
import type { AlertKind } from './judge-box.js';

/** A person has seen an alert and says what is done about it. */
export interface Acknowledgement {
  by: string;
  at: string;
  note: string;
}

/** `alert:<box>:<kind>` in `boxes`: what the watcher or the router found wrong. */
export interface BoxAlertDocument {
  type: 'alert';
  box: BoxId;
  kind: AlertKind | RouterAlert;
  since: string;
  acknowledged?: Acknowledgement;
  /** what was said before that */
  earlier?: Acknowledgement[];
  ended?: string;
}

export function boxAlertId(box: BoxId, kind: AlertKind | RouterAlert): string {
  return `alert:${box}:${kind}`;
}

/**
 * What becomes of a box's alert of one kind where the box has been found so: a new body, or null where what stands
 * stays. An alert that lasts keeps its beginning and its acknowledgement; one that comes again begins anew,
 * unacknowledged.
 */
export function alertAfter(
  standing: BoxAlertDocument | null,
  isWrong: boolean,
  { box, kind, at }: { box: BoxId; kind: AlertKind; at: string },
): BoxAlertDocument | null {
  const isOpen = standing !== null && standing.ended === undefined;
  if (isWrong === isOpen) return null;
  return isWrong ? { type: 'alert', box, kind, since: at } : { ...standing!, ended: at };
}
