import type { Words } from '../../records/envelope.js';
import type { Priority } from '../../records/people.js';
import { A5, INNER, LEFT, MARGIN, RIGHT } from './a5.js';
import { drawHeading, drawPatient, type Fact } from './heading.js';
import { textWidth } from './hindi-text.js';
import { Labels, type PrintLanguage } from './labels.js';
import { renderPdf } from './pdf.js';
import { printable } from './printable.js';
import { printedTime, type PrintedFacility, type PrintedPatient } from './printed.js';
import { Sheet } from './sheet.js';
import { drawVitalsSpace, drawWritingSpace } from './writing-space.js';

/** What an OPD slip and a token slip say. Free text comes in the words that shall be printed. */
export interface SlipData {
  language: PrintLanguage;
  facility: PrintedFacility;
  patient: PrintedPatient;
  /** `visit:BR1042:20261121-042` */
  visit: string;
  token: number;
  /** ISO 8601; when the visit was registered */
  at: string;
  /** the box did not know the time for certain */
  clockUncertain?: boolean;
  kind: 'new' | 'returning';
  priority?: Priority;
  /** where the patient goes now */
  station: Words;
  room?: string;
  doctor?: Words;
  /** at the time of printing; `minutes` where there is a ground to expect a wait */
  queue?: { position: number; minutes?: number };
  /** the facility's running number for the year */
  opdNumber?: string;
  fee?: { rupees: number; receipt?: string };
  /** how long the slip holds, in the facility's words */
  validity?: Words;
  /** 0: the first print */
  reprint: number;
  printedAt: string;
  /** name of who printed it */
  printedBy: string;
}

const MUTED = 0.35;

/** The OPD slip (पर्चा) on A5, as PDF. */
export function opdSlip(data: SlipData): Promise<Buffer> {
  const words = new Labels(data.language);
  const sheet = new Sheet(A5.width, A5.height);
  let y = drawHeading(sheet, words, {
    facility: data.facility,
    title: words.label('opdSlip'),
    time: printedTime(data.at) + clockNote(data, words),
    token: data.token,
  });
  y = drawPatient(sheet, words, data.patient, y, visitFacts(data, words));
  y = drawDestination(sheet, words, data, y);
  y = drawVitalsSpace(sheet, words, y);
  drawWritingSpace(sheet, words, y, drawFooter(sheet, words, data));
  return renderPdf([sheet], { title: `${words.pair('opdSlip').en} ${data.token}`, at: data.printedAt });
}

function clockNote(data: SlipData, words: Labels): string {
  return data.clockUncertain ? ` (${words.short('clockUncertain')})` : '';
}

function visitFacts(data: SlipData, words: Labels): Fact[] {
  const kind = words.label(data.kind);
  const facts: Fact[] = [
    { label: words.label('visit'), value: `${data.visit.replace(/^visit:/, '')} · ${kind}` },
  ];
  if (data.opdNumber) facts.push({ label: words.label('opdNumber'), value: data.opdNumber });
  if (data.fee) {
    const receipt = data.fee.receipt ? ` · ${words.short('receipt')} ${data.fee.receipt}` : '';
    facts.push({ label: words.label('fee'), value: `₹${data.fee.rupees}${receipt}` });
  }
  return facts;
}

/** The band that the patient needs first: where to go, how long it will take, and a priority in white on black. */
function drawDestination(sheet: Sheet, words: Labels, data: SlipData, y: number): number {
  const height = 48;
  const half = INNER * 0.6;
  sheet.box(LEFT, y, INNER, height, { fill: 0.93, radius: 5 });
  sheet.text(words.label('goTo'), y + 3.5, {
    x: LEFT + 9,
    width: half - 9,
    size: 8,
    maxLines: 1,
    shade: MUTED,
  });
  const room = data.room ? ` · ${words.short('room')} ${data.room}` : '';
  const below = sheet.fit(words.first(data.station) + room, y + 14, [14, 12.5, 11, 9.5], {
    x: LEFT + 9,
    width: half - 9,
    weight: 'bold',
    maxLines: 1,
    leading: 1.28,
  });
  const second = words.language === 'both' ? data.station.en : '';
  const detail = [second, data.doctor && words.first(data.doctor)].filter((part) => part).join(' · ');
  sheet.fit(detail, below, [9, 8], { x: LEFT + 9, width: half - 9, maxLines: 1 });

  const x = LEFT + half + 8;
  const width = RIGHT - x - 9;
  let top = y + 5;
  if (data.priority) top = drawBadge(sheet, words.label(data.priority), x, top, width) + 3;
  if (data.queue) {
    const place = `${words.label('yourPlace')}: ${data.queue.position}`;
    top = sheet.fit(place, top, [9.5, 8.5], { x, width, maxLines: 1, weight: 'bold', align: 'right' });
    const { minutes } = data.queue;
    if (minutes !== undefined) {
      const wait = `${words.short('wait')}: ${minutes} ${words.short('minutes')}`;
      sheet.fit(wait, top, [8.5, 7.5], { x, width, maxLines: 1, align: 'right' });
    }
  }
  return y + height + 8;
}

function drawBadge(sheet: Sheet, text: string, x: number, y: number, width: number): number {
  const type = { size: 8.5, weight: 'bold' } as const;
  const badge = Math.min(width, textWidth(printable(text), type) + 12);
  sheet.box(x + width - badge, y, badge, 14, { fill: 0, radius: 3 });
  sheet.text(text, y + 1.2, {
    ...type,
    x: x + width - badge,
    width: badge,
    align: 'center',
    maxLines: 1,
    shade: 1,
  });
  return y + 14;
}

/** Gives the y above it. */
function drawFooter(sheet: Sheet, words: Labels, data: SlipData): number {
  const bottom = A5.height - MARGIN + 6;
  const printed = [`${words.label('printedBy')}: ${data.printedBy}`, printedTime(data.printedAt)];
  const y = bottom - 11;
  sheet.text(printed.join(' · '), y, { x: LEFT, width: INNER * 0.7, size: 7.5, maxLines: 1, shade: MUTED });
  if (data.reprint > 0) {
    sheet.text(`${words.label('reprint')}: ${data.reprint}`, y, {
      x: LEFT + INNER * 0.7,
      width: INNER * 0.3,
      size: 7.5,
      align: 'right',
      weight: 'bold',
      maxLines: 1,
    });
  }
  const validity = data.validity ? words.choose(data.validity) : words.label('bring');
  const above = y - 15;
  sheet.rule(LEFT, above - 3, RIGHT, above - 3, 0.8, 0);
  sheet.fit(validity, above, [9, 8, 7], { x: LEFT, width: INNER, maxLines: 1 });
  return above - 8;
}
