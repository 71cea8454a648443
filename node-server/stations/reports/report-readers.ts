import type { Request } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import type { Role } from '../../../records/people.js';
import type { ListedReport } from '../../reports/list-reports.js';
import type { ReportDesk } from '../../reports/report-desk.js';
import { staffOf } from '../../session.js';
import { languageOf } from '../../language.js';

/** Who has the station. What each may read stands below. */
export const REPORT_READERS: Role[] = ['incharge', 'operator', 'doctor', 'pharmacist'];

/** A patient's own copy is also given at the counter. */
export const SUMMARY_READERS: Role[] = [...REPORT_READERS, 'clerk'];

/** May see names of patients in a report and behind its figures. */
const SEE_NAMES: Role[] = ['incharge', 'doctor'];

/** A pharmacist answers for the store. */
const OF_THE_STORE = /^(stock|drug)-/;

/** Names of patients go to those who treat them and to the in-charge; the operator has figures only. */
export function mayRead(roles: readonly Role[], { id, period, personal }: ListedReport): boolean {
  const has = (...wanted: Role[]): boolean => wanted.some((role) => roles.includes(role));
  if (period === 'patient') return has(...SEE_NAMES, 'clerk');
  if (personal) return has(...SEE_NAMES);
  return has('incharge', 'operator') || (has('pharmacist') && OF_THE_STORE.test(id));
}

export function maySeeNames(roles: readonly Role[]): boolean {
  return SEE_NAMES.some((role) => roles.includes(role));
}

/** The report that an address names; throws `not-found`, or `not-allowed` where it is not for who asks. */
export function reportOfPath(desk: ReportDesk, request: Request): ListedReport {
  const id = String(request.params['id']);
  const report = desk.list(languageOf(request)).find((one) => one.id === id);
  if (!report) throw new FacilityError('not-found', 'There is no such report.');
  if (!mayRead(staffOf(request).roles, report)) {
    const roles =
      report.period === 'patient' ? [...SEE_NAMES, 'clerk'] : report.personal ? SEE_NAMES : ['incharge'];
    throw new FacilityError('not-allowed', 'This report is for others.', {
      params: { roles: roles.join(' ') },
    });
  }
  return report;
}
