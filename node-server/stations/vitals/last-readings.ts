import { latestReadings, type EarlierVitals } from '../../../records/vitals-change.js';
import type { VisitView } from '../../../records/visit-fold.js';
import type { VitalField, VitalsReference } from '../../../records/vitals-check.js';
import { formatDay } from '../../../templates/format-day.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { toldVitals } from '../../history/told-vitals.js';

/** The last known reading of each field whose change is judged, at this box or told by another. */
export async function lastReadings(
  facility: Facility,
  view: VisitView,
  visits: readonly VisitView[],
): Promise<EarlierVitals> {
  const compared = facility.reference.vitals.fields.filter(({ changes = [] }) => changes.length > 0);
  const here = [view, ...visits.filter(({ id }) => id !== view.id)].flatMap(({ vitals }) => vitals);
  const told = await toldVitals(facility, view.patient);
  return latestReadings(
    [...told, ...here],
    compared.map(({ field }) => field),
  );
}

/** `last 12.4 kg on 3 Nov 2026`, for beside each field. */
export function lastWords(
  last: EarlierVitals,
  reference: VitalsReference,
  t: Translate,
  language: Language,
): Partial<Record<VitalField, string>> {
  return Object.fromEntries(
    reference.fields.flatMap(({ field, unit }) => {
      const reading = last[field];
      if (!reading) return [];
      const day = formatDay(language, reading.day);
      return [[field, t('vitals.last', { value: reading.value, unit, day })]];
    }),
  );
}
