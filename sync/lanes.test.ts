import fc from 'fast-check';
import t from 'tap';
import { chooseLane, minutesOf, type LaneFacts, type SyncPolicy } from './lanes.js';

const time = fc
  .integer({ min: 0, max: 1_439 })
  .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);
const policies: fc.Arbitrary<SyncPolicy> = fc.record(
  {
    bytesPerDay: fc.integer({ min: 0, max: 1e6 }),
    quiet: fc.record({ from: time, to: time }),
    urgentOnly: fc.boolean(),
  },
  { requiredKeys: [] },
);
const facts: fc.Arbitrary<LaneFacts> = fc.record({
  waiting: fc.record({ urgent: fc.boolean(), records: fc.boolean(), papers: fc.boolean() }),
  spent: fc.integer({ min: 0, max: 2e6 }),
  minute: fc.integer({ min: 0, max: 1_439 }),
});

t.test('urgent records go first whatever the policy is, and nothing goes that does not wait', async (t) => {
  fc.assert(
    fc.property(facts, policies, (known, policy) => {
      const lane = chooseLane(known, policy);
      if (known.waiting.urgent) return lane === 'urgent';
      return lane === null || known.waiting[lane];
    }),
  );
  t.pass();
});

t.test('papers wait for records, and both for the budget and the end of the quiet time', async (t) => {
  fc.assert(
    fc.property(facts, policies, (known, policy) => {
      const lane = chooseLane({ ...known, waiting: { ...known.waiting, urgent: false } }, policy);
      if (lane === null) return true;
      const within = policy.bytesPerDay === undefined || known.spent < policy.bytesPerDay;
      return within && policy.urgentOnly !== true && (lane === 'records' || !known.waiting.records);
    }),
  );
  t.pass();
});

t.test('a quiet time may go over midnight', async (t) => {
  const waiting = { urgent: false, records: true, papers: false };
  const at = (clock: string, quiet: { from: string; to: string }): unknown =>
    chooseLane({ waiting, spent: 0, minute: minutesOf(clock) }, { quiet });
  const night = { from: '22:00', to: '05:30' };
  t.equal(at('23:10', night), null);
  t.equal(at('05:29', night), null);
  t.equal(at('05:30', night), 'records');
  t.equal(at('21:59', night), 'records');
  const noon = { from: '12:00', to: '14:00' };
  t.equal(at('13:00', noon), null);
  t.equal(at('14:00', noon), 'records');
});
