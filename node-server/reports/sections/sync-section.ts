import { minutesBetween } from '../../../records/minutes-between.js';
import type { ReportFacts } from '../../../records/report.js';
import { describeSync, sayTime } from '../../../sync/sync-state.js';
import type { PlainDefinition } from '../../../templates/report-definition.js';
import type { SectionContext } from '../section-context.js';

/** How old the centre's knowledge of this box is, and the copy of it that is kept beside it. */
export function syncSection(section: PlainDefinition, context: SectionContext): ReportFacts {
  const { deps, language, t } = context;
  const state = deps.sync?.();
  const facts = [{ label: t('reports.records'), value: String(deps.facility.recordCount) }];
  if (state) {
    facts.unshift({
      label: t('reports.syncState'),
      value: describeSync(state, language, (key, params) => t(key, params)),
    });
    facts.push({ label: t('reports.waiting'), value: String(state.waiting) });
    if (state.oldestWaiting !== undefined) {
      const now = new Date(deps.facility.now()).toISOString();
      const hours = Math.max(0, Math.round(minutesBetween(state.oldestWaiting, now) / 60));
      facts.push({ label: t('reports.oldestWaiting'), value: t('reports.hours', { count: hours }) });
    }
  }
  const backup = deps.backups?.();
  if (backup) {
    const value = backup.lastAt === null ? t('reports.none') : sayTime(backup.lastAt, language);
    facts.push({ label: t('reports.lastBackup'), value });
  }
  return { kind: 'facts', ...(section.title && { title: section.title[language] }), facts };
}
