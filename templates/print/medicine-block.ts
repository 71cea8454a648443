import type { Words } from '../../records/envelope.js';
import { INNER, LEFT, RIGHT } from './a5.js';
import type { Labels } from './labels.js';
import type { Sheet } from './sheet.js';

export interface PrintedMedicine {
  /** generic name; printed in capitals (IMC Regulations 2002) */
  name: string;
  /** `500 mg`, `125 mg/5 ml` */
  strength?: string;
  /** tablet, syrup, … */
  form?: Words;
  /** `1-0-1` and `1-1-1-1` get pictures; others (`sos`, `stat`, `weekly`) only words */
  pattern: string;
  /** what is taken at each time */
  amount: number;
  /** what the patient shall do, in plain Hindi */
  instruction: Words;
  quantity: number;
  /** what the quantity counts */
  unit?: Words;
  note?: string;
}

const MUTED = 0.35;
const NUMBER_WIDTH = 20;
const QUANTITY_WIDTH = 38;
const TIME_WIDTH = 31;

/** The times of day of `1-0-1` (three parts) and `1-1-1-1` (four). */
const TIMES: Record<number, string[]> = {
  3: ['morning', 'noon', 'night'],
  4: ['morning', 'noon', 'evening', 'night'],
};

/** 3, or 4 where a medicine is taken four times a day. */
export function timesOf(medicines: PrintedMedicine[]): number {
  return medicines.some(({ pattern }) => partsOf(pattern)?.length === 4) ? 4 : 3;
}

/** The heads of the columns: sunrise, sun, sunset, moon. */
export function drawMedicineHeads(sheet: Sheet, words: Labels, times: number, y: number): number {
  sheet.text(words.label('medicines'), y + 6, { x: LEFT, width: 150, size: 10, weight: 'bold', maxLines: 1 });
  for (const [i, time] of (TIMES[times] ?? []).entries()) {
    const x = timesLeft(times) + i * TIME_WIDTH;
    drawTimeIcon(sheet, time, x + TIME_WIDTH / 2, y + 6);
    sheet.fit(words.short(time), y + 11.5, [7, 6], {
      x,
      width: TIME_WIDTH,
      align: 'center',
      maxLines: 1,
    });
  }
  sheet.text(words.short('quantity'), y + 11.5, {
    x: RIGHT - QUANTITY_WIDTH,
    width: QUANTITY_WIDTH,
    size: 7,
    align: 'right',
    maxLines: 1,
  });
  sheet.rule(LEFT, y + 22, RIGHT, y + 22, 0.8, 0);
  return y + 25;
}

/** One medicine: what it is and what to do on the left, how much and when as a picture on the right. */
export function drawMedicine(
  sheet: Sheet,
  words: Labels,
  { medicine, number, times }: { medicine: PrintedMedicine; number: number; times: number },
  y: number,
): number {
  const x = LEFT + NUMBER_WIDTH;
  const width = timesLeft(times) - x - 6;
  sheet.text(`${number}.`, y, { x: LEFT, width: NUMBER_WIDTH, size: 10, weight: 'bold', maxLines: 1 });
  const form = medicine.form ? words.first(medicine.form) : '';
  const name = [medicine.name.toUpperCase(), medicine.strength, form].filter((part) => part).join(' ');
  let left = sheet.text(name, y, { x, width, size: 10, weight: 'bold', maxLines: 3, leading: 1.28 });
  left = sheet.text(words.first(medicine.instruction), left + 1, {
    x,
    width,
    size: 10,
    maxLines: 5,
    leading: 1.32,
  });
  if (words.language === 'both' && medicine.instruction.en !== medicine.instruction.hi) {
    left = sheet.text(medicine.instruction.en, left, { x, width, size: 8, maxLines: 3, shade: MUTED });
  }
  if (medicine.note) left = sheet.text(medicine.note, left, { x, width, size: 8.5, maxLines: 3 });

  const right = Math.max(drawDose(sheet, medicine, { times, y }), drawQuantity(sheet, words, medicine, y));
  const below = Math.max(left, right) + 3;
  sheet.rule(LEFT, below, LEFT + INNER, below, 0.5, 0.75);
  return below + 3.5;
}

