/** What a slip can be printed as: PDF pages for A5 and for rolls, and bytes for a roll printer without a driver. */
export const PAPERS = ['a5', 'thermal-58', 'thermal-80', 'escpos-58', 'escpos-80'] as const;

export type Paper = (typeof PAPERS)[number];

/** Remembers what this counter printed last. */
export const PRINTER_COOKIE = 'nadi-printer';
