import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Words } from '../records/envelope.js';
import { FacilityError } from '../records/facility-error.js';
import type { CountRule, FigureRule } from '../records/reports/figure-rule.js';
import { templatesFolder } from './folder.js';
import { readReferenceJson } from './reference-json.js';
import { readTable } from './reference-table.js';
import { figureKey, type CountsDefinition, type ReportDefinition } from './report-definition.js';
import { reportSchema } from './report-schema.js';
import { watchFiles, type Watched, type WatchOptions } from './watch-files.js';

/** By id, in the order of the files' names. */
export type ReportDefinitions = ReadonlyMap<string, ReportDefinition>;

interface WrittenRow {
  code: string;
  name: Words;
  figure?: FigureRule | null;
  /** conditions that the list itself gives: the diagnoses of a row of the P form */
  where?: CountRule['where'];
}

type WrittenCounts = Omit<CountsDefinition, 'rows' | 'groups' | 'codes'> & {
  rows: 'hmis-items' | 'pform' | WrittenRow[];
  figures?: Record<string, FigureRule>;
  each?: CountRule;
  groups?: CountsDefinition['groups'];
  codes?: boolean;
};
type WrittenSection = Exclude<ReportDefinition['sections'][number], CountsDefinition> | WrittenCounts;
type WrittenReport = Omit<ReportDefinition, 'sections'> & { sections: WrittenSection[] };

/** Reads `reports/*.json`. Throws `bad-input` that names the file and the place. */
export function loadReports(folder = templatesFolder()): ReportDefinitions {
  const files = readdirSync(join(folder, 'reports')).filter((name) => name.endsWith('.json'));
  const definitions = new Map<string, ReportDefinition>();
  for (const file of files.sort()) {
    const path = join(folder, 'reports', file);
    const written = readReferenceJson(path, reportSchema) as unknown as WrittenReport;
    if (written.id !== basename(file, '.json')) throw wrong(file, 'id', 'must be the name of the file');
    const definition = fill(written, join(folder, 'reference'), file);
    checkKeys(definition, file);
    definitions.set(definition.id, definition);
  }
  return definitions;
}

/** The definitions of a running server: an edit counts without a restart, a broken one leaves those before it. */
export function watchReports(options: WatchOptions & { folder?: string } = {}): Watched<ReportDefinitions> {
  const { folder = templatesFolder() } = options;
  let loads = 0;
  const load = () => ({ order: (loads += 1), definitions: loadReports(folder) });
  const reports = watchFiles(join(folder, 'reports'), load, options);
  // The rows of two reports stand in the lists.
  const lists = watchFiles(join(folder, 'reference'), load, options);
  return {
    current: () => {
      const [a, b] = [reports.current(), lists.current()];
      return (a.order > b.order ? a : b).definitions;
    },
    problem: () => reports.problem() ?? lists.problem(),
    check: () => [reports.check(), lists.check()].includes(true),
    close: () => {
      reports.close();
      lists.close();
    },
  };
}

function fill(written: WrittenReport, lists: string, file: string): ReportDefinition {
  const sections = written.sections.map((section) =>
    section.show === 'counts' ? fillCounts(section, lists, file) : section,
  );
  return { ...written, sections };
}

function fillCounts(written: WrittenCounts, lists: string, file: string): CountsDefinition {
  const { rows: source, figures = {}, each, groups = [], codes = false, ...rest } = written;
  const rows = typeof source === 'string' ? readRows(source, lists) : source;
  const unknown = Object.keys(figures).find((code) => !rows.some((row) => row.code === code));
  if (unknown !== undefined) throw wrong(file, `figures.${unknown}`, 'no row has this code');
  return {
    ...rest,
    groups,
    codes,
    rows: rows.map(({ code, name, figure, where }) => {
      const own = figure ?? figures[code] ?? null;
      return { code, name, rule: own ?? (each && where ? { ...each, also: [where] } : null) };
    }),
  };
}

function readRows(list: 'hmis-items' | 'pform', folder: string): WrittenRow[] {
  const path = join(folder, `${list}.tsv`);
  if (list === 'hmis-items') {
    return readTable(path, ['code', 'name', 'hindi', 'derive_from']).map((row) => ({
      code: row.text('code'),
      name: { en: row.text('name'), hi: row.hindi('hindi') },
    }));
  }
  return readTable(path, ['no', 'condition', 'hindi', 'icd10', 'below']).map((row) => {
    const icd10 = row.list('icd10');
    const below = row.optional('below');
    return {
      code: row.text('no'),
      name: { en: row.text('condition'), hi: row.hindi('hindi') },
      ...(icd10.length === 0 ? {} : { where: { icd10, ...(below ? { age: { below } } : {}) } }),
    };
  });
}

/** A figure that a sum or a check names must exist, and each only once. */
function checkKeys(definition: ReportDefinition, file: string): void {
  const keys = new Set<string>();
  for (const section of definition.sections) {
    if (section.show !== 'counts') continue;
    for (const { code } of section.rows) {
      for (const column of section.columns) {
        const key = figureKey(code, column);
        if (keys.has(key)) throw wrong(file, key, 'two figures have this key');
        keys.add(key);
      }
    }
  }
  const named = definition.sections.flatMap((section) => {
    if (section.show === 'checks') return section.checks.flatMap(({ left, right }) => [...left, ...right]);
    if (section.show === 'kpis')
      return section.kpis.flatMap(({ numerator, denominator }) => [
        ...partsOf(numerator),
        ...(typeof denominator === 'number' ? [] : partsOf(denominator)),
      ]);
    return section.show === 'counts' ? section.rows.flatMap(({ rule }) => partsOf(rule)) : [];
  });
  const missing = named.find((key) => !keys.has(key));
  if (missing !== undefined) throw wrong(file, missing, 'no figure has this key');
}

function partsOf(rule: FigureRule | null): string[] {
  return rule && 'sum' in rule ? rule.sum : [];
}

function wrong(file: string, place: string, problem: string): FacilityError {
  return new FacilityError('bad-input', `${file}, ${place}: ${problem}`, {
    hint: 'hints.correctReports',
    params: { file, line: place, column: '', problem },
  });
}
