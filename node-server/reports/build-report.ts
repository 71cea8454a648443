import { FacilityError } from '../../records/facility-error.js';
import type { Report, ReportSection } from '../../records/report.js';
import { readPeriod } from '../../records/reports/report-period.js';
import { traceStock } from '../../records/stock-trace/trace-stock.js';
import type { Language } from '../../templates/locale.js';
import { figuresHash } from '../../templates/print/report/figures-hash.js';
import type { ReportDefinition, SectionDefinition } from '../../templates/report-definition.js';
import { gatherEvidence } from '../stock-trace/gather-evidence.js';
import { findReport } from './find-report.js';
import { gatherFigures } from './gather-figures.js';
import { periodWords } from './period-words.js';
import { buildPatientSummary } from './patient-summary.js';
import type { ReportDeps } from './report-deps.js';
import { reportNotes } from './report-notes.js';
import type { SectionContext } from './section-context.js';
import { checksSection } from './sections/checks-section.js';
import { countsSection } from './sections/counts-section.js';
import { stayByDaySection, waitsByHourSection, waitsSection } from './sections/flow-sections.js';
import { formSection } from './sections/form-section.js';
import { kpisSection } from './sections/kpis-section.js';
import { openReferralsSection } from './sections/open-referrals-section.js';
import { registerSection } from './sections/register-section.js';
import { expirySection, indentSection, stockAlertsSection, stockSection } from './sections/stock-sections.js';
import {
  stockBalancesSection,
  stockDoubtsSection,
  stockMovementsSection,
} from './sections/stock-trace-sections.js';
import { syncSection } from './sections/sync-section.js';
import { trendSection } from './sections/trend-section.js';
import { villagesSection } from './sections/villages-section.js';

/** What a report is known by is reckoned from how it reads in this language, whichever it is printed in. */
const HASHED: Language = 'hi';

const TRACES_STORE = new Set<SectionDefinition['show']>([
  'stock-balances',
  'stock-movements',
  'stock-doubts',
]);

/**
 * Makes a report of a period as it is typed (see `readPeriod`; for a patient's own summary the patient's number).
 * Throws `not-found` for an unknown report or patient and `bad-input` for a wrong period.
 */
export async function buildReport(
  id: string,
  period: string,
  deps: ReportDeps,
  language: Language,
): Promise<Report> {
  const writeIn = await readyToWrite(findReport(deps.definitions(), id), period, deps);
  const report = await writeIn(language);
  const hashed = language === HASHED ? report : await writeIn(HASHED);
  return { ...report, hash: figuresHash(hashed) };
}

/** Counts once what the report says in any language. */
async function readyToWrite(
  definition: ReportDefinition,
  typed: string,
  deps: ReportDeps,
): Promise<(language: Language) => Promise<Report>> {
  const { facility, locale } = deps;
  const { period: kind } = definition;
  if (kind === 'patient') return (language) => buildPatientSummary(definition, typed, deps, language);

  const span = readPeriod(kind, typed, facility.today());
  const gathered = await gatherFigures(deps, definition, span);
  const traces = definition.sections.some(({ show }) => TRACES_STORE.has(show));
  const store = traces ? traceStock(await gatherEvidence(facility, span), span) : undefined;
  return async (language) => {
    const t = locale.in(language);
    const context: SectionContext = {
      deps,
      definition,
      period: span,
      language,
      t,
      gathered,
      ...(store && { store }),
    };
    const sections: ReportSection[] = [];
    for (const section of definition.sections) sections.push(await buildSection(section, context));
    return {
      id: definition.id,
      title: definition.title[language],
      facility: facility.profile().name[language],
      box: facility.box,
      period: { ...span, words: periodWords(kind, span, language, t) },
      ...(definition.short && { short: definition.short }),
      sections,
      notes: reportNotes(context),
    };
  };
}

function buildSection(
  section: SectionDefinition,
  context: SectionContext,
): ReportSection | Promise<ReportSection> {
  switch (section.show) {
    case 'counts':
      return countsSection(section, context);
    case 'checks':
      return checksSection(section, context);
    case 'kpis':
      return kpisSection(section, context);
    case 'trend':
      return trendSection(section, context);
    case 'register':
      return registerSection(section, context);
    case 'stock':
      return stockSection(section, context);
    case 'expiry':
      return expirySection(section, context);
    case 'stock-alerts':
      return stockAlertsSection(section, context);
    case 'stock-balances':
      return stockBalancesSection(section, context);
    case 'stock-movements':
      return stockMovementsSection(section, context);
    case 'stock-doubts':
      return stockDoubtsSection(section, context);
    case 'indent':
      return indentSection(section, context);
    case 'waits':
      return waitsSection(section, context);
    case 'waits-by-hour':
      return waitsByHourSection(section, context);
    case 'stay-by-day':
      return stayByDaySection(section, context);
    case 'sync':
      return syncSection(section, context);
    case 'open-referrals':
      return openReferralsSection(section, context);
    case 'villages':
      return villagesSection(section, context);
    case 'form':
      return formSection(section, context);
    case 'patient':
      throw new FacilityError('bad-input', 'A part about one patient stands in a report of a period.', {
        hint: 'hints.periodPatient',
      });
  }
}
