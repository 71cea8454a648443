import type { Dose } from './care.js';
import { addDays, dayOf, type Day } from './day.js';
import type { VisitId } from './ids.js';
import type { ReturnedMedicine } from './returned-medicine.js';
import type { VisitView } from './visit-fold.js';

/** A medicine as it was prescribed at one visit. */
export interface Medicine {
  drug: string | null;
  name: string;
  dose: Dose;
  from: Day;
  /** last day of the course, or the day on which another prescription superseded it or all of it was brought back */
  to: Day;
  /** the course reaches to today or beyond, and was neither superseded nor brought back */
  current: boolean;
  prescribed: number;
  dispensed: number;
  returned: ReturnedMedicine[];
  visit: VisitId;
  prescription: string;
}

/** The medicines of all visits (oldest visit first), the latest first. */
export function listMedicines(visits: readonly VisitView[], today: Day): Medicine[] {
  const supersededOn = new Map<string, Day>();
  for (const { prescriptions, superseded } of visits) {
    for (const { supersedes, at } of [...prescriptions.map((view) => view.prescription), ...superseded]) {
      if (supersedes) supersededOn.set(supersedes, dayOf(at));
    }
  }
  const medicines: Medicine[] = [];
  for (const visit of visits) {
    for (const { prescription, lines } of visit.prescriptions) {
      const from = dayOf(prescription.at);
      for (const { line, prescribed, dispensed, open, returned, kept } of lines) {
        const last = returned.at(-1);
        const back = last && kept === 0 && open === 0 ? dayOf(last.at) : undefined;
        const stopped = [supersededOn.get(prescription._id), back]
          .filter((day) => day !== undefined)
          .sort()[0];
        const end = addDays(from, Math.max(line.dose.days, 1) - 1);
        medicines.push({
          drug: line.drug ?? null,
          name: line.name,
          dose: line.dose,
          from,
          to: stopped !== undefined && stopped < end ? stopped : end,
          current: end >= today && stopped === undefined,
          prescribed,
          dispensed,
          returned,
          visit: visit.id,
          prescription: prescription._id,
        });
      }
    }
  }
  return medicines.reverse();
}
