import { doseInstruction } from '../../../records/dose-instruction.js';
import type { PrescriptionLine, PrescriptionRecord } from '../../../records/care.js';
import { FacilityError } from '../../../records/facility-error.js';
import type { StaffMember } from '../../admin/admin-api.js';
import { prescription as printPdf } from '../../../templates/print/prescription.js';
import { translate } from '../../../templates/locale.js';
import type { PrintedMedicine } from '../../../templates/print/medicine-block.js';
import { Labels, type PrintLanguage } from '../../../templates/print/labels.js';
import type { Facility } from '../../facility.js';
import { referralBook } from '../../referrals/referral-book.js';
import { printedFacility, printedPatient } from '../printed-heading.js';
import type { Chart } from './chart.js';

export interface PrintOptions {
  language: PrintLanguage;
  by: StaffMember;
  /** an earlier one (`rx:1` of the visit); the one in force where absent */
  version?: string | undefined;
  /** what is restricted stands on the paper, by the patient's consent; absent: where nothing is restricted */
  restricted?: 'with-consent' | 'left-out';
  /** prints before this one */
  reprint: number;
}

/** What was signed at a visit, on A5. Throws `not-found` where nothing was. */
export function printPrescription(facility: Facility, chart: Chart, options: PrintOptions): Promise<Buffer> {
  const { view, person, history } = chart;
  const signed = chosen(chart, options.version);
  const leaveOut = options.restricted === 'left-out';
  const book = referralBook(facility);
  const cancelled = new Labels(options.language).label('referralCancelled');
  const consultation = view.consultation;
  const signedAt =
    signed?.at ?? consultation?.at ?? view.labOrders.at(-1)?.order.at ?? view.referrals.at(-1)?.at;
  const signer =
    signed?.by ?? consultation?.by ?? view.labOrders.at(-1)?.order.by ?? view.referrals.at(-1)?.by;
  if (signedAt === undefined || signer === undefined) {
    throw new FacilityError('not-found', 'Nothing has been signed at this visit.');
  }
  const doctor = facility.staff.find(signer);
  const supersededBy = signed && successor(chart, signed._id);
  return printPdf({
    language: options.language,
    facility: printedFacility(facility.profile()),
    patient: printedPatient(person, view.day),
    visit: view.id,
    token: view.token,
    signedAt,
    allergies: history.allergies,
    ...(view.latestVitals ? { vitals: view.latestVitals } : {}),
    complaints: leaveOut ? [] : view.consultations.flatMap(({ complaints }) => complaints),
    diagnoses: (leaveOut ? [] : view.diagnoses)
      .filter(({ ongoing }) => ongoing !== false)
      .map(({ text, code, certainty }) => ({
        text,
        ...(code ? { code } : {}),
        provisional: certainty === 'provisional',
      })),
    medicines: (signed?.lines ?? []).map((line) => medicine(line, facility)),
    tests: view.labOrders.flatMap(({ order }) =>
      order.tests
        .filter((code) => !leaveOut || !facility.reference.labTests.get(code)?.sensitive)
        .map((code) => ({
          name: facility.reference.labTests.get(code)?.name ?? { hi: code, en: code },
          urgent: order.urgent ?? false,
        })),
    ),
    advice: [
      ...view.consultations.flatMap(({ advice }) => advice ?? []),
      ...view.referrals.map(({ _id, facility: to, reason }) => {
        const text = referredTo(leaveOut ? to : `${to}: ${reason}`);
        return book.isCancelled(_id) ? `${text} (${cancelled})` : text;
      }),
    ],
    ...followUp(chart),
    doctor: {
      name: doctor?.name ?? { hi: signer, en: signer },
      ...(doctor?.registration ? { registration: doctor.registration } : {}),
    },
    ...(signed?.supersedes ? { supersedes: signed.supersedes } : {}),
    ...(supersededBy ? { supersededBy } : {}),
    reprint: options.reprint,
    printedAt: new Date(facility.now()).toISOString(),
    printedBy: options.by.name.hi,
  });
}

/** `रेफ़र / Referred to: सदर अस्पताल` */
function referredTo(where: string): string {
  return `${translate('hi', 'doctor.printedReferral')} / ${translate('en', 'doctor.printedReferral')}: ${where}`;
}

/** The record that a print shows; undefined where the visit has no prescription. */
export function chosen({ view }: Chart, version: string | undefined): PrescriptionRecord | undefined {
  if (version === undefined) return view.prescription?.prescription;
  const all = [...view.superseded, ...view.prescriptions.map(({ prescription }) => prescription)];
  const found = all.find(({ _id }) => _id === `${view.id}:${version}`);
  if (!found) throw new FacilityError('not-found', 'The visit has no such prescription.');
  return found;
}

function successor({ view }: Chart, id: string): string | undefined {
  const all = [...view.superseded, ...view.prescriptions.map(({ prescription }) => prescription)];
  return all.find(({ supersedes }) => supersedes === id)?._id;
}

function followUp({ view }: Chart): { followUp?: string } {
  const day = view.consultations.findLast((one) => one.followUp)?.followUp;
  return day ? { followUp: day } : {};
}

function medicine(line: PrescriptionLine, { reference }: Facility): PrintedMedicine {
  const drug = line.drug ? reference.drugs.get(line.drug) : undefined;
  const units = reference.doses.units;
  const words = (key: string | undefined) => {
    const unit = key === undefined ? undefined : units.get(key);
    return unit && { hi: unit.hi.many, en: unit.en.many };
  };
  const unit = words(drug?.unit);
  const { hi, en } = doseInstruction(line.dose, reference.doses);
  return {
    name: drug?.generic ?? line.name,
    ...(drug?.strength ? { strength: drug.strength } : {}),
    ...(drug ? { form: { hi: units.get(drug.doseUnit)?.hi.one ?? drug.form, en: drug.form } } : {}),
    pattern: reference.dosePatterns.get(line.dose.pattern)?.printed ?? line.dose.pattern,
    amount: line.dose.amount,
    instruction: { hi, en },
    quantity: line.quantity,
    ...(unit ? { unit } : {}),
    ...(line.note ? { note: line.note } : {}),
  };
}