function drawDose(
  sheet: Sheet,
  { pattern, amount }: PrintedMedicine,
  { times, y }: { times: number; y: number },
): number {
  const parts = partsOf(pattern);
  const left = timesLeft(times);
  if (!parts) return y;
  const columns = (TIMES[times] ?? []).map((time) => {
    const at = (TIMES[parts.length] ?? []).indexOf(time);
    return at < 0 ? 0 : (parts[at] ?? 0) * amount;
  });
  columns.forEach((dose, i) => {
    const x = left + i * TIME_WIDTH;
    const middle = x + TIME_WIDTH / 2;
    if (dose === 0) {
      sheet.rule(middle - 3, y + 10, middle + 3, y + 10, 0.9, 0.5);
      return;
    }
    sheet.disc(middle, y + 10, 9, { fill: 0 });
    sheet.fit(spokenAmount(dose), y + 4, [9, 7.5, 6.5], {
      x: middle - 8.5,
      width: 17,
      align: 'center',
      weight: 'bold',
      maxLines: 1,
      shade: 1,
    });
  });
  // What is taken, as the pictures and the label say it: not the doctor's short 1-0-1 for two tablets each time.
  const taken = parts.map((part) => spokenAmount(part * amount)).join('-');
  return sheet.text(taken, y + 20.5, {
    x: left,
    width: times * TIME_WIDTH,
    size: 8,
    align: 'center',
    maxLines: 1,
    shade: MUTED,
  });
}

function drawQuantity(sheet: Sheet, words: Labels, { quantity, unit }: PrintedMedicine, y: number): number {
  const place = { x: RIGHT - QUANTITY_WIDTH, width: QUANTITY_WIDTH, align: 'right', maxLines: 1 } as const;
  const below = sheet.fit(String(quantity), y + 3, [11, 9, 7.5], { ...place, weight: 'bold' });
  return unit ? sheet.fit(words.first(unit), below - 1, [8, 7], place) : below;
}

function timesLeft(times: number): number {
  return RIGHT - QUANTITY_WIDTH - 4 - times * TIME_WIDTH;
}

function partsOf(pattern: string): number[] | null {
  return /^\d+(-\d+){2,3}$/.test(pattern) ? pattern.split('-').map(Number) : null;
}

/** Half a tablet is `1/2`, as patients say it; 7.5 ml stays a decimal, as the measuring cup has it. */
function spokenAmount(amount: number): string {
  return { 0.5: '1/2', 0.25: '1/4', 0.75: '3/4' }[amount] ?? String(amount);
}

function drawTimeIcon(sheet: Sheet, time: string, x: number, y: number): void {
  if (time === 'night') {
    sheet.disc(x - 0.5, y, 4.2, { fill: 0 });
    sheet.disc(x + 1.6, y - 1, 3.6, { fill: 1 });
    return;
  }
  const low = time !== 'noon';
  const middle = low ? y + 2.5 : y;
  const rays = low ? [180, 225, 270, 315, 360] : [0, 45, 90, 135, 180, 225, 270, 315];
  for (const degrees of rays) {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    sheet.rule(x + cos * 3.9, middle + sin * 3.9, x + cos * 5.6, middle + sin * 5.6, 0.7, 0);
  }
  // In the evening the sun is a ring: it goes.
  sheet.disc(x, middle, 2.6, time === 'evening' ? { fill: 1, stroke: 0, line: 0.7 } : { fill: 0 });
  if (!low) return;
  sheet.box(x - 6, middle + 0.3, 12, 3, { fill: 1 });
  sheet.rule(x - 6, middle + 0.3, x + 6, middle + 0.3, 0.7, 0);
}
