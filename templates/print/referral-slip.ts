import type { Words } from '../../records/envelope.js';
import type { News2 } from '../../records/news2.js';
import type { Allergy } from '../../records/people.js';
import { A5, INNER, LEFT, MARGIN, millimetres, RIGHT } from './a5.js';
import { allergiesLine } from './allergies-line.js';
import { drawHeading, drawPatient } from './heading.js';
import { Labels, type PrintLanguage } from './labels.js';
import { Pages } from './pages.js';
import { renderPdf } from './pdf.js';
import { drawFooter, drawSignature, SIGNATURE_HEIGHT } from './prescription-frame.js';
import { printedTime, type PrintedFacility, type PrintedPatient } from './printed.js';
import { drawSection } from './section.js';
import type { Sheet } from './sheet.js';
import { news2Line } from './news2-line.js';
import { vitalsLine, type PrintedVitals } from './vitals-line.js';

/** What a patient takes along to where he is referred. Free text comes in the words that shall be printed. */
export interface ReferralSlipPrint {
  language: PrintLanguage;
  facility: PrintedFacility;
  patient: PrintedPatient;
  token: number;
  /** `BR1042-20261121-042-1`, printed and as QR */
  code: string;
  /** ISO 8601 */
  at: string;
  /** the receiver: its name, and kind and place where the directory knows them */
  to: { name: Words; detail?: string };
  /** whether the receiver is told by computer, too */
  told: boolean;
  urgent: boolean;
  /** it was taken back: when, ISO 8601, and why where that may be told */
  cancelled?: { at: string; reason?: Words };
  /** absent where it is confidential */
  reason?: string;
  allergies: Allergy[];
  vitals?: PrintedVitals;
  /** reckoned from the vitals */
  news2?: News2;
  complaints: string[];
  diagnoses: { text: Words; code?: string }[];
  medicines: string[];
  doctor: { name: Words; registration?: string };
  reprint: number;
  printedAt: string;
  printedBy: string;
}

const MUTED = 0.35;
const FOOTER_HEIGHT = 14;
const CANCELLED_HEIGHT = 36;
const QR_SIZE = millimetres(19);
/** for the receiver to write on, where no computer answers */
const ANSWER_HEIGHT = 86;

/** The referral slip on A5, as PDF, on as many pages as it needs. */
export function referralSlip(data: ReferralSlipPrint): Promise<Buffer> {
  const words = new Labels(data.language);
  const pages = new Pages(A5, A5.height - MARGIN - FOOTER_HEIGHT, (sheet, page) => {
    const y = drawHeading(sheet, words, {
      facility: data.facility,
      title: words.label('referralSlip'),
      time: printedTime(data.at),
      token: data.token,
    });
    const top = data.cancelled ? drawCancelled(sheet, words, data.cancelled, y) : y;
    if (page === 1) return drawReceiver(sheet, words, data, drawPatient(sheet, words, data.patient, top, []));
    // A page that is torn off must still say whose it is.
    const whose = `${data.patient.name || '—'} · ${data.patient.id} · ${data.code}`;
    return sheet.fit(whose, top, [10, 9, 8], { x: LEFT, width: INNER, maxLines: 1, weight: 'bold' }) + 6;
  });
  const section = (key: string, text: string, bold = false): void => {
    if (text !== '') pages.place((sheet, y) => drawSection(sheet, words.label(key), text, y, bold));
  };
  section('referralReason', data.reason ?? words.label('referralWithheld'), true);
  section('allergies', allergiesLine(data.allergies, words), true);
  section('vitals', data.vitals ? vitalsLine(data.vitals, words) : '');
  section('news2', data.news2 ? news2Line(data.news2, words) : '', true);
  section('complaint', data.complaints.join(', '));
  section(
    'diagnosis',
    data.diagnoses
      .map(({ text, code }) => `${words.choose(text)}${code === undefined ? '' : ` (${code})`}`)
      .join(' · '),
  );
  for (const [i, medicine] of data.medicines.entries()) {
    const label = i === 0 ? words.label('medicines') : '';
    pages.place((sheet, y) => drawSection(sheet, label, `${i + 1}. ${medicine}`, y));
  }
  pages.placeAtFoot(SIGNATURE_HEIGHT + ANSWER_HEIGHT, (sheet, y) => {
    drawAnswer(sheet, words, y + SIGNATURE_HEIGHT);
    return drawSignature(sheet, words, data, y);
  });
  pages.sheets.forEach((sheet, i) => {
    drawFooter(sheet, words, data, `${i + 1}/${pages.sheets.length}`);
  });
  return renderPdf(pages.sheets, {
    title: `${words.pair('referralSlip').en} ${data.code}`,
    at: data.printedAt,
  });
}

