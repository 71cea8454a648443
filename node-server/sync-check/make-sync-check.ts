import { FacilityError } from '../../records/facility-error.js';
import { facilityDatabase } from '../../records/ids.js';
import type { Job } from '../../records/progress.js';
import { centreAddress, openCentreDatabase, type Centre } from '../../sync/centre-database.js';
import { openLine, type LineLimits } from '../../sync/centre-line.js';
import {
  lackingAtCentre,
  verifyLedgerDays,
  type DayCheck,
  type LedgerComparison,
} from '../../sync/verify/verify-ledger-days.js';
import type { Language, Translate } from '../../templates/locale.js';
import { reportPdf } from '../../templates/print/report.js';
import type { Facility } from '../facility.js';
import { receiptCode, syncReceipt, type ReceiptFrame } from './sync-receipt.js';

/** A CouchDB that sums a ledger up for the first time is silent for minutes. */
const PATIENT: LineLimits = { answerMs: 300_000, bytesPerSecond: 1_000 };

export interface SyncCheckParts {
  facility: Facility;
  centre: Centre | null;
  /** sends what waits; must not throw where the line is down */
  syncNow: () => Promise<unknown>;
}

export interface SyncCheckOrder {
  mend: boolean;
  /** with the receipt as a PDF */
  pdf: boolean;
  /** who wants to know; absent: the operator */
  askedBy?: string;
  language: Language;
}

export interface SyncCheckAnswer {
  box: string;
  centre: string;
  /** UTC */
  comparedAt: string;
  askedBy: string;
  /** records up to there are other boxes' */
  startsAt: number;
  comparison: LedgerComparison;
  /** days on which the centre lacked something before it was mended, and how many records it has again */
  mended: { days: DayCheck[]; sent: number } | null;
  /** the PDF, base64 */
  receipt?: string;
}

/**
 * Compares the box with the centre, sends again what is to be mended, and prints the receipt. Throws
 * `centre-not-set`, `centre-unreachable`, `centre-refused`, `store-damaged`.
 */
export async function* makeSyncCheck(
  { facility, centre, syncNow }: SyncCheckParts,
  order: SyncCheckOrder,
  say: Translate,
): Job<SyncCheckAnswer> {
  if (!centre) {
    throw new FacilityError('centre-not-set', 'This box has no centre yet.', {
      hint: 'hints.nameCouch',
    });
  }
  const startsAt = facility.forerunners().at(-1)?.upTo ?? 0;
  const line = openLine(centre.url, PATIENT);
  let outcome: Pick<SyncCheckAnswer, 'comparison' | 'mended'>;
  try {
    const there = openCentreDatabase(centre, facilityDatabase(facility.box), line);
    const compare = (mend: boolean) =>
      verifyLedgerDays({ records: facility.databases.records, centre: there, startsAt, mend });
    const comparison = yield* compare(false);
    outcome =
      comparison.agrees || !order.mend
        ? { comparison, mended: null }
        : yield* mendAll(comparison, syncNow, compare);
  } finally {
    line.close();
  }
  const answer: SyncCheckAnswer = {
    box: facility.box,
    centre: centreAddress(centre.url),
    comparedAt: new Date(facility.now()).toISOString(),
    askedBy: order.askedBy ?? say('roles.operator'),
    startsAt,
    ...outcome,
  };
  if (!order.pdf) return answer;
  const { language } = order;
  const frame = { ...answer, facility: facility.profile().name[language], language, say };
  return { ...answer, receipt: yield* printReceipt(frame) };
}

/** First the usual sync, which packs best; then, record by record, what it does not see that the centre lacks. */
async function* mendAll(
  before: LedgerComparison,
  syncNow: SyncCheckParts['syncNow'],
  compare: (mend: boolean) => Job<LedgerComparison>,
): Job<Pick<SyncCheckAnswer, 'comparison' | 'mended'>> {
  const lacking = lackingAtCentre(before.counts);
  yield { step: 'sync.sending', done: 0, unit: 'records' };
  await syncNow();
  const comparison = yield* compare(true);
  if (lacking === 0) return { comparison, mended: null };
  const days = before.days.filter(({ counts }) => lackingAtCentre(counts) > 0);
  return { comparison, mended: { days, sent: Math.max(0, lacking - lackingAtCentre(comparison.counts)) } };
}

async function* printReceipt(frame: ReceiptFrame): Job<string> {
  const { language, askedBy: printedBy, comparedAt: printedAt } = frame;
  const code = receiptCode(frame);
  const printed: Uint8Array[] = [];
  const parts = reportPdf([syncReceipt(frame)], {
    language,
    printedBy,
    printedAt,
    linkOf: () => code,
  });
  for await (const { bytes, pages } of parts) {
    printed.push(bytes);
    yield { step: 'report.pages', done: pages, unit: 'pages' };
  }
  return Buffer.concat(printed).toString('base64');
}
