import { setImmediate } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { drawMark } from './draw-mark.js';
import { printFont, type Weight } from './fonts.js';
import type { PdfInfo } from './pdf.js';
import type { Sheet } from './sheet.js';

/** Marks drawn before others get their turn: a full page of a register has some two thousand. */
const MARKS_AT_ONCE = 100;

/** Where a page says how many there are; baseline and points as in a text mark. */
export interface TotalPlace {
  x: number;
  y: number;
  size: number;
}

/** pdfkit's own parts that its types don't name. */
interface Inner {
  ref(data: object): PdfReference;
  _font: { id: string; ref(): PdfReference; encode(text: string): [glyphs: string[], positions: unknown[]] };
}
interface PdfReference {
  end(content: string): void;
}

/**
 * A PDF that is written page by page: what `take` gave away is no longer held. A page may name the number of all
 * pages before it is known: that number is one small drawing which every page shows and which is written last.
 */
export class PdfDocument {
  readonly #doc: PDFKit.PDFDocument;
  #total: PdfReference | undefined;
  #pages = 0;

  constructor(info: PdfInfo) {
    this.#doc = new PDFDocument({
      autoFirstPage: false,
      margin: 0,
      lang: 'hi-IN',
      // Empty: else pdfkit opens Helvetica, which nothing here uses.
      font: '',
      // Shaped words are kept by `printFont`, a few thousand at most; pdfkit would keep all.
      fontLayoutCache: false,
      info: { Title: info.title, Creator: 'Nadi', Producer: 'Nadi', CreationDate: new Date(info.at) },
    });
    for (const weight of ['regular', 'bold'] satisfies Weight[]) {
      // pdfkit also takes an opened fontkit font, which its types don't say.
      this.#doc.registerFont(weight, printFont(weight).embeddable as unknown as PDFKit.Mixins.PDFFontSource);
    }
  }

  get pages(): number {
    return this.#pages;
  }

  /** Draws a page, in pieces between which a server can answer others. */
  async add(sheet: Sheet, total?: TotalPlace): Promise<void> {
    this.#doc.addPage({ size: [sheet.width, sheet.height], margin: 0 });
    this.#pages += 1;
    for (const [i, mark] of sheet.marks.entries()) {
      if (i % MARKS_AT_ONCE === MARKS_AT_ONCE - 1) await setImmediate();
      drawMark(this.#doc, mark);
    }
    if (total) this.#showTotal(total);
  }

  /** The bytes that have come since the last call. */
  take(): Uint8Array {
    return (this.#doc.read() as Uint8Array | null) ?? new Uint8Array();
  }

  /** Closes the document and gives its last bytes. */
  end(): Uint8Array {
    if (this.#total) this.#writeTotal(this.#total);
    this.#doc.end();
    return this.take();
  }

  #showTotal({ x, y, size }: TotalPlace): void {
    const doc = this.#doc;
    this.#total ??= this.#inner().ref({
      Type: 'XObject',
      Subtype: 'Form',
      BBox: [0, -1, 10, 2],
      Resources: { Font: {} },
    });
    doc.font('regular').fillColor('#000000');
    const page = doc.page as unknown as { xobjects: Record<string, PdfReference> };
    page.xobjects['Total'] = this.#total;
    doc.save().transform(1, 0, 0, -1, 0, doc.page.height);
    doc.addContent(`${size} 0 0 ${size} ${x} ${doc.page.height - y} cm /Total Do`);
    doc.restore();
  }

  #writeTotal(total: PdfReference): void {
    this.#doc.font('regular');
    const { _font: font } = this.#inner();
    const { data } = total as unknown as { data: { Resources: { Font: Record<string, PdfReference> } } };
    data.Resources.Font[font.id] = font.ref();
    const [glyphs] = font.encode(String(this.#pages));
    total.end(`BT /${font.id} 1 Tf <${glyphs.join('')}> Tj ET`);
  }

  #inner(): Inner {
    return this.#doc as unknown as Inner;
  }
}
