import type { RestrictionCategory } from '../../../records/box.js';
import { dayOf } from '../../../records/day.js';
import { FacilityError } from '../../../records/facility-error.js';
import { parseVisitId, patientOf, type PatientId, type StaffId, type VisitId } from '../../../records/ids.js';
import { restrictionsOn } from '../../../records/restriction-fold.js';
import { categoriesOf } from '../../../templates/restricted-reference.js';
import type { Language } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { restrictionsOfPerson } from '../../one-person.js';
import type { Chart } from './chart.js';
import type { Draft } from './draft.js';

export const CATEGORIES = ['hiv', 'mtp', 'pocso', 'mental-health'] as const satisfies RestrictionCategory[];

/** What the draft's diagnoses suggest to restrict at this visit, and what is not restricted yet. */
function suggestedCategories(facility: Facility, chart: Chart, draft: Draft): RestrictionCategory[] {
  const { restricted } = facility.reference;
  const standing = restrictionsOn(restrictionsOfPerson(facility, chart.view.patient), chart.view.id);
  const taken = new Set(standing.map(({ category }) => category));
  const codes = draft.diagnosis.filter(({ ongoing }) => ongoing !== 'no').map(({ code }) => code);
  const found = new Set(codes.flatMap((code) => categoriesOf(code, restricted)));
  return [...found].filter((category) => !taken.has(category));
}

/** The suggestions of the form with their ticks: one that the doctor has not seen yet is ticked. */
export function shownSuggestions(facility: Facility, chart: Chart, draft: Draft) {
  const asked = draft.text.restrictAsked.split(' ');
  return suggestedCategories(facility, chart, draft).map((category) => ({
    category,
    ticked: draft.restrict.includes(category) || !asked.includes(category),
  }));
}

/** Those that the doctor left ticked. */
export function acceptedCategories(facility: Facility, chart: Chart, draft: Draft): RestrictionCategory[] {
  return suggestedCategories(facility, chart, draft).filter((category) => draft.restrict.includes(category));
}

/** What the doctor's page shows of restrictions; `draft`: what was typed to add one. */
export function restrictionWords(facility: Facility, chart: Chart, draft: Draft | null, language: Language) {
  const { restrictCategory = '', restrictScope = '', restrictReason = '' } = draft?.text ?? {};
  return {
    standing: restrictionsOfPerson(facility, chart.view.patient).map(
      ({ _id, category, visit, by, at, reason }) => ({
        id: _id,
        category,
        visitDay: visit ? (parseVisitId(visit)?.day ?? '') : '',
        by: facility.staff.find(by)?.name[language] ?? by,
        day: dayOf(at),
        reason: reason ?? '',
      }),
    ),
    categories: CATEGORIES,
    category: restrictCategory,
    scope: restrictScope,
    reason: restrictReason,
    open: restrictCategory !== '' || restrictReason !== '',
  };
}

/** Closes a visit, or with null the whole record, to all but those who treat. A second time changes nothing. */
export async function restrict(
  facility: Facility,
  by: StaffId,
  patient: PatientId,
  what: { category: RestrictionCategory; visit: VisitId | null; reason: string },
): Promise<void> {
  const { category, visit, reason } = what;
  await facility.append({ by }, (draft) => {
    const standing = facility.restrictions.of(patient);
    if (standing.some((one) => one.category === category && (one.visit ?? null) === visit)) return;
    draft.patientPart(patient, 'restriction', {
      category,
      ...(visit && { visit }),
      ...(reason && { reason }),
    });
  });
}

/** Ends a restriction; the record stays readable. A second time changes nothing; throws `not-found`. */
export async function liftRestriction(
  facility: Facility,
  by: StaffId,
  patient: PatientId,
  id: string,
): Promise<void> {
  // It may stand under another number of the same person: there it ends.
  const owner = patientOf(id);
  const isTheirs = facility.links.idsOf(patient).includes(owner);
  const records = isTheirs ? await facility.loadPatient(owner) : [];
  const record = records.find(({ _id }) => _id === id);
  if (record?.type !== 'restriction' || record.lifted !== undefined) {
    throw new FacilityError('not-found', 'There is no such restriction.');
  }
  await facility.append({ by }, (draft) => {
    if (!facility.restrictions.of(owner).some(({ _id }) => _id === id)) return;
    const { category, visit } = record;
    draft.patientPart(owner, 'restriction', { category, lifted: id, ...(visit && { visit }) });
  });
}
