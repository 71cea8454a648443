import { inboxDatabase } from '../../../records/ids.js';
import type { RecordOf } from '../../../records/ledger-record.js';
import type { Rule } from '../rule.js';
import { ownReceiver } from './own-receiver.js';
import { undeliveredAt } from './undelivered-at.js';

/** That a referral was taken back goes to whom it was sent to: also to one that is closed by now, which may hold it. */
export const routeReferralCancel: Rule<RecordOf<'referral-cancel'>> = (record, context) => {
  const { box } = context;
  const { _id, referral, reason, reasonName, note, signer, at, by } = record;
  const receiver = ownReceiver(record, context);
  if (!receiver) return [];
  return [
    {
      database: inboxDatabase(receiver.box ?? receiver.code),
      id: `referral-cancel:${_id}`,
      body: {
        ...{ type: 'referral-cancel', v: 1, cancel: _id, referral, from: box, reason, reasonName, at, by },
        ...(note !== undefined && { note }),
        ...(signer && { signer }),
      },
      unless: undeliveredAt(box, referral),
      elsewhere: [],
    },
  ];
};
