import type { PrescriptionRecord } from '../../../records/care.js';
import { dayOf } from '../../../records/day.js';
import { doseInstruction } from '../../../records/dose-instruction.js';
import type { LineView } from '../../../records/prescription-view.js';
import type { VisitView } from '../../../records/visit-fold.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Reference } from '../../../templates/reference.js';
import type { Facility } from '../../facility.js';
import { referralBook } from '../../referrals/referral-book.js';
import { nameByCode, receiverName } from '../referrals/facility-picks.js';
import { referralPath } from '../referrals/find-referral.js';
import { sentWords } from '../referrals/step-words.js';
import { allergyReasonWords } from '../allergy-reasons.js';
import { substanceWords } from '../allergy-words.js';
import { askedWords } from '../asked-words.js';
import { rangeWords } from '../lab/shown-result.js';
import { closeWords } from '../pharmacy/close-reasons.js';
import { returnedWords } from '../returned-words.js';
import { travelWords, type TravelFacility } from '../travel-words.js';
import { drugName, listedText, resultText, testName } from './history-words.js';

export interface LineWords {
  name: string;
  instruction: string;
  quantity: number;
  unit: string;
  dispensed: number;
  open: number;
  closed: string | null;
  outside: boolean;
  note: string;
  /** what came back, when and why */
  returned: string[];
}

function lineWords(
  {
    line,
    dispensed,
    open,
    closed,
    returned,
  }: Pick<LineView, 'line' | 'dispensed' | 'open' | 'closed' | 'returned'>,
  reference: Reference,
  language: Language,
  t: Translate,
): LineWords {
  const drug = line.drug ? reference.drugs.get(line.drug) : undefined;
  const unit = drug && reference.doses.units.get(drug.unit)?.[language];
  return {
    name: drugName(reference, line, language),
    instruction: doseInstruction(line.dose, reference.doses)[language],
    quantity: line.quantity,
    unit: (line.quantity === 1 ? unit?.one : unit?.many) ?? '',
    dispensed,
    open,
    closed: closed && closeWords(closed, t),
    outside: line.drug === undefined,
    note: line.note ?? '',
    returned: returnedWords(returned, reference, language, t),
  };
}

/** The allergies in spite of which a line was signed, and why. */
function knowingWords({ signedOver = [] }: PrescriptionRecord, line: number, t: Translate): string[] {
  return signedOver
    .filter((one) => one.line === line)
    .map(({ reason, ...allergy }) => {
      const words = t('doctor.inSpiteOf', { substance: substanceWords(allergy, t) });
      return reason === undefined ? words : `${words}: ${allergyReasonWords(reason, t)}`;
    });
}

/** The referral with which the patient came here; null where he came by himself. */
function broughtBy(facility: Facility, { id }: VisitView, language: Language) {
  const referral = facility.referrals.broughtBy(id);
  const received = referral === undefined ? null : referralBook(facility).findReceived(referral);
  if (!received) return null;
  const { from } = received;
  return {
    path: referralPath(received.id),
    from: nameByCode(facility, from.code, language, from.name?.[language] ?? from.code),
    state: referralBook(facility).receivedProgress(received.id).state,
    urgent: received.urgent,
  };
}

/** What was written down at a visit, for its fold-out. */
export function visitWords(view: VisitView, facility: Facility, language: Language, t: Translate) {
  return {
    ...writtenWords(view, facility, language, t),
    referrals: view.referrals.map((referral) => ({
      path: referralPath(referral._id),
      to: receiverName(facility, referral, language),
      reason: referral.reason,
      urgent: referral.urgent ?? false,
      cancelled: referralBook(facility).isCancelled(referral._id),
      progress: sentWords(facility, referral, language),
    })),
    broughtBy: broughtBy(facility, view, language),
  };
}

/** The same without what only the box itself knows: where a referral stands, here and there. */
export function writtenWords(
  view: VisitView,
  facility: TravelFacility & Pick<Facility, 'reference' | 'staff'>,
  language: Language,
  t: Translate,
) {
  const { reference, staff } = facility;
  const today = facility.today();
  return {
    id: view.id,
    day: view.day,
    token: view.token,
    complaints: view.consultations.flatMap(({ complaints }) =>
      complaints.map(({ text, duration }) => ({
        text: listedText(reference.complaints, text, language),
        duration,
      })),
    ),
    examination: view.consultations.flatMap(({ examination }) => examination ?? []),
    diagnoses: view.diagnoses.map((diagnosis) => {
      const { code, text, certainty, ongoing } = diagnosis;
      return {
        code: code ?? '',
        text: text[language],
        certainty,
        ongoing,
        travel: travelWords(facility, diagnosis, language),
      };
    }),
    prescriptions: view.prescriptions.map(({ prescription, lines }) => ({
      id: prescription._id,
      at: prescription.at,
      by: staff.find(prescription.by)?.name[language] ?? prescription.by,
      reason: prescription.reason ?? '',
      lines: lines.map((line) => ({
        ...lineWords(line, reference, language, t),
        knowing: knowingWords(prescription, line.line.line, t),
        asked: askedWords(view, prescription._id, line.line.line, { staff, today, language, t }),
      })),
    })),
    superseded: view.superseded.map((prescription) => ({
      id: prescription._id,
      at: prescription.at,
      by: staff.find(prescription.by)?.name[language] ?? prescription.by,
      lines: prescription.lines.map((line) =>
        lineWords({ line, dispensed: 0, open: 0, closed: null, returned: [] }, reference, language, t),
      ),
    })),
    tests: view.labOrders.flatMap(({ tests }) =>
      tests.map(({ test, result, acknowledged }) => ({
        name: testName(reference, test, language),
        text: result ? resultText(reference, result, language) : '',
        flag: result?.flag ?? null,
        range: rangeWords(reference.labTests.get(test), result?.range ?? '', language),
        note: result?.note ?? '',
        at: result?.at ?? '',
        id: result?._id ?? '',
        travel: result && travelWords(facility, result, language),
        acknowledged,
      })),
    ),
    advice: view.consultations.flatMap(({ advice }) =>
      (advice ?? []).map((text) => listedText(reference.advice, text, language)),
    ),
    followUp: view.consultations.findLast(({ followUp }) => followUp)?.followUp ?? '',
    admissions: view.admissions.map(({ action, reason, outcome, at }) => ({
      action,
      reason: reason ?? '',
      outcome: outcome ?? '',
      day: dayOf(at),
    })),
    by: [...new Set(view.consultations.map(({ by }) => staff.find(by)?.name[language] ?? by))].join(', '),
  };
}
