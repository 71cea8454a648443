import t from 'tap';
import type { LedgerReport } from '../../../records/ledger-finding.js';
import type { Job } from '../../../records/progress.js';
import { until } from '../../../tests/until.js';
import { LedgerChecks } from './ledger-checks.js';

/** Checks that go on until they are let end, and which of them have begun and ended. */
function slowChecks() {
  const seen = { now: 1_000, begun: [] as string[], ended: [] as string[] };
  const check = async function* (box: string): Job<LedgerReport> {
    seen.begun.push(box);
    try {
      for (let done = 0; ; done += 1) {
        yield { step: 'audit.reading', done, unit: 'records' };
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    } finally {
      seen.ended.push(box);
    }
  };
  const checks = new LedgerChecks({ check, now: () => seen.now, onTrouble: () => undefined });
  const hasBegun = (box: string): Promise<true> => until(`${box} begins`, () => seen.begun.includes(box));
  const hasEnded = (box: string): Promise<true> => until(`${box} ends`, () => seen.ended.includes(box));
  return { checks, seen, hasBegun, hasEnded };
}

t.test('two checks run at once, one of each viewer; the others wait and are told for how many', async (t) => {
  const { checks, seen, hasBegun, hasEnded } = slowChecks();
  checks.begin('anita', 'BR1042');
  const full = { code: 'too-many-tries', params: { seconds: 15 } };
  t.throws(() => checks.begin('anita', 'BR1043'), full, 'one a viewer');
  t.equal(checks.running('anita'), 'BR1042');
  checks.begin('bina', 'BR1043');
  checks.begin('chanda', 'BR1044');
  t.throws(() => checks.follow('chanda', 'BR1045'), full, 'also one that waits');
  const { job, leave } = checks.follow('devi', 'BR1046');
  await Promise.all(['BR1042', 'BR1043'].map(hasBegun));
  t.match((await job.next()).value, { step: 'audit.waiting', done: 2 });
  t.equal(checks.ask('chanda', 'BR1044')?.progress.done, 1);
  t.equal(checks.ask('bina', 'BR1042'), null, 'nobody sees what another asked');
  t.same(seen.begun, ['BR1042', 'BR1043'], 'who waits has not begun');

  checks.stop('anita', 'BR1043');
  t.equal(seen.ended.length, 0, 'what is stopped is of this box');
  checks.stop('anita', 'BR1042');
  await hasEnded('BR1042');
  await hasBegun('BR1044');
  t.doesNotThrow(() => checks.begin('anita', 'BR1043'), 'who stopped may begin another');
  leave();
  leave();
  t.doesNotThrow(() => checks.follow('devi', 'BR1046').leave(), 'who goes away gives the place back');
  seen.now += 31_000;
  for (const viewer of ['bina', 'chanda', 'anita']) checks.stop(viewer, 'BR1043');
  await Promise.all(['BR1043', 'BR1044'].map(hasEnded));
});

t.test('a page that went away ends its check, and no other', async (t) => {
  const { checks, seen, hasBegun, hasEnded } = slowChecks();
  checks.begin('anita', 'BR1042');
  checks.begin('bina', 'BR1043');
  await Promise.all(['BR1042', 'BR1043'].map(hasBegun));
  seen.now += 31_000;
  checks.ask('bina', 'BR1043');
  await hasEnded('BR1042');
  t.same(seen.ended, ['BR1042'], 'who still looks keeps theirs');
  await until('its outcome is told', () => checks.ask('anita', 'BR1042')?.outcome !== undefined);
  checks.stop('bina', 'BR1043');
  await hasEnded('BR1043');
});
