import type { Day } from './day.js';

/** A report as figures and words, ready to be drawn or exported; texts in the reader's language. */
export interface Report {
  /** name of its definition in `templates/reports/`: `hmis-monthly` */
  id: string;
  title: string;
  facility: string;
  box: string;
  /** both days included; `words` as people write it: `नवंबर 2026` */
  period: { from: Day; to: Day; words: string };
  sections: ReportSection[];
  /** what is missing or uncertain */
  notes: string[];
  /** on its paper: what is written by hand at the end, and who signs */
  room?: { title: string; signatures: string[] };
  /** its paper leaves out what says nothing (`shortenReport`): it is read daily, and put on a wall */
  short?: true;
  /** what its paper is known by, the same in every language; where absent, what it says is hashed */
  hash?: string;
}

export type ReportSection = ReportTable | ReportPlot | ReportFacts | ReportChecks;

export interface ReportTable {
  kind: 'table';
  title?: string;
  columns: ReportColumn[];
  rows: ReportRow[];
  total?: ReportRow;
  /** lines below it, small */
  under?: string[];
}

export interface ReportColumn {
  /** key of the rows' cells */
  key: string;
  title: string;
  align?: 'left' | 'right' | 'centre';
  /** share of the table's width, against the other columns' (1 where absent) */
  width?: number;
}

export interface ReportRow {
  /** by column; null is "not known here", never 0 */
  cells: Record<string, string | number | null>;
  heading?: boolean;
  indent?: number;
  /** key of the row's figures, to trace them: `14.2.1` */
  figure?: string;
}

export interface ReportPlot {
  kind: 'plot';
  title?: string;
  form: 'bars' | 'lines' | 'stacked';
  /** what the values count, in the reader's words */
  unit: string;
  labels: string[];
  series: { name: string; values: (number | null)[] }[];
}

export interface ReportFacts {
  kind: 'facts';
  title?: string;
  facts: { label: string; value: string }[];
}

export interface ReportChecks {
  kind: 'checks';
  title?: string;
  checks: { text: string; ok: boolean; detail?: string }[];
}

/** The records behind one figure of a report: `nadi report trace hmis-monthly 2026-10 14.2.1`. */
export interface Trace {
  report: string;
  period: { from: Day; to: Day };
  figure: string;
  /** what the figure counts, in the reader's words */
  name: string;
  /** null where it is not recorded here yet */
  value: number | null;
  /** ids of what was counted, in their order; for a figure that is a sum or a share, of its parts */
  records: string[];
}
