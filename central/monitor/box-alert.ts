import type { Judgement, AlertKind } from './judge-box.js';

/** `alert:<box>:<kind>` in `boxes`. */
export interface BoxAlertDocument {
  type: 'alert';
  box: string;
  kind: AlertKind;
  since: string;
  acknowledged?: { by: string; at: string; note: string };
  ended?: string;
}

/**
 * What becomes of a box's alert of one kind after a judgement: a new body, or null where what stands stays. An alert
 * that lasts keeps its beginning and its acknowledgement; one that comes again begins anew, unacknowledged.
 */
export function alertAfter(
  standing: BoxAlertDocument | null,
  judgement: Judgement,
  { box, kind, at }: { box: string; kind: AlertKind; at: string },
): BoxAlertDocument | null {
  const isWrong = judgement.alerts.some((alert) => alert.kind === kind);
  const isOpen = standing !== null && standing.ended === undefined;
  if (isWrong === isOpen) return null;
  return isWrong ? { type: 'alert', box, kind, since: at } : { ...standing!, ended: at };
}
