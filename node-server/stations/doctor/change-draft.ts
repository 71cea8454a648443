import { addDays, isoDate, type Day } from '../../../records/day.js';
import type { Words } from '../../../records/envelope.js';
import type { PrescriptionLine } from '../../../records/care.js';
import type { Drug } from '../../../records/drug.js';
import type { Reference } from '../../../templates/reference.js';
import type { Draft, LineRow } from './draft.js';

export interface ChangeContext {
  reference: Reference;
  today: Day;
  /** of the patient's latest earlier prescription */
  lastLines: PrescriptionLine[];
  problems: { code: string | null; text: Words }[];
}

/** What each button of the form does to the draft: `pattern:2:1-0-1`. An unknown one changes nothing. */
export function changeDraft(draft: Draft, action: string, context: ChangeContext): Draft {
  const [verb = '', first = '', ...rest] = action.split(':');
  const next = structuredClone(draft);
  const change = CHANGES[verb];
  if (change) change(next, { first, second: rest.join(':'), ...context });
  return next;
}

interface Pressed extends ChangeContext {
  first: string;
  second: string;
}

const CHANGES: Record<string, (draft: Draft, pressed: Pressed) => void> = {
  'complaint-add': (draft, { first, reference }) => {
    const complaint = reference.complaints.get(first);
    if (!complaint || draft.complaint.some(({ code }) => code === first)) return;
    draft.complaint.push({ code: first, text: complaint.name.hi, duration: '' });
    draft.text.findComplaint = '';
  },
  'complaint-own': (draft) => {
    const text = draft.text.findComplaint;
    if (text !== '') draft.complaint.push({ code: '', text, duration: '' });
    draft.text.findComplaint = '';
  },
  'complaint-remove': (draft, { first }) => void draft.complaint.splice(index(first), 1),
  'diagnosis-add': (draft, { first, reference }) => {
    const diagnosis = reference.diagnoses.get(first);
    if (!diagnosis || draft.diagnosis.some(({ code }) => code === first)) return;
    // What stays for life belongs on the problem list unless the doctor says no.
    const ongoing = diagnosis.notify.includes('NCD') ? 'yes' : '';
    draft.diagnosis.push({ code: first, text: '', certainty: '', ongoing });
    draft.text.findDiagnosis = '';
  },
  'diagnosis-own': (draft) => {
    const text = draft.text.findDiagnosis;
    if (text !== '') draft.diagnosis.push({ code: '', text, certainty: '', ongoing: '' });
    draft.text.findDiagnosis = '';
  },
  'diagnosis-remove': (draft, { first }) => void draft.diagnosis.splice(index(first), 1),
  resolve: (draft, { first, problems }) => {
    const problem = problems[index(first)];
    if (!problem) return;
    const row = { code: problem.code ?? '', text: problem.code ? '' : problem.text.en };
    if (draft.diagnosis.some(({ code, text }) => code === row.code && text === row.text)) return;
    draft.diagnosis.push({ ...row, certainty: 'confirmed', ongoing: 'no' });
  },
  'drug-add': (draft, { first, reference }) => {
    const drug = reference.drugs.get(first);
    if (!drug || draft.line.some((line) => line.drug === first)) return;
    draft.line.push(newLine(drug));
    draft.text.findDrug = '';
  },
  'drug-own': (draft) => {
    const name = draft.text.findDrug;
    if (name !== '') draft.line.push({ ...BLANK_LINE, name, unit: 'tablet', amount: '1' });
    draft.text.findDrug = '';
  },
  'line-remove': (draft, { first }) => void draft.line.splice(index(first), 1),
  pattern: (draft, { first, second }) => setLine(draft, first, { pattern: second }),
  days: (draft, { first, second }) => setLine(draft, first, { days: second }),
  amount: (draft, { first, second }) => setLine(draft, first, { amount: second }),
  food: (draft, { first, second }) => {
    const line = draft.line[index(first)];
    if (line) line.food = line.food === second ? '' : second;
  },
  repeat: (draft, { lastLines, reference }) => {
    for (const line of lastLines) {
      if (draft.line.some(({ drug, name }) => (line.drug ? drug === line.drug : name === line.name)))
        continue;
      const drug = line.drug === undefined ? undefined : reference.drugs.get(line.drug);
      if (line.drug === undefined || drug) draft.line.push(rowOfLine(line));
    }
  },
  'test-add': (draft, { first, reference }) => {
    if (reference.labTests.has(first)) draft.tests = [...new Set([...draft.tests, first])];
    draft.text.findTest = '';
  },
  'panel-add': (draft, { first, reference }) => {
    const codes = [...reference.labTests.values()]
      .filter(({ panel }) => panel === first)
      .map(({ code }) => code);
    draft.tests = [...new Set([...draft.tests, ...codes])];
    draft.text.findTest = '';
  },
  'test-remove': (draft, { first }) => {
    draft.tests = draft.tests.filter((code) => code !== first);
  },
  'facility-pick': (draft, { first }) => {
    Object.assign(draft.text, { referralTo: first, referralFacility: '', findFacility: '' });
  },
  'facility-own': (draft) => {
    const { findFacility: referralFacility } = draft.text;
    if (referralFacility !== '') {
      Object.assign(draft.text, { referralTo: '', referralFacility, findFacility: '' });
    }
  },
  'facility-clear': (draft) => {
    Object.assign(draft.text, { referralTo: '', referralFacility: '' });
  },
  follow: (draft, { first, today }) => {
    const days = index(first);
    if (days > 0 && days <= 365) draft.text.followUp = isoDate(addDays(today, days));
    else draft.text.followUp = '';
  },
};

const BLANK_LINE: LineRow = {
  drug: '',
  name: '',
  unit: '',
  pattern: '',
  amount: '',
  days: '',
  food: '',
  quantity: '',
  auto: '',
  note: '',
};

function newLine(drug: Drug): LineRow {
  // One tablet, one measuring spoon of 5 ml; of drops and units nobody can guess the amount.
  const amount =
    drug.doseUnit === 'ml' && drug.unit === 'bottle' ? '5' : COUNTED.has(drug.doseUnit) ? '1' : '';
  return { ...BLANK_LINE, drug: drug.code, amount };
}

const COUNTED = new Set([
  'tablet',
  'capsule',
  'sachet',
  'application',
  'puff',
  'dose',
  'piece',
  'kit',
  'strip',
  'blister',
]);

/** A signed line as a draft's row: to repeat it, or to change it on a new prescription. */
export function rowOfLine(line: PrescriptionLine): LineRow {
  const { pattern, amount, days, food = '', unit } = line.dose;
  return {
    ...BLANK_LINE,
    drug: line.drug ?? '',
    name: line.drug ? '' : line.name,
    unit: line.drug ? '' : unit,
    pattern,
    amount: String(amount),
    days: String(days),
    food,
    quantity: line.drug ? String(line.quantity) : '',
    note: line.note ?? '',
  };
}

function setLine(draft: Draft, which: string, change: Partial<LineRow>): void {
  const line = draft.line[index(which)];
  if (line) Object.assign(line, change);
}

/** NaN reaches no row. */
function index(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : NaN;
}
