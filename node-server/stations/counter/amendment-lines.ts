import { isoDate, dayOf, istTime } from '../../../records/day.js';
import type { LedgerRecord } from '../../../records/ledger-record.js';
import { formatDay } from '../../../templates/format-day.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';

/** Parts of a change that go with another and are not named by themselves. */
const SILENT = new Set(['birthDateEstimated', 'abhaVerified']);

/** Who changed which particulars when and why, the latest first. */
export function amendmentLines(
  records: LedgerRecord[],
  facility: Facility,
  t: Translate,
  language: Language,
): { what: string; who: string; when: string; why: string }[] {
  return records
    .filter((record) => record.type === 'patient-amendment')
    .map((record) => ({
      what: Object.keys(record.set)
        .filter((field) => !SILENT.has(field))
        .map((field) => t(`counter.field.${field}`))
        .join(', '),
      who: facility.staff.find(record.by)?.name[language] ?? record.by,
      when: `${formatDay(language, isoDate(dayOf(record.at)))}, ${istTime(record.at)}`,
      why: record.reason ?? '',
    }))
    .reverse();
}
