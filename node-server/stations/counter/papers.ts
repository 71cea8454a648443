/** What a slip can be printed as: PDF pages for A5 and for rolls, and bytes for a roll printer without a driver. */
export const PAPERS = ['a5', 'thermal-58', 'thermal-80', 'escpos-58', 'escpos-80'] as const;

export type Paper = (typeof PAPERS)[number];

/** What a counter that has printed nothing yet is offered first: the first paper that the set-up was told of. */
export function firstPaper(papers: readonly Paper[] | undefined): Paper {
  return papers?.[0] ?? 'a5';
}

/** Remembers what this counter printed last. */
export const PRINTER_COOKIE = 'nadi-printer';
