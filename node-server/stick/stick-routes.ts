import { isAbsolute } from 'node:path';
import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { FacilityError } from '../../records/facility-error.js';
import type { Locale } from '../../templates/locale.js';
import { settleReceipt } from '../../sync/stick/settle-receipt.js';
import { answerJob } from '../admin/answer-job.js';
import { availablePlaces } from '../backup/available-places.js';
import { readDisks } from '../backup/read-disks.js';
import { exportStick } from './export-stick.js';
import { importStick } from './import-stick.js';
import { printReceipt } from './print-receipt.js';
import { readReceipts } from './read-receipts.js';
import type { ExportRequest, ImportRequest, ReceiptAnswer } from './stick-api.js';
import { standingMark, startsAt, type StickParts } from './stick-parts.js';

/** What the admin socket serves of sync by stick; the shapes stand in stick-api.ts. */
export function stickRoutes(
  parts: StickParts & { locale: Locale },
  onError: (error: unknown) => void,
): ServerRoute[] {
  return [
    {
      method: 'POST',
      path: '/sync/export',
      async handler(request, h) {
        const { to, papers = false } = read<ExportRequest>(request.payload, exporting);
        const target = to ?? (await stickThatIsIn(parts, 'written'));
        return answerJob(request, h, exportStick(parts, { target: fullPath('to', target), papers }), onError);
      },
    },
    {
      method: 'POST',
      path: '/sync/import',
      async handler(request, h) {
        const { from } = read<ImportRequest>(request.payload, importing);
        const place = fullPath('from', from ?? (await stickThatIsIn(parts, 'read')));
        return answerJob(request, h, importStick(parts, place), onError);
      },
    },
    { method: 'GET', path: '/sync/receipt', handler: () => lastReceipt(parts) },
    {
      method: 'POST',
      path: '/sync/receipt/print',
      async handler(request, h) {
        const { language } = read<{ language: 'hi' | 'en' }>(request.payload, printing);
        const answer = await lastReceipt(parts);
        const reader = { language, say: parts.locale.in(language) };
        return answerJob(request, h, printReceipt(parts.facility, answer, reader), onError);
      },
    },
  ];
}

/** The newest receipt, held against the ledger as it is now; nothing is changed. */
async function lastReceipt(parts: StickParts): Promise<ReceiptAnswer> {
  const { facility } = parts;
  const [receipt = null] = await readReceipts(parts);
  const answer = { box: facility.box, receipt, agrees: null, records: facility.recordCount };
  if (!receipt) return answer;
  const mark = structuredClone(await standingMark(parts));
  const { records } = facility.databases;
  const seen = await settleReceipt(records, mark, receipt, { startsAt: startsAt(facility), isNewest: false });
  return { ...answer, agrees: seen.agrees };
}

/** One that is locked may still be read. */
async function stickThatIsIn({ disks = readDisks }: StickParts, use: 'read' | 'written'): Promise<string> {
  const places = await availablePlaces([{ kind: 'usb' }], disks);
  const ready = places.find(({ state }) => state === 'ready')?.folder;
  if (ready) return ready;
  const locked = places.find(({ state }) => state === 'read-only')?.folder;
  if (locked && use === 'read') return locked;
  throw new FacilityError('stick-no-place', locked ? `${locked} cannot be written to.` : 'No stick is in.', {
    hint: 'hints.stickOrFolder',
  });
}

const exporting = Joi.object<ExportRequest>({ to: Joi.string(), papers: Joi.boolean() });
const importing = Joi.object<ImportRequest>({ from: Joi.string() });
const printing = Joi.object<{ language: 'hi' | 'en' }>({ language: Joi.valid('hi', 'en').required() });

function read<T>(given: unknown, schema: Joi.ObjectSchema<T>): T {
  const found = schema.validate(given ?? {});
  if (!found.error) return found.value;
  const field = String(found.error.details[0]?.path[0] ?? '');
  throw new FacilityError('bad-input', found.error.message, { fields: [{ field, code: 'unknownChoice' }] });
}

function fullPath(field: string, path: string): string {
  if (isAbsolute(path)) return path;
  throw new FacilityError('bad-input', `${path} is no full path.`, {
    fields: [{ field, code: 'wrongPath' }],
  });
}
