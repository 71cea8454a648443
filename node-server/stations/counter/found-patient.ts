import type { Request } from '@hapi/hapi';
import { isoDate } from '../../../records/day.js';
import { parseVisitId, type VisitId } from '../../../records/ids.js';
import type { KnownPatient } from '../../../records/patient-directory.js';
import type { Priority } from '../../../records/people.js';
import { stateWord, type QueueEntry } from '../../../records/queue-entry.js';
import { formatDay } from '../../../templates/format-day.js';
import type { Language, Translate } from '../../../templates/locale.js';
import { sees } from '../../access/closed-page.js';
import type { Facility } from '../../facility.js';
import {
  alsoKnownAs,
  openVisitOfPerson,
  restrictionsOfPerson,
  visitsOfPerson,
  type AlsoKnown,
} from '../../one-person.js';
import { personLine, type PersonLine } from '../person-line.js';
import { visitPath } from '../visit-path.js';
import { stationName } from '../station-room.js';

/** A patient as the counter's lists show one. */
export interface FoundPatient extends PersonLine {
  patient: string;
  also: AlsoKnown[];
  visits: number;
  lastVisit: string;
  category: Priority | undefined;
  /** today's unfinished visit */
  standing: { visit: VisitId; key: string; token: number; where: string } | null;
}

export function foundPatients(
  facility: Facility,
  request: Request,
  patients: KnownPatient[],
  t: Translate,
  language: Language,
): FoundPatient[] {
  const today = facility.today();
  const { workflow } = facility;
  return patients.map((patient) => {
    const visits = visitsSeen(facility, request, patient);
    const { lastVisit } = patient;
    // Only who came today can have an unfinished visit.
    const entry = lastVisit === today ? openVisitOfPerson(facility, patient.id) : undefined;
    return {
      ...personLine(patient, t, today),
      also: alsoKnownAs(facility, patient.id),
      patient: patient.id,
      visits: visits?.length ?? patient.visits,
      lastVisit: lastVisitWords(visits ? dayOfVisit(visits[0]) : lastVisit, today, t, language),
      category: visits && !sees(facility, request, patient.id, null) ? undefined : patient.category,
      standing: entry ? standing(entry, stationName(workflow, entry.station, language), t) : null,
    };
  });
}

/** Those that are not closed to who asks, newest first; null where nothing is restricted. */
function visitsSeen(facility: Facility, request: Request, { id }: KnownPatient): VisitId[] | null {
  if (restrictionsOfPerson(facility, id).length === 0) return null;
  return visitsOfPerson(facility, id).filter((visit) => sees(facility, request, id, visit));
}

function dayOfVisit(visit: VisitId | undefined): string | undefined {
  return visit && parseVisitId(visit)?.day;
}

function standing(entry: QueueEntry, station: string, t: Translate): NonNullable<FoundPatient['standing']> {
  return {
    visit: entry.visit,
    key: visitPath(entry.visit),
    token: entry.token,
    where: `${station}, ${t(`queue.state.${stateWord(entry)}`)}`,
  };
}

function lastVisitWords(day: string | undefined, today: string, t: Translate, language: Language): string {
  if (day === undefined) return t('counter.neverCame');
  if (day === today) return t('counter.cameToday');
  return t('counter.lastCame', { day: formatDay(language, isoDate(day)) });
}
