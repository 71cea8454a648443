import { A5, INNER, LEFT, MARGIN, RIGHT } from './a5.js';
import { drawHeading, drawPatient } from './heading.js';
import type { Labels } from './labels.js';
import type { PrescriptionPrint } from './prescription.js';
import { printedTime, printedWeekday } from './printed.js';
import type { Sheet } from './sheet.js';

const MUTED = 0.35;

/** The first page's full heading, or the short one of those that follow; gives the y below. */
export function drawPageHeading(sheet: Sheet, words: Labels, data: PrescriptionPrint, page: number): number {
  let y: number;
  if (page === 1) {
    y = drawHeading(sheet, words, {
      facility: data.facility,
      title: words.label('prescription'),
      time: printedTime(data.signedAt),
      token: data.token,
    });
    const visit = { label: words.label('visit'), value: printedId(data.visit) };
    const replaced = data.supersedes
      ? [{ label: words.label('supersedes'), value: printedId(data.supersedes) }]
      : [];
    y = drawPatient(sheet, words, data.patient, y, [visit, ...replaced]);
  } else {
    y = drawContinuedHeading(sheet, words, data);
  }
  if (data.supersededBy) y = drawSuperseded(sheet, words, data.supersededBy, y);
  sheet.rule(LEFT, y, RIGHT, y, 0.8, 0);
  return y + 6;
}

function drawContinuedHeading(sheet: Sheet, words: Labels, data: PrescriptionPrint): number {
  const half = INNER / 2;
  const right = { x: LEFT + half + 8, width: half - 8, size: 8.5, align: 'right', maxLines: 1 } as const;
  sheet.text(data.patient.name || '—', MARGIN - 3, {
    x: LEFT,
    width: half,
    size: 11,
    weight: 'bold',
    maxLines: 1,
  });
  sheet.text(`${data.patient.id} · ${words.short('token')} ${data.token}`, MARGIN - 2, right);
  sheet.text(words.first(data.facility.name), MARGIN + 12, {
    x: LEFT,
    width: half + 40,
    size: 8.5,
    maxLines: 1,
    shade: MUTED,
  });
  const y = sheet.text(printedTime(data.signedAt), MARGIN + 12, {
    ...right,
    x: right.x + 40,
    width: half - 48,
  });
  return y + 4;
}

/** A struck page and a box that says so: an old paper must not be dispensed from. */
function drawSuperseded(sheet: Sheet, words: Labels, by: string, y: number): number {
  sheet.rule(LEFT, A5.height - MARGIN - 20, RIGHT, y + 40, 3, 0.82);
  sheet.box(LEFT, y, INNER, 36, { stroke: 0, line: 1.4, radius: 4 });
  const place = { x: LEFT + 6, width: INNER - 12, align: 'center', maxLines: 1 } as const;
  const below = sheet.fit(words.label('superseded'), y + 3, [11, 10, 9], { ...place, weight: 'bold' });
  sheet.fit(`${words.label('supersededBy')}: ${printedId(by)}`, below, [9, 8], place);
  return y + 42;
}

export const SIGNATURE_HEIGHT = 52;

/** When to come again on the left, who signs on the right. */
export function drawSignature(
  sheet: Sheet,
  words: Labels,
  { doctor, followUp }: Pick<PrescriptionPrint, 'doctor' | 'followUp'>,
  y: number,
): number {
  const half = INNER * 0.5;
  if (followUp !== undefined) {
    const left = { x: LEFT, width: half - 12, maxLines: 1 };
    const below = sheet.text(words.label('followUp'), y + 14, { ...left, size: 8.5, shade: MUTED });
    sheet.fit(printedWeekday(followUp, words), below, [11, 10, 9], { ...left, weight: 'bold' });
  }
  const place = { x: RIGHT - half, width: half, align: 'right', maxLines: 1 } as const;
  const line = y + 20;
  sheet.rule(RIGHT - half, line, RIGHT, line, 0.6, 0.3);
  sheet.text(words.label('signature'), line - 11, { ...place, size: 7, shade: MUTED, align: 'left' });
  const qualification = doctor.qualification ? `, ${doctor.qualification}` : '';
  const below = sheet.fit(words.first(doctor.name) + qualification, line + 2, [10.5, 9.5, 8.5], {
    ...place,
    weight: 'bold',
  });
  if (!doctor.registration) return below;
  return sheet.fit(`${words.label('registration')}: ${doctor.registration}`, below, [8.5, 7.5], place);
}

export function drawFooter(
  sheet: Sheet,
  words: Labels,
  data: Pick<PrescriptionPrint, 'reprint' | 'printedBy' | 'printedAt'>,
  page: string,
): void {
  const y = A5.height - MARGIN - 5;
  sheet.rule(LEFT, y - 3, RIGHT, y - 3, 0.5, 0.6);
  const reprint = data.reprint > 0 ? ` · ${words.label('reprint')}: ${data.reprint}` : '';
  const printed = `${words.label('printedBy')}: ${data.printedBy} · ${printedTime(data.printedAt)}${reprint}`;
  sheet.text(printed, y, { x: LEFT, width: INNER * 0.78, size: 7.5, maxLines: 1, shade: MUTED });
  sheet.text(`${words.label('page')} ${page}`, y, {
    x: LEFT + INNER * 0.78,
    width: INNER * 0.22,
    size: 7.5,
    align: 'right',
    maxLines: 1,
    shade: MUTED,
  });
}

/** Ids are printed without the kind that they begin with. */
function printedId(id: string): string {
  return id.replace(/^visit:/, '');
}
