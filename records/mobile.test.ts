import t from 'tap';
import { maskedMobile, readMobile } from './mobile.js';

t.test('a number is read however it is written', async (t) => {
  const ways = [
    '9876543210',
    '+91 98765 43210',
    '098765-43210',
    '०९८७६५४३२१०',
    '919876543210',
    '0091 9876543210',
  ];
  for (const typed of ways) t.same(readMobile(typed), { mobile: '9876543210' }, typed);
  t.same(readMobile('9198765432'), { mobile: '9198765432' }, 'ten digits that begin with 91');
});

t.test('an empty field is no error, for a mobile may be missing', async (t) => {
  t.same(readMobile('  '), {});
});

t.test('each fault has its own code', async (t) => {
  t.same(readMobile('987654321', 'm').error, { field: 'm', code: 'mobile-length', params: { digits: 9 } });
  t.equal(readMobile('5876543210').error?.code, 'mobile-first-digit');
  t.equal(readMobile('98765abcde').error?.code, 'mobile-not-digits');
  t.equal(readMobile('98765432101234567').error?.code, 'mobile-length');
  t.equal(readMobile('+449876543210').error?.code, 'mobile-length');
});

t.test('a masked number shows its ends only', async (t) => {
  t.equal(maskedMobile('9876543210'), '98XXXX3210');
  t.equal(maskedMobile('123'), 'XXX');
});
