import type { ServerRoute } from '@hapi/hapi';
import type { ReferralRecord } from '../../../records/care.js';
import { visitOf } from '../../../records/ids.js';
import { referralCode } from '../../../records/referral-code.js';
import { summaryAllergies } from '../../../records/summary-allergies.js';
import { translate } from '../../../templates/locale.js';
import { referralSlip, type ReferralSlipPrint } from '../../../templates/print/referral-slip.js';
import { closedPage, sees } from '../../access/closed-page.js';
import { look, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { facilityDirectory } from '../../referrals/facility-directory.js';
import { referralBook } from '../../referrals/referral-book.js';
import { staffOf } from '../../session.js';
import { loadChart, type Chart } from '../doctor/chart.js';
import { NOTHING_NEW, referralSummary } from '../doctor/referral-summary.js';
import { earlyWarning } from '../vitals/vitals-view.js';
import { PrintCount } from '../print-count.js';
import { printedFacility, printedPatient } from '../printed-heading.js';
import { facilityWords } from './facility-picks.js';
import { findSent } from './find-referral.js';

/** `/referrals/…/slip.pdf`: what the patient takes along. Each print is counted. */
export function slipRoute(facility: Facility): ServerRoute {
  const prints = new PrintCount(facility, 'referral-prints');
  return {
    method: 'GET',
    path: '/referrals/{code}/slip.pdf',
    options: looks('print', 'nurse', 'doctor', 'incharge'),
    handler: async (request, h) => {
      const referral = await findSent(facility, request);
      const visit = visitOf(referral._id);
      if (!sees(facility, request, referral.patient, visit)) {
        return closedPage(facility, request, h, referral.patient, visit);
      }
      look(request, referral.patient, visit);
      const chart = await loadChart(facility, visit);
      const staff = staffOf(request);
      const reprint = await prints.add(referral._id, staff.id);
      const pdf = await referralSlip(
        slipOf(facility, referral, chart, { reprint, printedBy: staff.name.hi }),
      );
      return h
        .response(pdf)
        .type('application/pdf')
        .header('content-disposition', `inline; filename="referral-${referralCode(referral._id)}.pdf"`);
    },
  };
}

/** What was told to the receiver, on paper. What a law protects stands on it only by the patient's consent. */
function slipOf(
  facility: Facility,
  referral: ReferralRecord,
  chart: Chart,
  print: Pick<ReferralSlipPrint, 'reprint' | 'printedBy'>,
): ReferralSlipPrint {
  const { _id, at, by, to, facility: named, reason, urgent = false } = referral;
  const { view, person, withheld } = chart;
  const told = withheld ? null : (referral.summary ?? null);
  const summary = told ?? referralSummary(facility, chart, NOTHING_NEW);
  const listed = to === undefined ? null : facilityDirectory(facility).find(to);
  const doctor = facility.staff.find(by);
  return {
    language: 'both',
    facility: printedFacility(facility.profile()),
    patient: printedPatient(person, view.day),
    token: view.token,
    code: referralCode(_id),
    at,
    to: {
      name: { hi: listed?.name.hi ?? listed?.name.en ?? named, en: listed?.name.en ?? named },
      ...(listed && { detail: placeOf(facility, listed) }),
    },
    told: to !== undefined,
    ...cancelled(facility, referral),
    urgent,
    ...(!summary.withheld && { reason }),
    allergies: summaryAllergies(summary),
    ...(summary.vitals && {
      vitals: summary.vitals,
      news2: earlyWarning({ ...summary.vitals, at }, person),
    }),
    complaints: summary.complaints ?? [],
    diagnoses: summary.diagnoses ?? [],
    medicines: summary.medicines ?? [],
    doctor: {
      name: doctor?.name ?? { hi: by, en: by },
      ...(doctor?.registration && { registration: doctor.registration }),
    },
    printedAt: new Date(facility.now()).toISOString(),
    ...print,
  };
}

/** A patient who comes with the paper all the same is told, and who reads it there. */
function cancelled(facility: Facility, { _id }: ReferralRecord): Pick<ReferralSlipPrint, 'cancelled'> {
  const book = referralBook(facility);
  const step = book
    .sentProgress(_id)
    ?.steps.findLast(({ status, crossed }) => status === 'cancelled' && !crossed);
  return step ? { cancelled: { at: step.at, ...(step.reason && { reason: step.reason }) } } : {};
}

function placeOf(facility: Facility, listed: Parameters<typeof facilityWords>[1]['facility']): string {
  const t = (key: string, params?: Parameters<typeof translate>[2]): string => translate('hi', key, params);
  return facilityWords(facility, { facility: listed, km: null }, 'hi', t).detail;
}
