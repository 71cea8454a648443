import { resolve } from 'node:path';
import type { AuditTrail } from '../../node-server/audit/audit-trail.js';
import type { ExportAnswer } from '../../node-server/audit/export-audit.js';
import type { ComplianceAnswer } from '../../node-server/compliance/make-compliance.js';
import type { Day } from '../../records/day.js';
import { FacilityError, type HintKey } from '../../records/facility-error.js';
import { readPatientId, STAFF_PATTERN } from '../../records/ids.js';
import type { Job } from '../../records/progress.js';
import type { Language } from '../../templates/locale.js';
import { followJob } from './follow-job.js';

interface Days {
  from?: Day;
  to?: Day;
}

/** Who saw or wrote what. Throws `bad-input` with fields, `not-found`, `server-not-running`, `not-set-up`. */
export function showTrail(folder: string, asked: Days & { patient?: string; by?: string }): Job<AuditTrail> {
  const { patient, by, ...days } = asked;
  if (patient === undefined && by === undefined) throw wrong('patient', 'required', 'hints.patientOrBy');
  if (by !== undefined && !STAFF_PATTERN.test(by)) throw wrong('by', 'wrongStaffId', 'hints.staffList');
  const read = patient === undefined ? undefined : readPatientId(patient);
  if (read === null || read?.check === false) {
    throw wrong('patient', 'notValid', 'hints.healthIdOnSlip');
  }
  const body = {
    ...(read === undefined ? {} : { patient: read.id }),
    ...(by === undefined ? {} : { by }),
    ...days,
  };
  return followJob(folder, { method: 'POST', path: '/audit/show', body });
}

/** Has the server write the ledger to a file. */
export function exportTrail(
  folder: string,
  { out, ...order }: Days & { out: string; format: 'csv' | 'json'; language: Language },
): Job<ExportAnswer> {
  return followJob(folder, { method: 'POST', path: '/audit/export', body: { ...order, file: resolve(out) } });
}

/** Has the server judge how the box is kept; the PDF comes with the outcome. */
export function makeCompliance(folder: string, body: Days & { language: Language }): Job<ComplianceAnswer> {
  return followJob(folder, { method: 'POST', path: '/audit/compliance', body });
}

/** `2026-11-01` or `20261101`. Throws `bad-input`. */
export function readDays({ from, to }: { from?: string; to?: string }): Days {
  const days = {
    ...(from === undefined ? {} : { from: readDay(from, 'from') }),
    ...(to === undefined ? {} : { to: readDay(to, 'to') }),
  };
  if (days.from !== undefined && days.to !== undefined && days.from > days.to) {
    throw wrong('to', 'notValid', 'hints.toBeforeFrom');
  }
  return days;
}

function readDay(text: string, field: string): Day {
  const day = text.replaceAll('-', '');
  const date = new Date(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00Z`);
  const fits = /^\d{8}$/.test(day) && !Number.isNaN(date.getTime());
  if (fits && date.toISOString().slice(0, 10).replaceAll('-', '') === day) return day;
  throw wrong(field, 'notValid', 'hints.dayLooks');
}

function wrong(field: string, code: string, hint: HintKey): FacilityError {
  return new FacilityError('bad-input', `--${field} is not right`, { hint, fields: [{ field, code }] });
}
