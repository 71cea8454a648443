import { inboxDatabase, parseVisitId, visitOf } from '../../../records/ids.js';
import { isOpenOn } from '../../../records/listed-facility.js';
import type { RecordOf } from '../../../records/ledger-record.js';
import type { Rule } from '../rule.js';
import { ownReceiver } from './own-receiver.js';
import { undeliveredAt } from './undelivered-at.js';

/**
 * What a sender's lab found after the referral goes after it, into the same inbox. Only who wrote a referral has more to
 * tell of it. Whom the referral did not reach, this does not reach either: the sender knows already.
 */
export const routeReferralResults: Rule<RecordOf<'referral-results'>> = (record, context) => {
  const { box } = context;
  const { _id, referral, results, pending, at } = record;
  const receiver = ownReceiver(record, context);
  const visit = parseVisitId(visitOf(referral));
  if (!receiver || !visit || !isOpenOn(receiver, visit.day)) return [];
  return [
    {
      database: inboxDatabase(receiver.box ?? receiver.code),
      id: `referral-results:${_id}`,
      body: {
        ...{ type: 'referral-results', v: 1, record: _id, referral, from: box, at, results },
        ...(pending && { pending }),
      },
      unless: undeliveredAt(box, referral),
      elsewhere: [],
    },
  ];
};
