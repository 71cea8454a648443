import { dayOf } from '../../../records/day.js';
import { firstBox, inboxDatabase } from '../../../records/ids.js';
import type { RecordOf } from '../../../records/ledger-record.js';
import { isOpenOn } from '../../../records/listed-facility.js';
import type { Undelivered } from '../../../records/inbox-referral.js';
import type { Copy } from '../copy.js';
import type { Rule } from '../rule.js';
import { undeliveredAt } from './undelivered-at.js';

/**
 * A referral that names a facility goes to that facility's inbox, with what the sender wrote for it. Where it cannot,
 * the sender's inbox says why. One in free words is a letter in the patient's hand and goes nowhere.
 */
export const routeReferral: Rule<RecordOf<'referral'>> = (record, { box, directory }) => {
  const { _id, to, at, by, patient, facility, reason, urgent, summary, supersedes } = record;
  if (to === undefined) return [];
  const undelivered = (why: Undelivered): Copy => ({
    ...undeliveredAt(box, _id),
    body: { type: 'referral-undelivered', v: 1, referral: _id, patient, to, facility, why, at },
    elsewhere: [],
  });
  const receiver = directory.find(to);
  if (!receiver) return [undelivered('unknown')];
  // Only a page that somebody made by hand names the sender itself.
  if (receiver.code === firstBox(box)) return [undelivered('own')];
  if (!isOpenOn(receiver, dayOf(at))) return [undelivered('closed')];
  const sender = directory.find(box);
  const from = { code: firstBox(box), ...(sender && { name: sender.name }) };
  return [
    {
      database: inboxDatabase(receiver.box ?? receiver.code),
      id: `referral:${_id}`,
      body: {
        ...{ type: 'referral-in', v: 1, referral: _id, from, patient, at, by, reason },
        ...(urgent && { urgent }),
        ...(summary && { summary }),
        ...(supersedes !== undefined && { supersedes }),
      },
      // Whoever was told so has sent the patient elsewhere: a box that is there since then is not told months later.
      unless: undeliveredAt(box, _id),
      elsewhere: [undelivered('no-box')],
    },
  ];
};
