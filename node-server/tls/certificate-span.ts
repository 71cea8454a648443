const DAY_MS = 86_400_000;
/** Browsers refuse server certificates of more than 398 days (CA/Browser Forum, ballot SC31). */
const LONGEST_DAYS = 397;
/** Phones' clocks differ from the box's. */
const MARGIN_DAYS = 2;
/** A box without a clock battery says 1970 after a power cut; no box is older than this. */
const EARLIEST_MS = Date.UTC(2026, 0, 1);
const CA_YEARS = 10;

export interface Span {
  notBefore: Date;
  notAfter: Date;
}

/**
 * From when to when a server certificate counts. Where the clock and the ledger differ by less than a year it
 * covers both; a clock before 2026 is no clock, and a ledger far ahead was written by a wrong one.
 *
 * @param clock the system's time, milliseconds
 * @param ledger the ledger's time, milliseconds
 */
export function certificateSpan(clock: number, ledger: number): Span {
  const now = likelyTime(clock, ledger);
  const near = [now, clock, ledger].filter(
    (time) => time >= EARLIEST_MS && Math.abs(time - now) < 300 * DAY_MS,
  );
  const start = Math.min(...near) - MARGIN_DAYS * DAY_MS;
  return { notBefore: new Date(start), notAfter: new Date(start + LONGEST_DAYS * DAY_MS) };
}

/** Ten years; begins before any server certificate that it signs. */
export function caSpan(clock: number, ledger: number): Span {
  const end = new Date(likelyTime(clock, ledger));
  end.setUTCFullYear(end.getUTCFullYear() + CA_YEARS);
  return { notBefore: new Date(EARLIEST_MS - MARGIN_DAYS * DAY_MS), notAfter: end };
}

/** The clock where it can be right, else the ledger, else the day before which no box was made. */
export function likelyTime(clock: number, ledger: number): number {
  if (clock >= EARLIEST_MS) return clock;
  return Math.max(ledger, EARLIEST_MS);
}
