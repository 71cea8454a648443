import type { MoveAction, PrescriptionRecord, Station } from '../../../records/care.js';
import type { RestrictionCategory } from '../../../records/box.js';
import { checkMove } from '../../../records/check-move.js';
import { FacilityError } from '../../../records/facility-error.js';
import type { StaffId, VisitId } from '../../../records/ids.js';
import { isKnownAmong } from '../../../records/one-per-substance.js';
import type { Allergy } from '../../../records/people.js';
import { isOpen, isPresent, presentEntry } from '../../../records/queue-entry.js';
import { foldVisit, type VisitView } from '../../../records/visit-fold.js';
import { nextStation } from '../../../records/workflow.js';
import type { Facility } from '../../facility.js';
import { knownAllergies } from '../../known-allergies.js';
import type { Drafting } from '../../store/drafting.js';
import { latestSigned } from './chart.js';
import type { SignedContent } from './read-content.js';

export interface Signing {
  by: StaffId;
  visit: VisitId;
  content: SignedContent;
  /** `latestSigned` when the form was opened */
  seen: number;
  /** why a new prescription takes the place of the one in force; empty where none is */
  reason: string;
  /** the form began with the prescription in force */
  amends: boolean;
  /** those that the draft was checked against */
  allergies: readonly Allergy[];
  /** closes the visit to others under these laws */
  restrict?: RestrictionCategory[];
}

/**
 * Writes a consultation and sends the patient on, together. A prescription in force is superseded, never changed.
 * Throws `conflict` with `params.outcome` `signed-meanwhile` where another doctor was first, `allergy-meanwhile` where an allergy is known now that was not, `reason-missing` where
 * a prescription is to be superseded without a word why, `no-line-left` where nothing would take its place,
 * `nothing-new` where there is nothing to write, `closed` where the visit's days are over.
 */
export function sign(facility: Facility, signing: Signing): Promise<{ to: Station | 'finish' | null }> {
  const { by, visit, seen } = signing;
  return facility.append({ by, visits: [visit] }, (draft) => {
    const view = foldVisit(draft.recordsOf(visit));
    if (latestSigned(view) !== seen) {
      throw new FacilityError('conflict', 'Another doctor has signed for this patient meanwhile.', {
        params: { outcome: 'signed-meanwhile' },
      });
    }
    if (!isPresent(view.entry, draft.day)) {
      throw new FacilityError('conflict', 'The visit is of an earlier day.', {
        params: { outcome: 'closed' },
      });
    }
    const now = knownAllergies(facility, view.patient);
    if (now.some((allergy) => !isKnownAmong(signing.allergies, allergy))) {
      throw new FacilityError('conflict', 'An allergy was written down meanwhile.', {
        params: { outcome: 'allergy-meanwhile' },
      });
    }
    writeFindings(facility, draft, view, signing);
    writePrescription(draft, view, signing);
    for (const category of signing.restrict ?? []) {
      draft.patientPart(view.patient, 'restriction', { category, visit });
    }
    if (draft.records.length === 0) {
      throw new FacilityError('conflict', 'There is nothing new to sign.', {
        params: { outcome: 'nothing-new' },
      });
    }
    return { to: isOpen(view.entry) ? sendOn(facility, draft, visit) : null };
  });
}

/** Sends a patient on whom the doctor has seen already, say with results. */
export function finishVisit(
  facility: Facility,
  by: StaffId,
  visit: VisitId,
): Promise<{ to: Station | 'finish' | null }> {
  return facility.append({ by, visits: [visit] }, (draft) => ({ to: sendOn(facility, draft, visit) }));
}

function writeFindings(
  facility: Facility,
  draft: Drafting,
  { patient }: VisitView,
  { by, visit, content }: Signing,
): void {
  const { consultation, diagnoses, tests, referral, admission } = content;
  if (consultation) draft.part(visit, 'consultation', { patient, ...consultation });
  for (const diagnosis of diagnoses) draft.part(visit, 'diagnosis', { patient, ...diagnosis });
  if (tests) {
    draft.part(visit, 'lab-order', {
      patient,
      tests: tests.tests,
      ...(tests.urgent ? { urgent: true } : {}),
      ...(tests.note ? { note: tests.note } : {}),
      ...(tests.repeated.length > 0 ? { repeated: tests.repeated } : {}),
    });
  }
  if (referral) {
    const doctor = facility.staff.find(by)?.name;
    const summary = referral.summary && { ...referral.summary, ...(doctor && { doctor }) };
    draft.part(visit, 'referral', { patient, ...referral, ...(summary && { summary }) });
  }
  if (admission) {
    const { action, reason, outcome } = admission;
    draft.part(visit, 'admission', {
      patient,
      action,
      ...(reason ? { reason } : {}),
      ...(action === 'discharge' && outcome ? { outcome } : {}),
    });
  }
}

function writePrescription(
  draft: Drafting,
  view: VisitView,
  { visit, content, reason, amends }: Signing,
): void {
  const { prescription } = content;
  const inForce = view.prescription?.prescription;
  if (!prescription) {
    if (inForce && amends) {
      throw new FacilityError('conflict', 'A prescription needs a line.', {
        params: { outcome: 'no-line-left' },
      });
    }
    return;
  }
  if (inForce && saysTheSame(inForce, prescription)) return;
  if (inForce && reason === '') {
    throw new FacilityError('conflict', 'A superseded prescription needs a reason.', {
      params: { outcome: 'reason-missing' },
    });
  }
  const { lines, accepted, signedOver } = prescription;
  draft.part(visit, 'prescription', {
    patient: view.patient,
    lines,
    ...(accepted.length > 0 ? { accepted } : {}),
    ...(signedOver.length > 0 ? { signedOver } : {}),
    ...(inForce ? { supersedes: inForce._id, reason } : {}),
  });
}

/** An allergy that was not signed over before is news for the pharmacy, though the lines are the same. */
function saysTheSame(
  inForce: PrescriptionRecord,
  { lines, signedOver }: Required<Pick<PrescriptionRecord, 'lines' | 'signedOver'>>,
): boolean {
  const said = (allergies: PrescriptionRecord['signedOver'] = []) =>
    allergies.map(({ line, substance, reason }) => `${line} ${substance} ${reason ?? ''}`);
  const before = said(inForce.signedOver);
  return sameLines(inForce.lines, lines) && said(signedOver).every((one) => before.includes(one));
}

function sameLines(a: PrescriptionRecord['lines'], b: PrescriptionRecord['lines']): boolean {
  const text = (lines: PrescriptionRecord['lines']) =>
    JSON.stringify(
      lines.map(({ drug, name, dose, quantity, note }) => [
        drug ?? name,
        dose.pattern,
        dose.amount,
        dose.unit,
        dose.days,
        dose.food ?? '',
        quantity,
        note ?? '',
      ]),
    );
  return text(a) === text(b);
}

/** From wherever the patient is; one who still has work to be done where he is stays there. */
function sendOn(facility: Facility, draft: Drafting, visit: VisitId): Station | 'finish' | null {
  const view = foldVisit(draft.recordsOf(visit));
  const { station } = view;
  if (station === 'pharmacy' && view.openLines > 0 && view.openTests.length === 0) return null;
  const to = nextStation(facility.workflow, { ...view, station: 'doctor' });
  if (to === station) return null;
  const action: MoveAction = to === 'finish' ? 'finish' : 'transfer';
  const step = { action, station, ...(to === 'finish' ? {} : { to }) };
  checkMove(presentEntry(view.entry, draft.day), step);
  draft.part(visit, 'move', { patient: view.patient, ...step });
  return to;
}
