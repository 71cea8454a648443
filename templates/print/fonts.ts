import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { create, type Font, type GlyphRun } from 'fontkit';

export type Weight = 'regular' | 'bold';

const FILES: Record<Weight, string> = {
  regular: '400Regular/NotoSansDevanagari_400Regular.ttf',
  bold: '700Bold/NotoSansDevanagari_700Bold.ttf',
};

/** Words kept shaped. A month of slips repeats a few thousand; names make up the rest. */
const SHAPED_WORDS = 4000;

export interface PrintFont {
  weight: Weight;
  unitsPerEm: number;
  has(codePoint: number): boolean;
  /** Glyphs of one word, in font units. Shared: not to be changed. */
  shape(word: string): GlyphRun;
  /** the fontkit font, for pdfkit, which takes it in place of a file and asks it to shape again */
  embeddable: Font;
}

/** Words with the space that follows each: the unit in which pdfkit shapes, and so also we. */
export function wordsOf(line: string): string[] {
  return line.match(/[^ ]* |[^ ]+/g) ?? [];
}

const fonts = new Map<Weight, PrintFont>();

/**
 * Noto Sans Devanagari, read once per process. Parsing takes about 10 ms and shaping a Hindi word about 1 ms
 * (fontkit works in plain JavaScript), so shaped words are kept: labels cost nothing from the second print on.
 */
export function printFont(weight: Weight): PrintFont {
  const known = fonts.get(weight);
  if (known) return known;
  const made = openFont(weight);
  fonts.set(weight, made);
  return made;
}

function openFont(weight: Weight): PrintFont {
  const manifest = createRequire(import.meta.url).resolve(
    '@expo-google-fonts/noto-sans-devanagari/package.json',
  );
  const font = create(readFileSync(join(dirname(manifest), FILES[weight])));
  const shaped = new Map<string, GlyphRun>();

  function shape(word: string): GlyphRun {
    const known = shaped.get(word);
    if (known) return known;
    const run = font.layout(word);
    if (shaped.size >= SHAPED_WORDS) {
      const [oldest] = shaped.keys();
      if (oldest !== undefined) shaped.delete(oldest);
    }
    shaped.set(word, run);
    return run;
  }

  const embeddable = Object.create(font, { layout: { value: layoutForPdfkit } }) as Font;

  // pdfkit scales the positions that it is given in place, so it gets its own copy of them.
  function layoutForPdfkit(text: string): GlyphRun {
    const run = shape(text);
    return {
      glyphs: run.glyphs,
      positions: run.positions.map((position) => ({ ...position })),
      advanceWidth: (run.advanceWidth * 1000) / font.unitsPerEm,
    };
  }

  return {
    weight,
    unitsPerEm: font.unitsPerEm,
    has: (codePoint) => font.hasGlyphForCodePoint(codePoint),
    shape,
    embeddable,
  };
}

/** Shapes words ahead of the first print, a few at a time, so that a server can do it while it already answers. */
export async function warmFonts(texts: string[]): Promise<void> {
  for (const weight of ['regular', 'bold'] as const) {
    const font = printFont(weight);
    for (const text of texts) {
      await setImmediate();
      for (const word of wordsOf(text)) font.shape(word);
    }
  }
}
