import t from 'tap';
import type { LedgerRecord } from '../ledger-record.js';
import { SharedLoginFold, type SharedLogin } from './shared-login-fold.js';

const MORNING = Date.parse('2026-11-21T03:00:00Z');
const MINUTE = 60_000;

/** Looks of sunita's log-in: minutes after the morning, and the device. */
function found(looks: [minute: number, device?: string][], staff = 'sunita'): SharedLogin[] {
  const fold = new SharedLoginFold();
  looks.forEach(([minute, device], i) => {
    const at = new Date(MORNING + minute * MINUTE).toISOString();
    const record = { _id: `access:BR1042:${i}`, type: 'access', n: i + 1, at, by: staff, v: 1, device };
    fold.take(record as unknown as LedgerRecord);
  });
  return fold.found([{ id: staff, active: true }]);
}

t.test('work at two devices, to and fro faster than one walks, looks shared', async (t) => {
  const quick = Array.from({ length: 5 }, (_, i): [number, string] => [i * 0.5, i % 2 ? 'a' : 'b']);
  t.match(found(quick), [{ kind: 'two-devices', day: '2026-11-21', times: 4 }]);
  const slow = quick.map(([, device], i): [number, string] => [i * 3, device]);
  t.same(found(slow), [], 'a person walks between them');
  t.same(found(quick.slice(0, 3)), [], 'a phone in the hand, once');
  t.same(found(quick.map(([minute]) => [minute])), [], 'without pairing nobody can say');
});

t.test('sixteen hours without a pause look shared; a long duty with a pause does not', async (t) => {
  const hourly = Array.from({ length: 16 }, (_, i): [number] => [i * 60 - 180]);
  t.match(found([...hourly, [16 * 60 - 180]]), [{ kind: 'no-pause', hours: 16 }]);
  t.same(found(hourly), [], 'fifteen');
  const rested = hourly.filter(([minute]) => minute < 300 || minute > 600);
  t.same(found([...rested, [16 * 60 - 180]]), []);
});

t.test('a log-in that names a post is no person', async (t) => {
  for (const id of ['nurse', 'nurse1', 'counter-2', 'admin']) {
    t.match(found([], id), [{ staff: id, kind: 'named-after-post' }]);
  }
  for (const id of ['asha', 'dr.verma', 'labanya', 'storey']) t.same(found([], id), [], id);
});

t.test('who is no member of the staff has no log-in to share', async (t) => {
  const fold = new SharedLoginFold();
  for (let hour = 0; hour < 18; hour += 1) {
    const at = new Date(MORNING + (hour - 8) * 60 * MINUTE).toISOString();
    fold.take({ _id: 'x', type: 'seal', n: hour, at, by: 'nadi', v: 1 } as unknown as LedgerRecord);
  }
  t.same(fold.found([{ id: 'sunita', active: true }]), []);
});
