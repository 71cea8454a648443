import t from 'tap';
import { abhaChecks, printedAbha, readAbha, readAbhaQr } from './abha.js';

t.test('the check digit of numbers in the wild is right, of invented ones wrong', async (t) => {
  for (const real of ['22-7225-4829-5255', '91-7345-1816-0779', '91-5101-6530-5101', '57-0517-6745-1839']) {
    t.equal(readAbha(real).checks, true, real);
  }
  t.equal(abhaChecks('91123412341234'), false);
  t.same(
    readAbha('९१ 1234 1234 1234'),
    { abha: '91123412341234', checks: false },
    'asked about, not refused',
  );
});

t.test('what cannot be an ABHA number says why', async (t) => {
  t.same(readAbha('91-1234').error, { field: 'abha', code: 'abha-length', params: { digits: 6 } });
  t.equal(readAbha('ninety').error?.code, 'abha-not-digits');
  t.same(readAbha(' '), {});
  t.equal(printedAbha('91734518160779'), '91-7345-1816-0779');
});

const qr = (fields: object) => JSON.stringify({ hidn: '42-7175-8604-4553', phr: 'Sunita.1@SBX', ...fields });

t.test('a card tells who its bearer is', async (t) => {
  const text = qr({
    name: 'सुनीता  देवी',
    gender: 'F',
    dob: '20/6/1984',
    mobile: '+919876543210',
    address: 'Rampur',
  });
  t.same(readAbhaQr(text), {
    abhaVerified: false,
    abha: '42717586044553',
    abhaAddress: 'sunita.1@sbx',
    name: 'सुनीता देवी',
    sex: 'female',
    birthDate: '1984-06-20',
    mobile: '9876543210',
    address: 'Rampur',
  });
});

t.test('of a partial or masked birth date what is certain is kept', async (t) => {
  const dates = {
    '1984': '1984', 'xx-9-1984': '1984-09', 'xx-9-19xx': undefined, '31/2/1984': '1984-02', '1984-06-20': '1984-06-20',
    '01/13/1984': '1984', '': undefined,
  }; // prettier-ignore
  for (const [dob, birthDate] of Object.entries(dates))
    t.equal(readAbhaQr(qr({ dob }))?.birthDate, birthDate, dob);
  t.equal(readAbhaQr(qr({ dob: 1984 }))?.birthDate, '1984');
});

t.test('anything else is no card', async (t) => {
  for (const text of [
    '',
    '{',
    '{}',
    '[]',
    '{"hidn":"12"}',
    '{"name":"Ram"}',
    'BR1042-000001-K',
    `{${' '.repeat(5000)}`,
  ]) {
    t.equal(readAbhaQr(text), null, text.slice(0, 20));
  }
  t.same(readAbhaQr('{"hid":"ram@abdm","hidn":null,"gender":{},"__proto__":{"name":"x"}}'), {
    abhaVerified: false,
    abhaAddress: 'ram@abdm',
  });
});
