import { assert, array, constantFrom, integer, property, record, shuffledSubarray } from 'fast-check';
import t from 'tap';
import { REFERRAL_STATES, type ReferralState } from './care.js';
import {
  cancelAnswer,
  foldReferral,
  isOver,
  judgeReferralAnswer,
  judgeReferralCancel,
  mayCancel,
  nextReferralStates,
  peoplesAnswers,
  type ReferralAnswer,
  type ReferralProgress,
  type SentState,
} from './referral-steps.js';

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

t.test('only legal steps: what people may say after what', (t) => {
  const table: [ReferralProgress['state'], ReferralState[]][] = [
    ['waiting', ['accepted', 'arrived', 'returned']],
    ['received', ['accepted', 'arrived', 'returned']],
    ['accepted', ['arrived', 'returned']],
    ['arrived', ['seen', 'returned']],
    ['seen', ['closed']],
    ['returned', []],
    ['cancelled', ['arrived']],
    ['closed', []],
  ];
  for (const [state, may] of table) {
    t.same(nextReferralStates({ state }), may, state);
    for (const status of REFERRAL_STATES) {
      const judged = judgeReferralAnswer({ state, steps: [], open: true }, { status });
      t.equal(judged, may.includes(status) ? 'may' : 'not-next', `${status} after ${state}`);
    }
  }
  t.end();
});

t.test('an answer given on a page that had not seen the last one is not taken, whatever it says', (t) => {
  const accepted = foldReferral([answer(1, 'received'), answer(2, 'accepted')]);
  const stale = peoplesAnswers(foldReferral([answer(1, 'received')])).length;
  for (const status of REFERRAL_STATES) {
    t.equal(judgeReferralAnswer(accepted, { status, seen: stale }), 'gone-on', status);
  }
  const fresh = peoplesAnswers(accepted).length;
  t.equal(judgeReferralAnswer(accepted, { status: 'returned', seen: fresh }), 'may', 'a change of mind');
  t.equal(judgeReferralAnswer(accepted, { status: 'accepted', seen: fresh }), 'not-next');
  const received = foldReferral([answer(1, 'received')]);
  t.equal(
    judgeReferralAnswer(received, { status: 'accepted', seen: 0 }),
    'may',
    'the box says no person’s word',
  );
  t.end();
});

t.test('of two boxes of one facility that answered beside each other the first word stands', (t) => {
  const other = (n: number, status: ReferralState) => ({
    ...answer(n, status),
    reply: `referral:BR0977b:${n}`,
  });
  const crossing: [ReferralAnswer[], ReferralProgress['state'], ReferralState[]][] = [
    [[answer(1, 'returned'), other(2, 'accepted')], 'returned', ['accepted']],
    [[answer(1, 'accepted'), other(2, 'accepted')], 'accepted', ['accepted']],
    [[answer(1, 'accepted'), other(2, 'received')], 'accepted', []],
    [[answer(1, 'seen'), other(2, 'returned')], 'seen', ['returned']],
    [[answer(1, 'arrived'), other(2, 'accepted')], 'arrived', ['accepted']],
  ];
  for (const [answers, state, crossed] of crossing) {
    const { state: found, steps } = foldReferral(answers);
    const name = answers.map(({ status }) => status).join(', ');
    t.equal(found, state, name);
    t.same(
      steps.filter((step) => step.crossed).map(({ status }) => status),
      crossed,
      `${name}: and both are told`,
    );
  }
  const came = foldReferral([answer(1, 'returned'), other(2, 'arrived'), other(3, 'seen')]);
  t.match(came, { state: 'seen' }, 'that the patient came all the same is so');
  t.end();
});

function cancel(n: number): ReferralAnswer {
  const at = new Date(Date.UTC(2026, 10, 21, 4, n)).toISOString();
  const said = { at, by: 'dr.verma', reasonName: { hi: 'मृत्यु', en: 'died' }, note: 'at night' };
  return cancelAnswer(`visit:BR1042:20261121-042:referral-cancel:${n}`, said);
}

