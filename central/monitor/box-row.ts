import type { Words } from '../../records/envelope.js';
import type { BoxId } from '../../records/ids.js';
import { placeNamesOf } from '../../records/listed-facility.js';
import type { Area } from '../area.js';
import type { FacilityDocument, OpeningHours } from '../directory/facility-document.js';
import type { Revocation } from '../enrol/enrolment-document.js';
import type { RouterAlert } from '../router/alert.js';
import {
  ALERT_KINDS,
  BOX_LIMITS,
  judgeBox,
  type AlertKind,
  type BoxLevel,
  type BoxLimits,
} from './judge-box.js';
import type { Acknowledgement, BoxAlertDocument } from './box-alert.js';
import type { BoxStatus } from './box-status.js';
import { isExpectedAt, type Expectation } from './expected-hours.js';

export interface StandingAlert {
  /** under whose name it is written: the router names a facility's first box */
  box: BoxId;
  kind: AlertKind | RouterAlert;
  /** since when it is so, where that is known */
  since?: string;
  /** seen just now, and not written down yet */
  isNew?: true;
  acknowledged?: Acknowledgement;
  earlier?: Acknowledgement[];
}

/** A box as the central team looks at it: nothing of any patient. */
export interface BoxRow {
  box: BoxId;
  name: Words;
  /** null where the directory does not list its facility */
  place: Area | null;
  /** of block and district */
  placeNames: Words[];
  position?: { lat: number; lon: number };
  status: BoxStatus;
  level: BoxLevel;
  /** whether nobody waits for it now: a planned day, a closed facility, or out of hours and not heard */
  plannedOff: boolean;
  offlineDays: string[];
  /** when its facility is open, where the directory says it */
  hours?: OpeningHours[];
  alerts: StandingAlert[];
  /** by whom, when and why its access was ended: it is watched no more, and counted nowhere */
  ended?: Revocation;
  /** drawn for the demo */
  demo: boolean;
}

export interface BoxFacts {
  box: BoxId;
  status: BoxStatus;
  facility: FacilityDocument | null;
  /** that have not ended */
  alerts: BoxAlertDocument[];
  /** its access was ended */
  ended?: Revocation;
}

/**
 * A box judged now. What the monitor itself judges stands or falls with the judgement, whatever was written down last;
 * what the router found stands until it ends.
 */
export function boxRow(
  { box, status, facility, alerts, ended }: BoxFacts,
  now: number,
  limits?: BoxLimits,
): BoxRow {
  const { offlineDays = [], hours } = facility ?? {};
  const expectation: Expectation = { offlineDays, ...(hours ? { hours } : {}) };
  // Nobody waits for the box of a facility that has closed, or for one that is let in no more.
  const isClosed = facility?.status === 'closed' || ended !== undefined;
  const judged = isClosed ? { level: 'ok' as const, alerts: [] } : judgeBox(status, expectation, now, limits);
  const written = new Map(alerts.map((alert) => [alert.kind as string, alert]));
  const ours = judged.alerts.map(
    ({ kind, since }): StandingAlert =>
      written.get(kind) ?? { box, kind, isNew: true, ...(since ? { since } : {}) },
  );
  const others = alerts.filter(({ kind }) => !isJudged(kind));
  return {
    box,
    name: { en: facility?.name.en ?? box, hi: facility?.name.hi ?? facility?.name.en ?? box },
    place: facility && placeOf(facility),
    placeNames: facility ? namesOf(facility) : [],
    ...(facility?.position ? { position: facility.position } : {}),
    status,
    level: levelWith(judged.level, others.length > 0),
    plannedOff: isClosed || isOff(status, expectation, now),
    offlineDays,
    ...(hours ? { hours } : {}),
    alerts: [...ours, ...others].map(standingAlert),
    ...(ended ? { ended } : {}),
    demo: facility?.demo === true,
  };
}

/** Some are on at night too, and are shown as what they are. */
function isOff({ lastContact }: BoxStatus, expectation: Expectation, now: number): boolean {
  if (isExpectedAt(expectation, now)) return false;
  const isPlanned = !isExpectedAt({ offlineDays: expectation.offlineDays ?? [] }, now);
  return isPlanned || lastContact === undefined || now - Date.parse(lastContact) >= BOX_LIMITS.lateMs;
}

/** What the router found needs a look too. */
function levelWith(level: BoxLevel, hasOthers: boolean): BoxLevel {
  return hasOthers && (level === 'ok' || level === 'late') ? 'look' : level;
}

function standingAlert({ box, kind, since, isNew, acknowledged, earlier }: StandingAlert): StandingAlert {
  return {
    box,
    kind,
    ...(since === undefined ? {} : { since }),
    ...(isNew ? { isNew } : {}),
    ...(acknowledged === undefined ? {} : { acknowledged }),
    ...(earlier === undefined ? {} : { earlier }),
  };
}

function namesOf(facility: FacilityDocument): Words[] {
  const [en, hi] = [placeNamesOf(facility, 'en'), placeNamesOf(facility, 'hi')];
  return en.map((name, at) => ({ en: name, hi: hi[at] ?? name }));
}

export function isJudged(kind: string): kind is AlertKind {
  return (ALERT_KINDS as readonly string[]).includes(kind);
}

/** Whether somebody should look: an alert stands that nobody has acknowledged. */
export function needsHelp({ alerts }: BoxRow): boolean {
  return alerts.some(({ acknowledged }) => acknowledged === undefined);
}

function placeOf({ state, district, block }: FacilityDocument): Area {
  return { state, district, ...(block === undefined ? {} : { block }) };
}
