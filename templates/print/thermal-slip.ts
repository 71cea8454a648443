import { escPos } from './esc-pos.js';
import { Labels } from './labels.js';
import { millimetres } from './a5.js';
import type { SlipData } from './opd-slip.js';
import { renderPdf } from './pdf.js';
import { ageAndSex, printedTime } from './printed.js';
import { renderBitmap } from './render-bitmap.js';
import { Sheet, type Mark } from './sheet.js';

/** Width of the roll in millimetres. */
export type Roll = 58 | 80;

/** The heads' printable width in millimetres: 384 and 576 dots at 8 dots to the millimetre. */
const PRINTABLE: Record<Roll, number> = { 58: 48, 80: 72 };

/** The token slip as one PDF page, as long as its content, for a roll printer with a driver. */
export function thermalSlipPdf(data: SlipData, roll: Roll): Promise<Buffer> {
  const strip = composeStrip(data, roll);
  const edge = millimetres((roll - PRINTABLE[roll]) / 2);
  const page = new Sheet(millimetres(roll), strip.height);
  page.marks.push(...strip.marks.map((mark) => moved(mark, edge)));
  return renderPdf([page], { title: `Token ${data.token}`, at: data.printedAt });
}

/** The token slip as ESC/POS bytes, Devanagari and QR as raster, for a roll printer without a driver. */
export function thermalSlipBytes(data: SlipData, roll: Roll): Buffer {
  return escPos(renderBitmap(composeStrip(data, roll)));
}

function composeStrip(data: SlipData, roll: Roll): Sheet {
  const words = new Labels(data.language);
  const width = millimetres(PRINTABLE[roll]);
  const sheet = new Sheet(width, 0);
  // An 80 mm slip says the same in larger type.
  const size = (points: number): number => (roll === 80 ? points * 1.15 : points);
  let y = drawTop(sheet, words, data, size);
  y = drawPerson(sheet, words, data, y, size);
  y = drawWay(sheet, words, data, y, size);
  sheet.height = drawEnd(sheet, words, data, y, size) + 4;
  return sheet;
}

type Scale = (points: number) => number;

function drawTop(sheet: Sheet, words: Labels, data: SlipData, size: Scale): number {
  const across = { x: 0, width: sheet.width, align: 'center' } as const;
  let y = sheet.fit(words.first(data.facility.name), 1, [size(10.5), size(9.5)], {
    ...across,
    weight: 'bold',
    maxLines: 3,
    leading: 1.26,
  });
  y = rule(sheet, y + 2);
  y = sheet.text(words.label('token'), y, { ...across, size: size(9), maxLines: 1 });
  y = sheet.fit(String(data.token), y - size(7), [size(44), size(36), size(28)], {
    ...across,
    weight: 'bold',
    maxLines: 1,
    leading: 1.3,
  });
  const uncertain = data.clockUncertain ? ` (${words.short('clockUncertain')})` : '';
  y = sheet.text(printedTime(data.at) + uncertain, y - size(9), { ...across, size: size(9), maxLines: 2 });
  return rule(sheet, y + 2);
}

function drawPerson(sheet: Sheet, words: Labels, data: SlipData, y: number, size: Scale): number {
  const { patient } = data;
  const across = { x: 0, width: sheet.width };
  let top = sheet.fit(patient.name || '—', y, [size(12), size(10.5)], {
    ...across,
    weight: 'bold',
    maxLines: 2,
    leading: 1.28,
  });
  top = sheet.text(ageAndSex(patient, words), top, { ...across, size: size(9), maxLines: 1 });
  const { relative, village } = patient;
  const kin = relative ? `${words.short(relative.relation)}: ${relative.name}` : '';
  top = sheet.text(kin, top, { ...across, size: size(9), maxLines: 2 });
  top = sheet.text(village ?? '', top, { ...across, size: size(9), maxLines: 2 }) + 4;

  const code = size(46);
  sheet.qr(patient.id, 3, top, code);
  // The code's quiet zone: four modules wide.
  const left = code + 11;
  const beside = { x: left, width: sheet.width - left, maxLines: 1 };
  let right = sheet.fit(patient.id, top + 1, [size(9.5), size(8.5), size(7.5)], {
    ...beside,
    weight: 'bold',
  });
  right = sheet.fit(data.visit.replace(/^visit:/, ''), right, [size(8), size(7), size(6)], beside);
  right = sheet.fit(words.label(data.kind), right, [size(9), size(8)], beside);
  return Math.max(top + code, right) + 5;
}

/** The box that the patient needs: where to go, and how long it will take. */
function drawWay(sheet: Sheet, words: Labels, data: SlipData, y: number, size: Scale): number {
  const inside = { x: 5, width: sheet.width - 10, align: 'center' } as const;
  let below = y + 3;
  if (data.priority) {
    const height = size(15);
    sheet.box(0, y, sheet.width, height, { fill: 0 });
    sheet.fit(words.label(data.priority), y + size(0.5), [size(10), size(9)], {
      ...inside,
      weight: 'bold',
      maxLines: 1,
      shade: 1,
    });
    below = y + height + 2;
  }
  below = sheet.text(words.label('goTo'), below, { ...inside, size: size(8.5), maxLines: 1 });
  const room = data.room ? ` · ${words.short('room')} ${data.room}` : '';
  below = sheet.fit(words.first(data.station) + room, below, [size(14), size(12), size(11)], {
    ...inside,
    weight: 'bold',
    maxLines: 2,
    leading: 1.26,
  });
  if (data.queue) {
    const { position, minutes } = data.queue;
    const wait = minutes === undefined ? '' : ` · ~${minutes} ${words.short('minutes')}`;
    const place = `${words.label('yourPlace')}: ${position}${wait}`;
    below = sheet.fit(place, below, [size(9.5), size(8.5), size(7.5)], { ...inside, maxLines: 1 });
  }
  sheet.box(0, y, sheet.width, below + 4 - y, { stroke: 0, line: 1 });
  return below + 7;
}

function drawEnd(sheet: Sheet, words: Labels, data: SlipData, y: number, size: Scale): number {
  const across = { x: 0, width: sheet.width, align: 'center' } as const;
  const validity = data.validity ? words.first(data.validity) : words.short('bring');
  const below = sheet.text(validity, y, { ...across, size: size(8.5), maxLines: 3 });
  const reprint = data.reprint > 0 ? ` · ${words.short('reprint')}: ${data.reprint}` : '';
  const printed = `${data.printedBy} · ${printedTime(data.printedAt)}${reprint}`;
  return sheet.text(printed, below + 1, { ...across, size: size(7.5), maxLines: 2 });
}

function rule(sheet: Sheet, y: number): number {
  sheet.rule(0, y, sheet.width, y, 0.7, 0);
  return y + 3;
}

function moved(mark: Mark, by: number): Mark {
  return mark.kind === 'rule' ? { ...mark, x1: mark.x1 + by, x2: mark.x2 + by } : { ...mark, x: mark.x + by };
}
