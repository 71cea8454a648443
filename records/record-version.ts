import type { RecordType } from './ledger-record.js';

/** Types whose shape has grown since their first version; readers keep what they don't know. */
const VERSIONS: Partial<Record<RecordType, number>> = {
  referral: 6,
  'referral-reply': 2,
  consent: 2,
  prescription: 2,
  dispense: 2,
};

/** The version in which a record of this type is written now. */
export function recordVersion(type: RecordType): number {
  return VERSIONS[type] ?? 1;
}
