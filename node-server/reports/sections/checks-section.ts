import type { ReportChecks } from '../../../records/report.js';
import { checkFigures } from '../../../records/reports/check-figures.js';
import type { ChecksDefinition } from '../../../templates/report-definition.js';
import type { SectionContext } from '../section-context.js';

/** The failed ones first. A check of figures that are not recorded here holds, and says that nothing was compared. */
export function checksSection(
  section: ChecksDefinition,
  { gathered, language, t }: SectionContext,
): ReportChecks {
  const checks = section.checks.map((check) => {
    const { ok, left, right } = checkFigures(check, gathered.figures);
    const detail =
      ok === null
        ? t('reports.notCompared')
        : t('reports.compared', { left: left ?? 0, right: right ?? 0, is: check.is === '=' ? '=' : '≤' });
    return { text: check.text[language], ok: ok !== false, detail };
  });
  return {
    kind: 'checks',
    ...(section.title && { title: section.title[language] }),
    checks: [...checks.filter(({ ok }) => !ok), ...checks.filter(({ ok }) => ok)],
  };
}
