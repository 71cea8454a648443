import t from 'tap';
import type { LedgerRecord } from './ledger-record.js';
import { ReferralFold } from './referral-fold.js';

const FIRST = 'visit:BR1042:20261121-042:referral:1';
const SECOND = 'visit:BR1042:20261121-042:referral:2';
const CAME = 'visit:BR0977:20261121-007:referral:1';
const VISIT = 'visit:BR1042:20261122-001';

function record(n: number, fields: object): LedgerRecord {
  const at = new Date(Date.UTC(2026, 10, 21, 4, n)).toISOString();
  return { n, at, by: 'ravi', v: 1, patient: 'patient:BR1042-000001-0', ...fields } as LedgerRecord;
}

const RECORDS = [
  record(1, { _id: FIRST, type: 'referral', to: 'BR0977', facility: 'CHC', reason: 'x', urgent: true }),
  record(2, { _id: SECOND, type: 'referral', facility: 'AIIMS', reason: 'x', supersedes: FIRST }),
  record(3, { _id: 'referral:BR1042:3', type: 'referral-reply', referral: CAME, status: 'accepted' }),
  record(4, {
    _id: 'referral:BR1042:4',
    type: 'referral-reply',
    referral: CAME,
    status: 'arrived',
    visit: VISIT,
  }),
  record(5, {
    ...{ _id: 'visit:BR1042:20261121-042:referral-cancel:1', type: 'referral-cancel', referral: FIRST },
    ...{ to: 'BR0977', reason: 'died', reasonName: { hi: 'मृत्यु', en: 'died' } },
  }),
];

t.test('a fold that was kept on disk says what one over all records says', (t) => {
  const whole = new ReferralFold();
  const half = new ReferralFold();
  for (const each of RECORDS) whole.apply(each);
  for (const each of RECORDS.slice(0, 2)) half.apply(each);
  const rest = ReferralFold.restore(JSON.parse(JSON.stringify(half.snapshot())));
  for (const each of RECORDS.slice(2)) rest.apply(each);
  t.same(rest.snapshot(), whole.snapshot());
  for (const fold of [whole, rest, ReferralFold.restore(JSON.parse(JSON.stringify(whole.snapshot())))]) {
    t.match([...fold.sent()], [{ id: FIRST, to: 'BR0977', urgent: true }, { id: SECOND }]);
    t.ok(fold.isSuperseded(FIRST));
    t.match(fold.cancelsOf(FIRST), [{ status: 'cancelled', reason: { en: 'died' } }]);
    t.same(fold.cancelsOf(SECOND), []);
    t.match(fold.answersTo(CAME), [{ status: 'accepted' }, { status: 'arrived' }]);
    t.equal(fold.broughtBy(VISIT), CAME);
  }
  t.throws(() => ReferralFold.restore(undefined), 'an older snapshot has none: all is folded anew');
  t.end();
});
