import fc from 'fast-check';
import t from 'tap';
import { CLEAR_LETTERS } from '../devices/device-secret.js';
import { makeLocalCa } from '../tls/local-ca.js';
import { markOf, readCode, writeCode } from './standby-code.js';

const letters = (length: number) =>
  fc
    .array(fc.constantFrom(...CLEAR_LETTERS), { minLength: length, maxLength: length })
    .map((all) => all.join(''));

t.test('a code is read as it was shown, however it was typed', (t) => {
  fc.assert(
    fc.property(letters(8), fc.option(letters(12)), fc.boolean(), (secret, mark, isLoud) => {
      const shown = writeCode({ secret, mark });
      const typed = isLoud ? ` ${shown.toUpperCase().replaceAll('-', ' ')} ` : shown;
      t.same(readCode(typed), { secret, mark });
    }),
    { numRuns: 50 },
  );
  t.equal(readCode('k7mp-3xq'), null);
  t.equal(readCode('k7mp-3xq9-ab2c'), null);
  t.equal(readCode('k7mp-3xq0'), null, 'a nought is in no code');
  t.end();
});

t.test('two CAs have two marks, and one CA always the same', (t) => {
  const span = { notBefore: new Date('2026-01-01'), notAfter: new Date('2036-01-01') };
  const [one, other] = [makeLocalCa('Nadi BR1042', span), makeLocalCa('Nadi BR1042', span)];
  t.match(markOf(one.certificate), /^[2-9a-hjkmnp-z]{12}$/);
  t.equal(markOf(one.certificate), markOf(one.certificate));
  t.not(markOf(one.certificate), markOf(other.certificate));
  t.end();
});
