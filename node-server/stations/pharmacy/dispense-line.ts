import type { PrescriptionView, LineView } from '../../../records/prescription-view.js';
import type { VisitView } from '../../../records/visit-fold.js';

/** A line of a prescription in force, and the name of its inputs. */
export interface OpenLine {
  /** `1_2`: the prescription's number within the visit and the line's */
  key: string;
  prescription: PrescriptionView['prescription'];
  view: LineView;
}

/** Every line of the prescriptions in force, in the order in which they were signed. */
export function linesInForce(view: VisitView): OpenLine[] {
  return view.prescriptions.flatMap(({ prescription, lines }) =>
    lines.map((line) => ({
      key: `${serialOf(prescription._id)}_${line.line.line}`,
      prescription,
      view: line,
    })),
  );
}

/** Names the prescriptions in force: a page that shows others was overtaken by the doctor. */
export function inForceKey(view: VisitView): string {
  return view.prescriptions.map(({ prescription }) => serialOf(prescription._id)).join(' ');
}

export function serialOf(id: string): string {
  return id.slice(id.lastIndexOf(':') + 1);
}
