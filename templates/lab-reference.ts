import { join } from 'node:path';
import type { Bound, LabAnswer, LabRange, LabTest } from '../records/lab-test.js';
import { byCode, readTable, type TableRow } from './reference-table.js';

/** The tests with their ranges (`lab-ranges.tsv`) and coded answers (`lab-answers.tsv`). */
export function readLabTests(folder: string): Map<string, LabTest> {
  const answers = readAnswers(folder);
  const columns = [
    'code',
    'english',
    'hindi',
    'kind',
    'answers',
    'decimals',
    'plausible_min',
    'plausible_max',
  ];
  const tests = byCode(readTable(join(folder, 'lab-tests.tsv'), columns), 'code', (row) =>
    readTest(row, answers),
  );
  const rows = readTable(join(folder, 'lab-ranges.tsv'), ['test', 'sex', 'pregnant', 'low', 'high', 'unit']);
  for (const row of rows) {
    const test = tests.get(row.text('test'));
    if (!test) throw row.wrong('test', 'no such test in lab-tests.tsv');
    if (test.kind !== 'number') throw row.wrong('test', 'this test has coded answers, not numbers');
    // A range in another unit than the test's would flag every value wrongly.
    if (row.optional('unit') !== test.unit) throw row.wrong('unit', `lab-tests.tsv says “${test.unit}”`);
    test.ranges.push(readRange(row));
  }
  return tests;
}

function readTest(row: TableRow, sets: ReadonlyMap<string, LabAnswer[]>): LabTest {
  const kind = row.choice('kind', ['number', 'coded']);
  const answers = kind === 'coded' ? sets.get(row.text('answers')) : [];
  if (!answers)
    throw row.wrong('answers', `no such answers in lab-answers.tsv: “${row.optional('answers')}”`);
  return {
    code: row.code('code', /^[A-Z][A-Z0-9-]{0,19}$/),
    name: { en: row.text('english'), hi: row.hindi('hindi') },
    panel: row.optional('panel'),
    specimen: row.optional('specimen'),
    kind,
    unit: row.optional('unit'),
    answers,
    decimals: kind === 'number' ? row.number('decimals') : 0,
    plausible: kind === 'number' ? readPlausible(row) : null,
    ranges: [],
    repeatDays: row.numberOrNull('repeat_days') ?? 0,
    sensitive: row.yes('sensitive'),
    words: row.list('words'),
    referenceText: row.optional('reference_text'),
    otherText: row.optional('other_text'),
    criticalText: row.optional('critical_text'),
    loinc: row.optional('loinc_sure') === 'Y' ? row.text('loinc') : null,
  };
}

function readPlausible(row: TableRow): { low: number; high: number } {
  const plausible = { low: row.number('plausible_min'), high: row.number('plausible_max') };
  if (plausible.low >= plausible.high) throw row.wrong('plausible_max', 'must be more than plausible_min');
  return plausible;
}

function readAnswers(folder: string): Map<string, LabAnswer[]> {
  const sets = new Map<string, LabAnswer[]>();
  const columns = ['answers', 'code', 'english', 'hindi', 'flag'];
  for (const row of readTable(join(folder, 'lab-answers.tsv'), columns)) {
    const name = row.text('answers');
    const set = sets.get(name) ?? [];
    sets.set(name, set);
    const code = row.text('code');
    if (set.some((one) => one.code === code)) throw row.wrong('code', `“${code}” stands here a second time`);
    const flag = row.choice('flag', ['normal', 'abnormal', 'critical']);
    set.push({ code, name: { en: row.text('english'), hi: row.hindi('hindi') }, flag });
  }
  return sets;
}

function readRange(row: TableRow): LabRange {
  const sex = row.choice('sex', ['any', 'male', 'female']);
  const pregnant = row.choice('pregnant', ['any', 'yes', 'no']);
  const range = {
    sex: sex === 'any' ? null : sex,
    fromDays: row.numberOrNull('age_from_days') ?? 0,
    toDays: row.numberOrNull('age_to_days') ?? Infinity,
    pregnant: pregnant === 'any' ? null : pregnant === 'yes',
    low: readBound(row, 'low', '>'),
    high: readBound(row, 'high', '<'),
    criticalLow: row.numberOrNull('critical_low'),
    criticalHigh: row.numberOrNull('critical_high'),
  };
  if (range.fromDays >= range.toDays) throw row.wrong('age_to_days', 'must be more than age_from_days');
  if (range.low && range.high && range.low.value > range.high.value)
    throw row.wrong('high', 'is less than low');
  return range;
}

/** `11.0` belongs to the normal values, `<140` and `>40` don't. */
function readBound(row: TableRow, column: string, sign: '<' | '>'): Bound | null {
  const text = row.optional(column);
  if (text === '') return null;
  const strict = text.startsWith(sign);
  const value = strict ? text.slice(1).trim() : text;
  if (!/^\d+(\.\d+)?$/.test(value)) throw row.wrong(column, `“${text}” is not a number`);
  return { value: Number(value), strict };
}
