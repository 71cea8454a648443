import type { Request } from '@hapi/hapi';
import { readPatientId } from '../../records/ids.js';
import type { Report } from '../../records/report.js';
import { look, lookAtList } from '../access/look.js';
import type { Facility } from '../facility.js';
import type { ListedReport } from './list-reports.js';
import { patientsOfVisits } from './patients-of-visits.js';

/** Whom a report names: its patient, or those of its register's lines. Figures alone name nobody. */
export async function lookAtReport(
  request: Request,
  facility: Facility,
  { period, personal }: ListedReport,
  asked: string,
  report: Report,
): Promise<void> {
  if (period === 'patient') {
    const read = readPatientId(asked);
    if (read) look(request, read.id);
    return;
  }
  if (!personal) return;
  const rows = report.sections.flatMap((section) => (section.kind === 'table' ? section.rows : []));
  const patients = await patientsOfVisits(
    facility,
    rows.map(({ figure }) => figure ?? ''),
  );
  if (patients.length > 0) lookAtList(request, patients);
}
