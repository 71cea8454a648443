import { randomBytes } from 'node:crypto';
import t from 'tap';
import { readEnrolmentCode, SECRET_BYTES, writeCodeWords, writeWholeCode } from './enrolment-code.js';
import { deriveKeys, seal, unseal } from './enrolment-keys.js';

const newSecret = (): Uint8Array => Uint8Array.from(randomBytes(SECRET_BYTES));

t.test('words say the secret, however they are typed', (t) => {
  for (let i = 0; i < 200; i += 1) {
    const secret = newSecret();
    const words = writeCodeWords(secret);
    if (i === 0) t.match(words, /^([a-z]{5}-){4}[a-z]{5}$/);
    t.same(readEnrolmentCode(` ${words.replaceAll('-', i % 2 ? ' ' : '').toUpperCase()} `)?.secret, secret);
  }
  t.end();
});

t.test('the whole line says box and gateway too', (t) => {
  const code = { box: 'BR1042b', gateway: 'https://centre.example:6985/nadi', secret: newSecret() };
  t.same(readEnrolmentCode(writeWholeCode(code)), code);
  for (const broken of ['br-1042', 'BR1042b@nowhere']) {
    const line = writeWholeCode(code).replace('BR1042b@https', broken);
    t.equal(readEnrolmentCode(line), null);
  }
  t.end();
});

t.test('a letter that was mistyped is seen before anybody is asked', (t) => {
  const words = writeCodeWords(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]));
  let taken = 0;
  for (let i = 0; i < words.length; i += 1) {
    if (words[i] === '-') continue;
    for (const letter of 'abdfghijklmnoprstuvz') {
      if (letter === words[i]) continue;
      if (readEnrolmentCode(words.slice(0, i) + letter + words.slice(i + 1))) taken += 1;
    }
  }
  t.equal(taken, 0);
  t.equal(readEnrolmentCode(words.split('-').slice(1).join('-')), null, 'nor with a word less');
  t.end();
});

t.test('what was sealed for one box opens for that box with that code only', async (t) => {
  const secret = newSecret();
  const [mine, other] = [await deriveKeys('BR1042', secret), await deriveKeys('BR0977', secret)];
  const sealed = seal(mine.key, { password: 'kx7m' });
  t.same(unseal(mine.key, sealed), { password: 'kx7m' });
  t.not(other.proof, mine.proof);
  t.throws(() => unseal(other.key, sealed));
});
