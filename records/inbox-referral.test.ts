import t from 'tap';
import { patientId } from './ids.js';
import { readInboxReferral } from './inbox-referral.js';

const REFERRAL = 'visit:BR0977:20261120-007:referral:1';
const IN = {
  ...{ _id: `referral:${REFERRAL}`, _rev: '1-x', type: 'referral-in', v: 9, referral: REFERRAL },
  ...{ from: { code: 'BR0977', place: 'new' }, patient: patientId('BR0977', 12) },
  ...{ at: '2026-11-20T04:30:00.000Z', by: 'ravi', reason: 'जाँच' },
};

t.test('news of a referral is read, and what a newer centre adds does no harm', (t) => {
  const summary = { person: { name: 'मोहन', sex: 'male' }, scan: 'new', vitals: { lactate: 3 } };
  t.match(readInboxReferral({ ...IN, summary }), {
    referral: REFERRAL,
    summary: { person: { name: 'मोहन' } },
  });
  const reply = { type: 'referral-reply', reply: 'referral:BR1042:4', from: 'BR1042', status: 'seen' };
  t.match(readInboxReferral({ ...IN, ...reply }), { status: 'seen' });
  const cancel = {
    ...{ type: 'referral-cancel', cancel: 'visit:BR0977:20261120-007:referral-cancel:b1', from: 'BR0977b' },
    ...{ reason: 'a-newer-one', reasonName: { hi: 'मृत्यु', en: 'died' }, note: 'at night' },
  };
  t.match(readInboxReferral({ ...IN, ...cancel }), { reason: 'a-newer-one', note: 'at night' });
  t.match(readInboxReferral({ ...IN, type: 'referral-undelivered', why: 'closed' }), { why: 'closed' });
  t.end();
});

t.test('what is of another kind, or says what cannot be, is passed over', (t) => {
  const odd = [
    { type: 'link' },
    { reason: undefined },
    { patient: 'patient:BR0977-000012-X' },
    { from: 'BR0977' },
  ];
  for (const fields of odd) t.equal(readInboxReferral({ ...IN, ...fields }), null, JSON.stringify(fields));
  t.equal(readInboxReferral({ _id: 'replaced:BR1042b' }), null);
  t.end();
});
