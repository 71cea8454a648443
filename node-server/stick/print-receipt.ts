import { dayOf, isoDate, istTime } from '../../records/day.js';
import { FacilityError } from '../../records/facility-error.js';
import type { Job } from '../../records/progress.js';
import type { Report } from '../../records/report.js';
import { keyFingerprint } from '../../records/seal.js';
import type { Language, Translate } from '../../templates/locale.js';
import { reportPdf } from '../../templates/print/report.js';
import type { Facility } from '../facility.js';
import type { ReceiptAnswer } from './stick-api.js';

export interface PrintedReceipt {
  /** of the PDF, base64 */
  bytes: string;
  pages: number;
}

/** The receipt as a page to sign and to keep. Throws `not-found` where none came yet. */
export async function* printReceipt(
  facility: Pick<Facility, 'box' | 'profile' | 'now'>,
  answer: ReceiptAnswer,
  { language, say }: { language: Language; say: Translate },
): Job<PrintedReceipt> {
  const report = receiptReport(answer, facility.profile().name[language], say);
  const parts: Uint8Array[] = [];
  let pages = 0;
  const printedAt = new Date(facility.now()).toISOString();
  for await (const part of reportPdf([report], { language, printedBy: say('roles.operator'), printedAt })) {
    parts.push(part.bytes);
    ({ pages } = part);
    yield { step: 'report.pages', done: pages, unit: 'pages' };
  }
  return { bytes: Buffer.concat(parts).toString('base64'), pages };
}

/** The receipt as facts; whoever compares box and centre by line may print the same. */
export function receiptReport(
  { box, receipt, agrees, records }: ReceiptAnswer,
  facility: string,
  say: Translate,
): Report {
  if (!receipt) {
    throw new FacilityError('not-found', 'No receipt of the centre has come to this box yet.', {
      hint: 'hints.thereAndBack',
    });
  }
  const { at, holds, seal, refused, key } = receipt;
  const day = dayOf(at);
  const fact = (name: string, value: string): { label: string; value: string } => ({
    label: say(`stick.receipt.${name}`),
    value,
  });
  return {
    id: 'sync-receipt',
    title: say('stick.receipt.title'),
    facility,
    box,
    period: { from: day, to: day, words: isoDate(day) },
    sections: [
      {
        kind: 'checks',
        checks: [
          {
            text: agrees === null ? say('stick.receipt.differs') : say('stick.receipt.agrees', { n: agrees }),
            ok: agrees !== null,
          },
        ],
      },
      {
        kind: 'facts',
        facts: [
          fact('at', `${isoDate(day)} ${istTime(at)}`),
          fact('holds', holds ? String(holds.count) : say('stick.receipt.unknown')),
          fact('sum', holds ? holds.sums.join(' · ') : say('stick.receipt.unknown')),
          fact('here', String(records)),
          fact('seal', seal ? `${seal.upTo} · ${seal.head}` : say('stick.receipt.unknown')),
          fact('refused', String(refused.length)),
          fact('signed', keyFingerprint(key)),
        ],
      },
    ],
    notes: [say('stick.receipt.note')],
  };
}
