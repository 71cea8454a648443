import type { SectionContext } from './section-context.js';

/** What a reader must know before trusting the figures: what is blank, what is uncertain, what may still change. */
export function reportNotes({ definition, deps, gathered, period, language, t }: SectionContext): string[] {
  const notes: string[] = [];
  const { facility } = deps;
  const today = facility.today();
  if (definition.period !== 'patient' && definition.period !== 'day' && period.to >= today)
    notes.push(t('reports.notes.running'));
  const blank = definition.sections
    .flatMap((section) => (section.show === 'counts' ? section.rows : []))
    .filter(({ rule }) => rule === null).length;
  if (blank > 0) notes.push(t('reports.notes.blank', { count: blank }));
  for (const key of ['no-age', 'no-sex', 'clock']) {
    const count = gathered.figures.get(`note:${key}`) ?? 0;
    if (count > 0) notes.push(t(`reports.notes.${key}`, { count }));
  }
  const showsStock = definition.sections.some(({ show }) =>
    ['stock', 'expiry', 'stock-alerts', 'indent'].includes(show),
  );
  if (showsStock && period.to < today) notes.push(t('reports.notes.stockNow'));
  const showsFlow = definition.sections.some(({ show }) => show === 'waits');
  if (showsFlow && gathered.flow.open > 0)
    notes.push(t('reports.notes.open', { count: gathered.flow.open, whole: gathered.flow.visits }));
  return [...notes, ...definition.notes.map((words) => words[language])];
}
