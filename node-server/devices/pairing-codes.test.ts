import t from 'tap';
import { PairingCodes } from './pairing-codes.js';

const MINUTE = 60_000;

t.test('a code works once, in any spelling, within ten minutes', (t) => {
  const codes = new PairingCodes();
  const { code, minutes } = codes.issue('काउंटर 1', 0);
  t.match(code, /^[2-9a-hjkmnp-z]{8}$/);
  t.equal(minutes, 10);
  const typed = ` ${code.slice(0, 4).toUpperCase()}-${code.slice(4)} `;
  t.same(codes.take(typed, 'a', 1), { outcome: 'right', name: 'काउंटर 1' });
  t.same(codes.take(code, 'a', 2), { outcome: 'used' });
  const late = codes.issue('x', 0).code;
  t.same(codes.take(late, 'a', 10 * MINUTE), { outcome: 'expired' });
  t.same(codes.take('zzzzzzzz', 'a', 10 * MINUTE), { outcome: 'wrong' });
  t.end();
});

t.test('an address has five tries a minute, and others are not held up by it', (t) => {
  const codes = new PairingCodes();
  const { code } = codes.issue('x', 0);
  for (let i = 0; i < 5; i += 1) t.same(codes.take('wrongone', 'a', i), { outcome: 'wrong' });
  t.same(codes.take(code, 'a', 10), { outcome: 'wait', seconds: 60 });
  t.match(codes.take(code, 'b', 10), { outcome: 'right' });
  t.end();
});

t.test('after twenty wrong tries of everybody a new code is needed, and it works', (t) => {
  const codes = new PairingCodes();
  const { code } = codes.issue('x', 0);
  for (let i = 0; i < 20; i += 1) codes.take('wrongone', `a${i}`, 0);
  t.same(codes.take(code, 'b', 1), { outcome: 'closed' });
  const next = codes.issue('y', 2).code;
  t.same(codes.take(code, 'c', 3), { outcome: 'wrong' }, 'the old one stays void');
  t.match(codes.take(next, 'c', 4), { outcome: 'right', name: 'y' });
  t.end();
});
