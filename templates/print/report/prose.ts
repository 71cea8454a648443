import type { ReportChecks, ReportFacts } from '../../../records/report.js';
import { wrapText } from '../hindi-text.js';
import type { Labels } from '../labels.js';
import type { Sheet } from '../sheet.js';
import type { Flow } from './flow.js';
import type { Paper } from './paper.js';

const SIZE = 9;
const LINE = SIZE * 1.36;
const MUTED = 0.3;
const MARK = 7;

export function drawSectionTitle(sheet: Sheet, { left, inner }: Paper, title: string, y: number): number {
  return sheet.text(title, y + 3, { x: left, width: inner, size: 10.5, weight: 'bold' }) + 2;
}

/** Labels on the left, what they say beside them. */
export function* setFacts(flow: Flow, { title, facts }: ReportFacts): Generator<void> {
  const { left, inner } = flow.paper;
  const labelWidth = inner * 0.34;
  setTitle(flow, title);
  for (const { label, value } of facts) {
    const labels = wrapText(label, { size: SIZE, width: labelWidth - 8 });
    const values = wrapText(value, { size: SIZE, width: inner - labelWidth, weight: 'bold' });
    yield* setLines(flow, Math.max(labels.length, values.length), (sheet, y, from, to) => {
      sheet.lines(labels.slice(from, to), y, { x: left, width: labelWidth, size: SIZE, shade: MUTED });
      const x = left + labelWidth;
      sheet.lines(values.slice(from, to), y, { x, width: inner - labelWidth, size: SIZE, weight: 'bold' });
    });
  }
  flow.y += 8;
}

/** A drawn tick or cross and the word for it: grey paper and colour-blind eyes need both. */
export function* setChecks(flow: Flow, words: Labels, { title, checks }: ReportChecks): Generator<void> {
  const { left, inner } = flow.paper;
  const wordWidth = 62;
  setTitle(flow, title);
  for (const { text, ok, detail } of checks) {
    const width = inner - wordWidth - 4;
    const weight = ok ? 'regular' : 'bold';
    const lines = wrapText(text, { size: SIZE, width, weight });
    const details = wrapText(detail ?? '', { size: 8, width });
    const count = lines.length + details.length;
    yield* setLines(flow, count, (sheet, y, from, to) => {
      if (from === 0) {
        drawCheckMark(sheet, ok, left + 2, y + 2.6);
        const word = words.short(ok ? 'passed' : 'failed');
        const style = { x: left + MARK + 8, width: wordWidth - MARK - 10, size: 8 };
        sheet.text(word, y + 0.8, { ...style, weight, maxLines: 1 });
      }
      const x = left + wordWidth;
      const below = sheet.lines(lines.slice(from, to), y, {
        x,
        width,
        size: SIZE,
        weight,
      });
      const rest = details.slice(Math.max(0, from - lines.length), Math.max(0, to - lines.length));
      sheet.lines(rest, below, { x, width, size: 8, shade: MUTED, leading: LINE / 8 });
    });
  }
  flow.y += 8;
}

function drawCheckMark(sheet: Sheet, ok: boolean, x: number, y: number): void {
  const line = 1.3;
  if (ok) {
    sheet.rule(x, y + MARK * 0.55, x + MARK * 0.38, y + MARK, line, 0);
    sheet.rule(x + MARK * 0.38, y + MARK, x + MARK, y, line, 0);
  } else {
    sheet.rule(x, y, x + MARK, y + MARK, line, 0);
    sheet.rule(x, y + MARK, x + MARK, y, line, 0);
  }
}

/** What is missing or uncertain. */
export function* setNotes(flow: Flow, words: Labels, notes: string[]): Generator<void> {
  if (notes.length === 0) return;
  const { left, inner } = flow.paper;
  setTitle(flow, words.label('notes'));
  for (const note of notes) {
    const lines = wrapText(note, { size: 8.5, width: inner - 10 });
    yield* setLines(flow, lines.length, (sheet, y, from, to) => {
      if (from === 0) sheet.disc(left + 3, y + 6, 1.3, { fill: 0 });
      sheet.lines(lines.slice(from, to), y, {
        x: left + 10,
        width: inner - 10,
        size: 8.5,
        leading: LINE / 8.5,
      });
    });
  }
}

function setTitle(flow: Flow, title: string | undefined): void {
  flow.need(3 * LINE + (title ? 22 : 0));
  if (title) flow.draw((sheet, y) => drawSectionTitle(sheet, flow.paper, title, y));
}

/** Sets lines that belong together: whole where a page has the room, else over several. */
function* setLines(
  flow: Flow,
  count: number,
  draw: (sheet: Sheet, y: number, from: number, to: number) => void,
): Generator<void> {
  const height = count * LINE + 3;
  if (height <= flow.paper.bottom - flow.paper.top - 40) flow.need(height);
  let from = 0;
  do {
    const fit = Math.max(1, Math.floor((flow.room - 3) / LINE));
    const to = Math.min(count, from + fit);
    flow.draw((sheet, y) => {
      draw(sheet, y, from, to);
      return y + Math.max(1, to - from) * LINE + 3;
    });
    from = to;
    if (from < count) flow.turn();
    yield;
  } while (from < count);
}
