import t from 'tap';
import type { Schema, ValidationError } from 'joi';
import {
  checkField,
  choiceField,
  choicesField,
  dateField,
  mobileField,
  nameField,
  numberField,
  placeField,
  textField,
} from './form-fields.js';

const read = (schema: Schema, typed: unknown): unknown => {
  const { value, error } = schema.validate(typed) as { value: unknown; error?: ValidationError };
  return error ? (error.details[0]?.type ?? 'wrong') : value;
};

void t.test('numbers come in Hindi or Latin digits and stay within limits', async (t) => {
  const age = numberField(0, 120);
  t.equal(read(age, '३४'), 34);
  t.equal(read(age, ' 34 '), 34);
  t.equal(read(age, ''), undefined);
  t.equal(read(age, '12abc'), 'number.base');
  t.equal(read(age, '३x'), 'number.base');
  t.equal(read(age, '-1'), 'number.min');
  t.equal(read(age, '1e9'), 'number.max');
  t.equal(read(age, '3.5'), 'number.integer');
  t.equal(read(numberField(30, 45, 1), '३८.५'), 38.5);
});

void t.test('a mobile number has ten digits, however it is written', async (t) => {
  for (const typed of [
    '9876543210',
    '+91 98765 43210',
    '09876543210',
    '919876543210',
    '९८७६५४३२१०',
    '98765-43210',
    '0091 9876543210',
    '(098765) 43210',
    '98765.43210',
    '+91 098765–43210',
  ]) {
    t.equal(read(mobileField(), typed), '9876543210', typed);
  }
  for (const typed of ['987654321', '5876543210', '98765432101', 'abc']) {
    t.equal(read(mobileField(), typed), 'field.wrongMobile', typed);
  }
  t.equal(read(mobileField(), ''), undefined);
});

void t.test('a date may be written in Indian or ISO order, must exist and keep its limits', async (t) => {
  const birth = dateField({ notAfter: () => '2026-11-21' });
  t.equal(read(birth, '20-06-1984'), '1984-06-20');
  t.equal(read(birth, '2/1/1984'), '1984-01-02');
  t.equal(read(birth, '1984-06-20'), '1984-06-20');
  t.equal(read(birth, '२०-०६-१९८४'), '1984-06-20');
  for (const typed of ['31-02-2020', '29-02-2025', '1-13-2020', 'yesterday', '20-06-84']) {
    t.equal(read(birth, typed), 'field.wrongDate', typed);
  }
  t.equal(read(birth, '22-11-2026'), 'field.futureDate');
  t.equal(read(dateField({ notBefore: () => '2026-11-21' }), '20-11-2026'), 'field.pastDate');
});

void t.test('names take Hindi and Latin letters, no markup, emoji or other scripts', async (t) => {
  for (const name of ['रामकली देवी', 'Md. Irfan (Guddu)', "D'Souza", 'अ॰ कुमार'.replace('॰', '.'), 'क्ष‍त्र']) {
    t.equal(read(nameField(), name), name, name);
  }
  t.equal(read(nameField(), 'राम   देवी'), 'राम देवी');
  for (const name of ['<b>राम</b>', 'राम😀', 'ராம்', '...', '123']) {
    t.equal(read(nameField(), name), 'field.wrongScript', name);
  }
  t.equal(read(nameField(5), 'abcdef'), 'string.max');
});

void t.test('free text keeps lines and refuses control characters', async (t) => {
  t.equal(read(textField(20), 'a\nb <i>😀'), 'a\nb <i>😀');
  t.equal(read(textField(20), 'a\u0000b'), 'field.wrongCharacters');
  t.equal(read(textField(3), 'abcd'), 'string.max');
});

void t.test('choices come from their list', async (t) => {
  t.equal(read(choiceField('a', 'b'), 'b'), 'b');
  t.equal(read(choiceField('a', 'b'), ''), undefined);
  t.equal(read(choiceField('a', 'b'), 'c'), 'any.only');
  t.same(read(choicesField('a', 'b'), 'a'), ['a'], 'one checked box comes as a text');
  t.same(read(choicesField('a', 'b'), ['a', 'b']), ['a', 'b']);
  t.same(read(choicesField('a', 'b'), undefined), []);
  t.equal(read(checkField(), 'yes'), true);
  t.equal(read(checkField(), undefined), false);
});

void t.test(
  'places carry digits, dots, slashes and brackets in both scripts; a name of a person does not',
  async (t) => {
    for (const place of ['Ward 5', 'वार्ड नं. ५', 'Tola 3/A', 'रामपुर (पूर्व)', 'H.No. 12-B', '12']) {
      t.equal(read(placeField(), place), place, place);
    }
    for (const place of ['...', '()', 'Rampur <b>', 'গ্রাম', 'Ward 5 ☎']) {
      t.equal(read(placeField(), place), 'field.wrongPlace', place);
    }
    t.equal(read(nameField(), 'Sita 5'), 'field.wrongScript');
  },
);
