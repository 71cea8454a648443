import t from 'tap';
import type { LedgerReport } from '../../../records/ledger-finding.js';
import type { Job } from '../../../records/progress.js';
import { LedgerChecks } from './ledger-checks.js';

/** A check that goes on until it is let end. */
function slowJob() {
  const seen = { ended: false };
  const job = (async function* (): Job<LedgerReport> {
    try {
      for (let done = 0; ; done += 1) {
        yield { step: 'audit.reading', done, unit: 'records' };
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    } finally {
      seen.ended = true;
    }
  })();
  return { job, seen };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

t.test('two checks run at once, one of each viewer; a page that went away ends its own', async (t) => {
  let now = 1_000;
  const checks = new LedgerChecks(() => now);
  const [first, second] = [slowJob(), slowJob()];
  const full = { code: 'too-many-tries', params: { seconds: 15 } };
  checks.begin('anita', 'BR1042', first.job);
  t.throws(() => checks.begin('anita', 'BR1043', slowJob().job), full, 'one a viewer');
  checks.begin('bina', 'BR1043', second.job);
  t.throws(() => checks.claim('chanda'), full, 'two at once');
  t.equal(checks.ask('bina', 'BR1042'), null, 'nobody sees what another asked');
  now += 31_000;
  checks.ask('bina', 'BR1043');
  await until(() => first.seen.ended);
  t.equal(second.seen.ended, false, 'who still looks keeps theirs');
  await until(() => checks.ask('anita', 'BR1042')?.outcome !== undefined);
  const free = checks.claim('chanda');
  t.throws(() => checks.claim('devi'), full);
  free();
  t.doesNotThrow(() => checks.begin('devi', 'BR1044', slowJob().job), 'who goes away makes room');
  free();
  t.throws(() => checks.claim('elsa'), full, 'and gives a place back once only');
  now += 31_000;
  await until(() => second.seen.ended);
});
