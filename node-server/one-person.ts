import { isoDate, dayOf } from '../records/day.js';
import type { RestrictionRecord } from '../records/box.js';
import {
  parseVisitId,
  printedPatientId,
  readPatientId,
  type PatientId,
  type VisitId,
} from '../records/ids.js';
import type { KnownPatient } from '../records/patient-directory.js';
import type { PatientSearch } from '../records/search-patients.js';
import type { NameSearch } from '../records/patient-index.js';
import type { QueueEntry } from '../records/queue-entry.js';
import type { Facility } from './facility.js';

// Health ids of which the centre's team decided that they are one person: whichever of them is typed or scanned, the
// pages show that person. Where nobody decided anything, all this is about the one id.

/** Visits under any of a person's ids, newest first. */
export function visitsOfPerson({ links, patients }: Facility, id: PatientId): VisitId[] {
  const [own = [], ...others] = links.idsOf(id).map((one) => patients.visitsOf(one));
  return others.length === 0 ? own : [...own, ...others.flat()].sort(laterFirst);
}

/** Restrictions in force on any of a person's ids: what is closed under one number is closed under each. */
export function restrictionsOfPerson({ links, restrictions }: Facility, id: PatientId): RestrictionRecord[] {
  return links.idsOf(id).flatMap((one) => restrictions.of(one));
}

/** Today's unfinished visit, under whichever number it was issued. */
export function openVisitOfPerson({ links, queue }: Facility, id: PatientId): QueueEntry | undefined {
  return links
    .idsOf(id)
    .map((one) => queue.openVisitOf(one))
    .find((entry) => entry !== undefined);
}

/** As `PatientDirectory.search`, with each person once, and found by a number that only another facility gave. */
export function searchPeople(facility: Facility, text: string, options: NameSearch = {}): PatientSearch {
  const { links, patients } = facility;
  const found = patients.search(text, options);
  const typed = found.kind === 'id' && found.patients.length === 0 ? readPatientId(text) : null;
  const others = typed ? links.othersOf(typed.id).map((other) => patients.get(other.id)) : [];
  return {
    ...found,
    patients: eachOnce(facility, [...found.patients, ...others.filter((one) => one !== null)]),
  };
}

/** The first that stands for a person, with the visits under all numbers. */
export function eachOnce({ links, patients }: Facility, found: readonly KnownPatient[]): KnownPatient[] {
  const shown = new Set<PatientId>();
  return found.flatMap((patient) => {
    if (shown.has(patient.id)) return [];
    const ids = links.idsOf(patient.id);
    for (const id of ids) shown.add(id);
    if (ids.length === 1) return [patient];
    const all = ids.map((id) => patients.get(id)).filter((one) => one !== null);
    const lastVisit = all
      .flatMap((one) => one.lastVisit ?? [])
      .sort()
      .at(-1);
    const visits = all.reduce((sum, one) => sum + one.visits, 0);
    return [{ ...patient, visits, ...(lastVisit !== undefined && { lastVisit }) }];
  });
}

/** Another number of the person a page is about. */
export interface AlsoKnown {
  id: string;
  by: string;
  /** `2026-11-28` */
  day: string;
  note: string;
}

/** The other numbers, and who said so when. */
export function alsoKnownAs({ links }: Pick<Facility, 'links'>, id: PatientId): AlsoKnown[] {
  return links.othersOf(id).map(({ id: other, link: { by, at, note } }) => ({
    id: printedPatientId(other),
    by,
    day: isoDate(dayOf(at)),
    note: note ?? '',
  }));
}

function laterFirst(a: VisitId, b: VisitId): number {
  const [one, other] = [parseVisitId(a), parseVisitId(b)];
  if (!one || !other || one.day === other.day) return (other?.token ?? 0) - (one?.token ?? 0);
  return one.day < other.day ? 1 : -1;
}
