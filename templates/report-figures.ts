import type { FigureRule } from '../records/reports/figure-rule.js';
import { figureKey, type FigureColumn, type ReportDefinition } from './report-definition.js';

/** Every figure that a report counts, by its key; what is not recorded here yet has none. */
export function reportFigures(definition: ReportDefinition): Map<string, FigureRule> {
  const rules = new Map<string, FigureRule>();
  for (const section of definition.sections) {
    if (section.show === 'counts') {
      for (const { code, rule } of section.rows) {
        for (const column of section.columns) {
          if (rule) rules.set(figureKey(code, column), inColumn(rule, column));
        }
      }
    } else if (section.show === 'kpis') {
      for (const { code, numerator, denominator } of section.kpis) {
        if (numerator) rules.set(`${code}:numerator`, numerator);
        if (denominator && typeof denominator !== 'number') rules.set(`${code}:denominator`, denominator);
      }
    }
  }
  return rules;
}

/** The rule of a row under a column's condition; a sum adds up the same column of its parts. */
function inColumn(rule: FigureRule, column: FigureColumn): FigureRule {
  const { where, daysBefore } = column;
  if (!where && !daysBefore) return rule;
  if ('sum' in rule) return { sum: rule.sum.map((code) => figureKey(code, column)) };
  return {
    ...rule,
    ...(where && { also: [...(rule.also ?? []), where] }),
    ...(daysBefore && { daysBefore }),
  };
}
