import type { Mark, Shade, Sheet } from './sheet.js';

/**
 * A drawing as SVG for a page. Looks are attributes: the pages' policy forbids style. Letters are the browser's own,
 * of the same font where it has it.
 */
export function sheetSvg(sheet: Sheet, title: string): string {
  const size = `${round(sheet.width)} ${round(sheet.height)}`;
  const marks = sheet.marks.map(markSvg).join('');
  return `<svg class="drawing" viewBox="0 0 ${size}" role="img" aria-label="${escaped(title)}">${marks}</svg>`;
}

function markSvg(mark: Mark): string {
  switch (mark.kind) {
    case 'text': {
      const weight = mark.weight === 'bold' ? ' font-weight="600"' : '';
      const place = `x="${round(mark.x)}" y="${round(mark.y)}" font-size="${mark.size}"`;
      return `<text ${place}${weight} fill="${grey(mark.shade)}">${escaped(mark.text)}</text>`;
    }
    case 'box': {
      const { x, y, width, height, radius } = mark;
      const corner = radius > 0 ? ` rx="${round(radius)}"` : '';
      const place = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
      return `<rect ${place}${corner} ${paint(mark)}/>`;
    }
    case 'disc':
      return `<circle cx="${round(mark.x)}" cy="${round(mark.y)}" r="${round(mark.radius)}" ${paint(mark)}/>`;
    case 'rule': {
      const { x1, y1, x2, y2, line, shade, dash } = mark;
      const place = `x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"`;
      const dashes = dash ? ` stroke-dasharray="${dash.join(' ')}"` : '';
      return `<line ${place} stroke="${grey(shade)}" stroke-width="${round(line)}"${dashes}/>`;
    }
    case 'qr':
      return '';
  }
}

function paint({ fill, stroke, line }: { fill?: Shade; stroke?: Shade; line: number }): string {
  const inside = fill === undefined ? 'none' : grey(fill);
  const edge = stroke === undefined ? '' : ` stroke="${grey(stroke)}" stroke-width="${round(line)}"`;
  return `fill="${inside}"${edge}`;
}

function grey(shade: Shade): string {
  const hex = Math.round(shade * 255)
    .toString(16)
    .padStart(2, '0');
  return `#${hex}${hex}${hex}`;
}

function round(points: number): number {
  return Math.round(points * 100) / 100;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