/** On each page, before all else: a sheet of a cancelled referral must not be taken for one that holds. */
function drawCancelled(
  sheet: Sheet,
  words: Labels,
  { at, reason }: NonNullable<ReferralSlipPrint['cancelled']>,
  y: number,
): number {
  sheet.box(LEFT, y, INNER, CANCELLED_HEIGHT, { fill: 0, radius: 4 });
  const place = { x: LEFT + 8, width: INNER - 16, maxLines: 1, shade: 1, align: 'center' } as const;
  const top = sheet.fit(words.label('referralCancelled'), y + 3, [13, 11, 9.5], { ...place, weight: 'bold' });
  const why = [printedTime(at), reason && words.choose(reason)].filter(Boolean).join(' · ');
  sheet.fit(why, top, [9, 8, 7], place);
  return y + CANCELLED_HEIGHT + 6;
}

/** The band that says where to go, with the referral's number as QR for the counter there. */
function drawReceiver(sheet: Sheet, words: Labels, data: ReferralSlipPrint, y: number): number {
  const height = QR_SIZE + (data.urgent ? 33 : 26);
  const qrX = RIGHT - 104;
  sheet.box(LEFT, y, INNER, height, { fill: 0.93, radius: 5 });
  sheet.qr(data.code, qrX + (104 - QR_SIZE) / 2, y + 5, QR_SIZE);
  sheet.fit(data.code, y + QR_SIZE + 9, [8.5, 7.5, 6.5], {
    ...{ x: qrX, width: 104, align: 'center', weight: 'bold', maxLines: 1 },
  });
  const place = { x: LEFT + 9, width: qrX - LEFT - 14 } as const;
  let top = sheet.text(words.label('referredTo'), y + 4, { ...place, size: 8, maxLines: 1, shade: MUTED });
  top = sheet.fit(words.first(data.to.name), top, [14, 12.5, 11], {
    ...{ ...place, weight: 'bold', maxLines: 2, leading: 1.28 },
  });
  if (data.to.detail) top = sheet.text(data.to.detail, top, { ...place, size: 8.5, maxLines: 2 });
  const told = words.label(data.told ? 'referralTold' : 'referralPaper');
  top = sheet.fit(told, top + 1, [8, 7, 6.5], { ...place, maxLines: 2, shade: MUTED });
  if (data.urgent) {
    sheet.box(LEFT + 9, top + 1, 90, 14, { fill: 0, radius: 3 });
    sheet.text(words.label('urgent'), top + 2.2, {
      ...{ x: LEFT + 9, width: 90, size: 8.5, weight: 'bold', align: 'center', maxLines: 1, shade: 1 },
    });
  }
  return y + height + 7;
}

function drawAnswer(sheet: Sheet, words: Labels, y: number): void {
  sheet.box(LEFT, y, INNER, ANSWER_HEIGHT - 8, { stroke: 0.3, line: 0.8, radius: 4 });
  sheet.text(words.label('referralAnswer'), y + 3, {
    ...{ x: LEFT + 6, width: INNER - 12, size: 8, maxLines: 1, shade: MUTED },
  });
  for (const line of [32, 50, 68]) sheet.rule(LEFT + 6, y + line, RIGHT - 6, y + line, 0.4, 0.7);
}
