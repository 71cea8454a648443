import type { Complaint } from '../../records/care.js';
import type { Words } from '../../records/envelope.js';
import type { Allergy } from '../../records/people.js';
import { A5, MARGIN } from './a5.js';
import { allergiesLine } from './allergies-line.js';
import { Labels, type PrintLanguage } from './labels.js';
import { drawMedicine, drawMedicineHeads, timesOf, type PrintedMedicine } from './medicine-block.js';
import { Pages } from './pages.js';
import { renderPdf } from './pdf.js';
import { drawFooter, drawPageHeading, drawSignature, SIGNATURE_HEIGHT } from './prescription-frame.js';
import type { PrintedFacility, PrintedPatient } from './printed.js';
import { drawSection } from './section.js';
import { vitalsLine, type PrintedVitals } from './vitals-line.js';

/** What a prescription says. Free text comes in the words that shall be printed. */
export interface PrescriptionPrint {
  language: PrintLanguage;
  facility: PrintedFacility;
  patient: PrintedPatient;
  /** `visit:BR1042:20261121-042` */
  visit: string;
  token: number;
  /** ISO 8601 */
  signedAt: string;
  allergies?: Allergy[];
  vitals?: PrintedVitals;
  complaints: Complaint[];
  diagnoses: { text: Words; code?: string; provisional?: boolean }[];
  medicines: PrintedMedicine[];
  tests: { name: Words; urgent?: boolean }[];
  advice: string[];
  /** `2026-11-28` */
  followUp?: string;
  doctor: { name: Words; qualification?: string; registration?: string };
  /** id of the prescription that this one replaces */
  supersedes?: string;
  /** id of the one that replaced it: this paper no longer counts */
  supersededBy?: string;
  /** 0: the first print */
  reprint: number;
  printedAt: string;
  printedBy: string;
}

const FOOTER_HEIGHT = 14;

/** The prescription on A5, as PDF, on as many pages as it needs. */
export function prescription(data: PrescriptionPrint): Promise<Buffer> {
  const words = new Labels(data.language);
  const bottom = A5.height - MARGIN - FOOTER_HEIGHT;
  const pages = new Pages(A5, bottom, (sheet, page) => drawPageHeading(sheet, words, data, page));
  drawFindings(pages, words, data);
  drawMedicines(pages, words, data);
  drawPlan(pages, words, data);
  pages.placeAtFoot(SIGNATURE_HEIGHT, (sheet, y) => drawSignature(sheet, words, data, y));
  pages.sheets.forEach((sheet, i) => {
    drawFooter(sheet, words, data, `${i + 1}/${pages.sheets.length}`);
  });
  return renderPdf(pages.sheets, {
    title: `${words.pair('prescription').en} ${data.token}`,
    at: data.printedAt,
  });
}

function drawFindings(pages: Pages, words: Labels, data: PrescriptionPrint): void {
  const section = (key: string, text: string, bold = false): void => {
    if (text !== '') pages.place((sheet, y) => drawSection(sheet, words.label(key), text, y, bold));
  };
  section('allergies', allergiesLine(data.allergies ?? [], words), true);
  section('vitals', data.vitals ? vitalsLine(data.vitals, words) : '');
  section('complaint', data.complaints.map((complaint) => told(complaint, words)).join(', '));
  for (const [i, { text, code, provisional }] of data.diagnoses.entries()) {
    const certainty = provisional ? ` · ${words.short('provisional')}` : '';
    const named = `${words.choose(text)}${code ? ` (${code})` : ''}${certainty}`;
    pages.place((sheet, y) => drawSection(sheet, i === 0 ? words.label('diagnosis') : '', named, y, true));
  }
}

function told({ text, duration }: Complaint, words: Labels): string {
  return duration === undefined ? text : `${text} (${duration} ${words.short('days')})`;
}

function drawMedicines(pages: Pages, words: Labels, { medicines }: PrescriptionPrint): void {
  const times = timesOf(medicines);
  for (const [i, medicine] of medicines.entries()) {
    pages.place((sheet, y, fresh) => {
      const first = i === 0 || fresh ? drawMedicineHeads(sheet, words, times, y + 2) : y;
      return drawMedicine(sheet, words, { medicine, number: i + 1, times }, first);
    });
  }
}

function drawPlan(pages: Pages, words: Labels, data: PrescriptionPrint): void {
  const tests = data.tests.map(({ name, urgent }) => {
    return urgent ? `${words.choose(name)} (${words.short('urgent')})` : words.choose(name);
  });
  if (tests.length > 0) {
    pages.place((sheet, y) => drawSection(sheet, words.label('tests'), tests.join(' · '), y));
  }
  for (const [i, text] of data.advice.entries()) {
    pages.place((sheet, y) => drawSection(sheet, i === 0 ? words.label('adviceOnly') : '', `• ${text}`, y));
  }
}
