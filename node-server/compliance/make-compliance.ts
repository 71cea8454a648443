import type { Job } from '../../records/progress.js';
import type { Report } from '../../records/report.js';
import { complianceReport } from '../../records/reports/compliance.js';
import type { ComplianceFacts } from '../../records/reports/compliance-facts.js';
import type { ReportPeriod } from '../../records/reports/report-period.js';
import { loadCompliancePoints } from '../../templates/compliance-points.js';
import { reportPdf } from '../../templates/print/report.js';
import { recordLook } from '../audit/audit-trail.js';
import { periodWords } from '../reports/period-words.js';
import {
  compliancePeriod,
  gatherFacts,
  type ComplianceParts,
  type ComplianceReader,
} from './gather-facts.js';

export interface ComplianceAnswer {
  report: Report;
  facts: ComplianceFacts;
  /** of the PDF, base64 */
  bytes: string;
  pages: number;
}

/** The compliance report as a PDF and as data. That it was made is written down, with whose records it names. */
export async function* makeCompliance(
  parts: ComplianceParts,
  asked: Partial<ReportPeriod>,
  reader: ComplianceReader,
): Job<ComplianceAnswer> {
  const { facility } = parts;
  const { language, say } = reader;
  const period = compliancePeriod(facility, asked);
  const { facts, named } = yield* gatherFacts(parts, period, reader);
  const report = complianceReport(facts, loadCompliancePoints(), {
    facility: facility.profile().name[language],
    box: facility.box,
    period: { ...period, words: periodWords('range', period, language, say) },
    now: facility.now(),
    language,
    say,
  });
  const printed: Uint8Array[] = [];
  let pages = 0;
  const printedAt = new Date(facility.now()).toISOString();
  for await (const part of reportPdf([report], { language, printedBy: say('roles.operator'), printedAt })) {
    printed.push(part.bytes);
    ({ pages } = part);
    yield { step: 'report.pages', done: pages, unit: 'pages' };
  }
  await recordLook(facility, 'print', named, 'audit compliance');
  return { report, facts, bytes: Buffer.concat(printed).toString('base64'), pages };
}