t.test('what was taken back is open no more, whichever of both words was written first', (t) => {
  const crossing: [ReferralAnswer[], ReferralProgress['state'], string[]][] = [
    [[cancel(1)], 'cancelled', []],
    [[answer(1, 'received'), answer(2, 'accepted'), cancel(3)], 'cancelled', []],
    [[cancel(1), answer(2, 'received'), answer(3, 'accepted')], 'cancelled', ['accepted']],
    [[cancel(1), answer(2, 'returned')], 'cancelled', ['returned']],
    [[answer(1, 'returned'), cancel(2)], 'returned', ['cancelled']],
    [[cancel(1), cancel(2)], 'cancelled', ['cancelled']],
  ];
  for (const [answers, state, crossed] of crossing) {
    const found = foldReferral(answers);
    t.match(found, { state, open: false }, answers.map(({ status }) => status).join(', '));
    t.same(
      found.steps.filter((step) => step.crossed).map(({ status }) => status),
      crossed,
    );
    t.equal(isOver(found), false, 'the patient may still come');
  }
  t.match(foldReferral([cancel(1)]).steps, [{ reason: { en: 'died' }, feedback: 'at night' }]);
  t.end();
});

t.test('whoever came or was seen is not cancelled, and both words stay to be read', (t) => {
  const stories: [ReferralAnswer[], ReferralProgress['state'], boolean][] = [
    [[cancel(1), answer(2, 'arrived')], 'arrived', true],
    [[answer(1, 'accepted'), answer(2, 'arrived'), cancel(3)], 'arrived', true],
    [[cancel(1), answer(2, 'accepted'), answer(3, 'arrived'), answer(4, 'seen')], 'seen', false],
    [[answer(1, 'seen'), cancel(2)], 'seen', false],
    [[cancel(1), answer(2, 'arrived'), answer(3, 'returned')], 'returned', false],
  ];
  for (const [answers, state, open] of stories) {
    const found = foldReferral(answers);
    t.match(found, { state, open }, answers.map(({ status }) => status).join(', '));
    t.same(
      found.steps.filter((step) => step.crossed).map(({ status }) => status),
      ['cancelled'],
    );
    t.equal(found.steps.length, answers.length);
  }
  t.ok(isOver(foldReferral([answer(1, 'seen')])));
  t.end();
});

t.test('the sender takes back what is open, from a page that shows the last word of the other end', (t) => {
  const may: SentState[] = ['undelivered', 'waiting', 'received', 'accepted'];
  const not: SentState[] = ['paper', 'superseded', 'arrived', 'returned', 'seen', 'closed', 'cancelled'];
  for (const state of may) t.ok(mayCancel(state), state);
  for (const state of not) t.notOk(mayCancel(state), state);
  const accepted = foldReferral([answer(1, 'received'), answer(2, 'accepted')]);
  t.equal(judgeReferralCancel(accepted, 0), 'gone-on');
  t.equal(judgeReferralCancel(accepted, 1), 'may');
  t.equal(judgeReferralCancel(accepted), 'may');
  t.equal(judgeReferralCancel(foldReferral([answer(1, 'arrived')]), 1), 'not-next');
  const stale = foldReferral([answer(1, 'received'), cancel(2)]);
  t.equal(judgeReferralAnswer(stale, { status: 'accepted', seen: 0 }), 'gone-on', 'nor does the receiver');
  t.end();
});

t.test('both ends tell the same of whatever answers, in whatever order and how often they come', (t) => {
  const said = record({
    box: constantFrom('BR0977', 'BR0977b'),
    n: integer({ min: 1, max: 6 }),
    minute: integer({ min: 0, max: 4 }),
    status: constantFrom(...REFERRAL_STATES, 'cancelled' as const),
  });
  const answers = array(said, { maxLength: 8 }).map((all) => {
    const once = new Map(all.map((one) => [`referral:${one.box}:${one.n}`, one]));
    return [...once].map(([reply, { minute, status }]) =>
      status === 'cancelled' ? { ...cancel(minute), reply } : { ...answer(minute, status), reply },
    );
  });
  const twoOrders = answers.chain((all) =>
    record({
      here: shuffledSubarray(all, { minLength: all.length }),
      there: shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
    }),
  );
  assert(
    property(twoOrders, ({ here, there }) => {
      const told = foldReferral(here);
      t.strictSame(foldReferral(there), told);
      const came = here.some(({ status }) => status === 'arrived' || status === 'seen');
      const taken = here.some(({ status }) => status === 'cancelled');
      if (came) t.not(told.state, 'cancelled');
      else if (taken) t.notOk(told.open, 'nobody waits for whom nobody sends');
    }),
    { numRuns: 300 },
  );
  t.end();
});
