import type { Words } from '../records/envelope.js';
import type { CrossCheck } from '../records/reports/check-figures.js';
import type { CountRule, FigureRule, Where } from '../records/reports/figure-rule.js';
import type { IndentRule } from '../records/reports/plan-indent.js';
import type { DoubtLimits } from '../records/stock-trace/stock-doubt.js';
import type { PeriodKind } from '../records/reports/report-period.js';

/** A report as `templates/reports/<id>.json` describes it, its rows' lists filled in. */
export interface ReportDefinition {
  id: string;
  title: Words;
  period: PeriodKind;
  /** it names patients: whoever reads it has looked at their records */
  personal: boolean;
  /** a discharge or a late result counts where its visit began at most so many days before the period */
  lookBackDays: number;
  /** its paper leaves out rows that say nothing */
  short?: true;
  sections: SectionDefinition[];
  notes: Words[];
}

interface Titled {
  title?: Words;
}

export interface FigureRow {
  code: string;
  name: Words;
  /** null: not recorded here yet */
  rule: FigureRule | null;
}

export interface FigureColumn {
  key: string;
  name: Words;
  where?: Where;
  /** shows what was so many days before the period, to compare with */
  daysBefore?: number;
}

/** Figures in rows and columns. */
export interface CountsDefinition extends Titled {
  show: 'counts';
  rows: FigureRow[];
  columns: FigureColumn[];
  /** headings before the rows whose code begins with theirs: `14` before 14.2.1 */
  groups: { code: string; name: Words }[];
  /** whether readers know the rows by their codes */
  codes: boolean;
}

export interface ChecksDefinition extends Titled {
  show: 'checks';
  checks: (CrossCheck & { text: Words })[];
}

export interface Kpi {
  code: string;
  name: Words;
  numerator: FigureRule | null;
  denominator: FigureRule | number | null;
  /** 100 for per cent */
  per: number;
}

export interface KpisDefinition extends Titled {
  show: 'kpis';
  kpis: Kpi[];
}

/** One value a day. */
export interface TrendDefinition extends Titled {
  show: 'trend';
  form: 'bars' | 'lines' | 'stacked';
  unit: Words;
  series: { name: Words; rule: CountRule }[];
}

export const REGISTER_COLUMNS = [
  'token',
  'time',
  'id',
  'name',
  'relative',
  'ageSex',
  'village',
  'visitKind',
  'complaint',
  'diagnosis',
  'medicine',
  'referred',
  'state',
] as const;

export interface RegisterDefinition extends Titled {
  show: 'register';
  columns: (typeof REGISTER_COLUMNS)[number][];
}

export interface IndentDefinition extends Titled, IndentRule {
  show: 'indent';
}

export const PATIENT_PARTS = [
  'person',
  'alerts',
  'allergies',
  'problems',
  'medicines',
  'tests',
  'admissions',
  'visits',
] as const;

export interface PatientDefinition extends Titled {
  show: 'patient';
  part: (typeof PATIENT_PARTS)[number];
  /** the latest so many lines */
  most: number;
}

/** `form`: how full another, monthly, report is and which of its checks fail. */
export interface FormDefinition extends Titled {
  show: 'form';
  report: string;
}

/** What of the store's books does not add up in the period. */
export interface DoubtsDefinition extends Titled, DoubtLimits {
  show: 'stock-doubts';
}

/** Sections that need nothing but a title. */
export interface PlainDefinition extends Titled {
  show:
    | 'stock'
    | 'stock-balances'
    | 'stock-movements'
    | 'waits'
    | 'waits-by-hour'
    | 'stay-by-day'
    | 'sync'
    | 'villages'
    | 'open-referrals';
}

export interface ExpiryDefinition extends Titled {
  show: 'expiry' | 'stock-alerts';
  /** expires within so many days */
  days: number;
  /** less than so many months' consumption is left */
  monthsLow: number;
}

export type SectionDefinition =
  | CountsDefinition
  | ChecksDefinition
  | KpisDefinition
  | TrendDefinition
  | RegisterDefinition
  | IndentDefinition
  | PatientDefinition
  | FormDefinition
  | ExpiryDefinition
  | DoubtsDefinition
  | PlainDefinition;

/** The key of a cell's figure: `14.2.1`, or `5:male-under5` where its column has a condition of its own. */
export function figureKey(code: string, column?: FigureColumn): string {
  return column?.where || column?.daysBefore ? `${code}:${column.key}` : code;
}
