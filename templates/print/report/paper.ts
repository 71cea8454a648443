import { MARGIN } from '../a5.js';

/** A sheet of A4 and the part of it that is written on, in points. */
export interface Paper {
  width: number;
  height: number;
  left: number;
  right: number;
  inner: number;
  top: number;
  /** above the footer */
  bottom: number;
  footer: number;
}

const SHORT = 595.28;
const LONG = 841.89;
const FOOTER = 18;

export const PORTRAIT = paper(SHORT, LONG);
export const LANDSCAPE = paper(LONG, SHORT);

function paper(width: number, height: number): Paper {
  const right = width - MARGIN;
  const footer = height - MARGIN - 11;
  return {
    width,
    height,
    left: MARGIN,
    right,
    inner: right - MARGIN,
    top: MARGIN,
    bottom: height - MARGIN - FOOTER,
    footer,
  };
}
