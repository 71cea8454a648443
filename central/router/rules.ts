import { BOX_PATTERN, boxOf, firstBox, type BoxId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { readRecord } from '../../records/record-schemas.js';
import { countsOnly, isPrivate, outflowOf } from '../../records/tenancy.js';
import { alertCopy } from './alert.js';
import type { Copy } from './copy.js';
import type { CouchDocument } from './router-couch.js';
import type { RuleContext } from './rule.js';
import { routeLook } from './rules/look.js';
import { routeForeignVisit, routePatient } from './rules/patient.js';
import { routeSamePerson } from './rules/same-person.js';
import { routeReferralCancel } from './rules/referral-cancel.js';
import { routeReferralReply } from './rules/referral-reply.js';
import { routeReferralResults } from './rules/referral-results.js';
import { routeReferral } from './rules/referral.js';
import { routeSummary } from './rules/summary.js';

const OF_REFERRALS = ['referral', 'referral-cancel', 'referral-reply', 'referral-results'];
/** What those hear of who fetched a history: see `routeHistoryWords`. */
const ENDING_HISTORIES = [{ type: 'consent', purpose: 'history', given: false }, { type: 'restriction' }];

/**
 * Which of a box's records the rules want to see, for `_changes?filter=_selector`: of looks and visits only those of
 * patients who were registered elsewhere, so that nineteen of twenty records stay where they are. Of a private
 * hospital's patients only those are asked for on whose sharing something was said: see `routeSharing`.
 */
export function wantedOf({ box, directory }: RuleContext): object {
  const elsewhere = { $regex: `^patient:(?!${firstBox(box)}[a-z]?-)` };
  const looks = { type: 'access', patients: { $elemMatch: elsewhere } };
  if (isPrivate(directory.find(box))) {
    return {
      $or: [
        { type: { $in: ['summary', ...OF_REFERRALS, 'patient-amendment'] } },
        { type: 'consent', purpose: 'share' },
        ...ENDING_HISTORIES,
        looks,
      ],
    };
  }
  return {
    $or: [
      {
        type: { $in: ['summary', ...OF_REFERRALS, 'patient', 'patient-amendment', 'same-person'] },
      },
      ...ENDING_HISTORIES,
      looks,
      { type: 'visit', patient: elsewhere },
    ],
  };
}

/**
 * What a record wants to stand elsewhere. A record that this version cannot read (a poisoned one, or a newer version's)
 * is named in an alert and keeps nobody else's back.
 */
export function routeRecord(document: CouchDocument, context: RuleContext): Copy[] {
  const { _rev, _conflicts, ...body } = document;
  const at = typeof body['at'] === 'string' ? body['at'] : '';
  let record: LedgerRecord;
  try {
    record = readRecord(body);
  } catch (error) {
    const why = [error instanceof Error ? error.message : String(error)];
    return [alertCopy(context.box, 'record-unreadable', at, { id: document._id, why })];
  }
  const isTenant = isPrivate(context.directory.find(context.box));
  if (isTenant && !['counts', 'addressed'].includes(outflowOf(record.type) ?? '')) return [];
  return rule(isTenant && record.type === 'summary' ? countsOnly(record) : record, context);
}

function rule(record: LedgerRecord, context: RuleContext): Copy[] {
  switch (record.type) {
    case 'summary':
      return routeSummary(record, context);
    case 'referral':
      return routeReferral(record, context);
    case 'referral-cancel':
      return routeReferralCancel(record, context);
    case 'referral-reply':
      return routeReferralReply(record, context);
    case 'referral-results':
      return routeReferralResults(record, context);
    case 'patient':
    case 'patient-amendment':
      return routePatient(record, context);
    case 'same-person':
      return routeSamePerson(record, context);
    case 'visit':
      return routeForeignVisit(record, context);
    case 'access':
      return routeLook(record, context);
    default:
      return [];
  }
}

/** What of `patients` goes to the patients' homes: that two are, or are not, one person, and who at the centre looked. */
export const OF_PATIENTS = { type: { $in: ['link', 'look'] } };

/** The box of a facility's database: `facility-br1042b` → `BR1042b`; null where it is no such database. */
export function boxOfDatabase(name: string): BoxId | null {
  const [, state = '', number = '', letter = ''] = /^facility-([a-z]{2})(\d{2,6})([a-z]?)$/.exec(name) ?? [];
  const box = state.toUpperCase() + number + letter;
  return BOX_PATTERN.test(box) && boxOf(`key:${box}:1`) === box ? box : null;
}
