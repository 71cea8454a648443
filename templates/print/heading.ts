import { INNER, LEFT, MARGIN, RIGHT, millimetres } from './a5.js';
import { textWidth } from './hindi-text.js';
import type { Labels } from './labels.js';
import { ageAndSex, maskedMobile, spacedAbha, type PrintedFacility, type PrintedPatient } from './printed.js';
import type { Sheet } from './sheet.js';

const MUTED = 0.35;
const TOKEN_WIDTH = 84;
const QR_SIZE = millimetres(21);

/** The facility on the left, the token in its box on the right; gives the y below. */
export function drawHeading(
  sheet: Sheet,
  words: Labels,
  { facility, title, time, token }: { facility: PrintedFacility; title: string; time: string; token: number },
): number {
  const width = INNER - TOKEN_WIDTH - 14;
  const large = words.first(facility.name);
  const small = words.language === 'both' ? facility.name.en : '';
  let y = sheet.fit(large, MARGIN - 4, [15, 13.5, 12], {
    x: LEFT,
    width,
    maxLines: 2,
    weight: 'bold',
    leading: 1.28,
  });
  if (small !== large) y = sheet.fit(small, y, [9.5, 8.5], { x: LEFT, width, maxLines: 2, shade: MUTED });
  const where = [facility.level, facility.block, facility.district, facility.hfr && `HFR ${facility.hfr}`]
    .filter((part) => part)
    .join(' · ');
  y = sheet.text(where, y + 1, { x: LEFT, width, size: 8, maxLines: 2, shade: MUTED });
  const tokenBottom = drawToken(sheet, words, token);
  y = Math.max(y + 3, tokenBottom - 15);
  const bold = { size: 10, weight: 'bold' } as const;
  const below = sheet.text(title, y, { ...bold, x: LEFT, width, maxLines: 1 });
  const after = textWidth(title, bold) + 10;
  sheet.text(time, y, { x: LEFT + after, width: width - after, size: 10, maxLines: 1 });
  y = below;
  y = Math.max(y, tokenBottom) + 5;
  sheet.rule(LEFT, y, RIGHT, y, 1.2, 0);
  return y + 5;
}

function drawToken(sheet: Sheet, words: Labels, token: number): number {
  const x = RIGHT - TOKEN_WIDTH;
  const height = 58;
  sheet.box(x, MARGIN, TOKEN_WIDTH, height, { stroke: 0, line: 1.2, radius: 5 });
  sheet.text(words.label('token'), MARGIN + 4, {
    x,
    width: TOKEN_WIDTH,
    size: 8.5,
    align: 'center',
    maxLines: 1,
  });
  sheet.fit(String(token), MARGIN + 12.5, [34, 28, 22], {
    x: x + 4,
    width: TOKEN_WIDTH - 8,
    align: 'center',
    weight: 'bold',
    maxLines: 1,
    leading: 1.3,
  });
  return MARGIN + height;
}

export interface Fact {
  label: string;
  value: string;
}

/** Name and particulars on the left, the id as QR on the right; gives the y below. */
export function drawPatient(
  sheet: Sheet,
  words: Labels,
  patient: PrintedPatient,
  y: number,
  more: Fact[],
): number {
  const qrX = RIGHT - 92;
  sheet.qr(patient.id, qrX + (92 - QR_SIZE) / 2, y + 3, QR_SIZE);
  const idBottom = sheet.fit(patient.id, y + QR_SIZE + 4, [9, 8], {
    x: qrX,
    width: 92,
    align: 'center',
    weight: 'bold',
    maxLines: 1,
  });

  const width = qrX - LEFT - 10;
  let top = sheet.fit(patient.name || '—', y, [15, 13, 11.5], {
    x: LEFT,
    width,
    weight: 'bold',
    maxLines: 2,
    leading: 1.28,
  });
  top = sheet.text(ageAndSex(patient, words), top, { x: LEFT, width, size: 10.5, maxLines: 1 }) + 2;

  const facts: Fact[] = [];
  const { relative, village, mobile, abha } = patient;
  if (relative) facts.push({ label: words.label(relative.relation), value: relative.name });
  if (village) facts.push({ label: words.label('village'), value: village });
  const abhaText = abha ? `${words.short('abha')} ${spacedAbha(abha)}` : '';
  const reach = [mobile && maskedMobile(mobile), abhaText].filter((part) => part).join(' · ');
  if (reach) facts.push({ label: words.label('mobile'), value: reach });
  for (const fact of [...facts, ...more]) top = drawFact(sheet, fact, LEFT, top, width);
  return Math.max(top, idBottom) + 4;
}

/** A label in grey with its value on the same line; long values take two lines and are then cut. */
function drawFact(sheet: Sheet, { label, value }: Fact, x: number, y: number, width: number): number {
  const labelWidth = 78;
  sheet.fit(label, y + 0.8, [8, 7], { x, width: labelWidth - 4, maxLines: 1, shade: MUTED });
  return sheet.text(value, y, {
    x: x + labelWidth,
    width: width - labelWidth,
    size: 9,
    maxLines: 2,
    leading: 1.32,
  });
}
