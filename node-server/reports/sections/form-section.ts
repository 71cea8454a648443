import type { ReportFacts } from '../../../records/report.js';
import { checkFigures } from '../../../records/reports/check-figures.js';
import { readPeriod } from '../../../records/reports/report-period.js';
import type { FormDefinition } from '../../../templates/report-definition.js';
import { isoDate } from '../../../records/day.js';
import { findReport } from '../find-report.js';
import { gatherFigures } from '../gather-figures.js';
import { periodWords } from '../period-words.js';
import type { SectionContext } from '../section-context.js';

/** How much of a monthly form this box can fill by itself, and which of its checks fail, for the period's last month. */
export async function formSection(section: FormDefinition, context: SectionContext): Promise<ReportFacts> {
  const { deps, language, t, period } = context;
  const form = findReport(deps.definitions(), section.report);
  const month = readPeriod('month', isoDate(period.to).slice(0, 7), period.to);
  const { figures } = await gatherFigures(deps, form, month);
  const rows = form.sections.flatMap((one) => (one.show === 'counts' ? one.rows : []));
  const checks = form.sections.flatMap((one) => (one.show === 'checks' ? one.checks : []));
  const failed = checks.filter((check) => checkFigures(check, figures).ok === false);
  const filled = rows.filter(({ rule }) => rule !== null).length;
  return {
    kind: 'facts',
    ...(section.title && { title: section.title[language] }),
    facts: [
      { label: t('reports.month'), value: periodWords('month', month, language, t) },
      { label: t('reports.filled'), value: t('reports.of', { part: filled, whole: rows.length }) },
      {
        label: t('reports.failedChecks'),
        value: failed.length === 0 ? t('reports.none') : failed.map(({ text }) => text[language]).join('; '),
      },
    ],
  };
}
