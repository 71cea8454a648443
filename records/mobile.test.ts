import t from 'tap';
import { maskedMobile, MOBILE_PATTERN, normaliseMobile } from './mobile.js';

t.test('a number is read however it is written', async (t) => {
  const ways = [
    '9876543210',
    '+91 98765 43210',
    '098765-43210',
    '०९८७६५४३२१०',
    '919876543210',
    '0091 9876543210',
    '+91 (0) 98765.43210',
  ];
  for (const typed of ways) t.equal(normaliseMobile(typed), '9876543210', typed);
  t.equal(normaliseMobile('9198765432'), '9198765432', 'ten digits that begin with 91');
});

t.test('what has too few or too many digits, or letters, or begins with 5, is no mobile', async (t) => {
  const wrong = ['987654321', '5876543210', '98765abcde', '98765432101234567', '+449876543210', ' '];
  for (const typed of wrong) t.notMatch(normaliseMobile(typed), MOBILE_PATTERN, typed);
});

t.test('a masked number shows its ends only', async (t) => {
  t.equal(maskedMobile('9876543210'), '98XXXX3210');
  t.equal(maskedMobile('123'), 'XXX');
});
