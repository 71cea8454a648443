import t from 'tap';
import type { ReferralState } from './care.js';
import { foldReferral, nextReferralStates, type ReferralAnswer } from './referral-steps.js';

function answer(n: number, status: ReferralState, feedback?: string): ReferralAnswer {
  const at = new Date(Date.UTC(2026, 10, 21, 4, n)).toISOString();
  return {
    reply: `referral:BR0977:${n}`,
    status,
    at,
    by: 'ravi',
    ...(feedback !== undefined && { feedback }),
  };
}

t.test('a referral is open until it is returned or the patient was seen', (t) => {
  t.match(foldReferral([]), { state: 'waiting', open: true, steps: [] });
  t.match(foldReferral([answer(1, 'accepted')]), { state: 'accepted', open: true });
  t.match(foldReferral([answer(1, 'accepted'), answer(2, 'arrived')]), { state: 'arrived', open: true });
  t.match(foldReferral([answer(1, 'arrived'), answer(2, 'seen', 'Fracture set')]), {
    state: 'seen',
    open: false,
  });
  t.match(foldReferral([answer(1, 'returned', 'No surgeon today')]), { state: 'returned', open: false });
  t.end();
});

t.test('answers that come late, in another order or twice tell the same', (t) => {
  const answers = [answer(1, 'accepted'), answer(2, 'arrived'), answer(3, 'seen')];
  const [accepted, arrived, seen] = answers as [ReferralAnswer, ReferralAnswer, ReferralAnswer];
  t.same(foldReferral([seen, accepted, seen, arrived, accepted]), foldReferral(answers));
  const atOnce = [answer(9, 'arrived'), answer(10, 'seen')].map((each) => ({ ...each, at: seen.at }));
  t.match(foldReferral(atOnce), { state: 'seen' }, 'at one moment the serial tells');
  t.end();
});

t.test('the receiver can return it until the patient was seen, and nothing follows an end', (t) => {
  t.ok(nextReferralStates({ state: 'waiting' }).includes('returned'));
  t.ok(nextReferralStates({ state: 'arrived' }).includes('returned'));
  t.notOk(nextReferralStates({ state: 'seen' }).includes('returned'));
  t.same(nextReferralStates({ state: 'closed' }), []);
  t.same(nextReferralStates({ state: 'returned' }), []);
  t.end();
});
