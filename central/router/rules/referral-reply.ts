import { boxOf, inboxDatabase } from '../../../records/ids.js';
import type { RecordOf } from '../../../records/ledger-record.js';
import type { Rule } from '../rule.js';

/** What the receiver says of a referral goes back to the box that sent it. */
export const routeReferralReply: Rule<RecordOf<'referral-reply'>> = (record, { box, directory }) => {
  const { _id, referral, status, feedback, signer, at, by } = record;
  const sender = boxOf(referral);
  if (sender === null) return [];
  return [
    {
      database: inboxDatabase(directory.find(sender)?.box ?? sender),
      id: `referral-reply:${_id}`,
      body: {
        // Who answers is told by whose ledger it stands in, not by what it says.
        ...{ type: 'referral-reply', v: 1, reply: _id, referral, from: box, status, at, by },
        ...(feedback !== undefined && { feedback }),
        ...(signer && { signer }),
      },
      elsewhere: [],
    },
  ];
};
