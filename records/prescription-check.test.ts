import t from 'tap';
import { loadReference } from '../templates/reference.js';
import { matchAllergies } from './allergy-match.js';
import type { Dose, PrescriptionLine } from './care.js';
import { checkPrescription, type DrugKnowledge, type WhosePrescription } from './prescription-check.js';

const reference = loadReference();
const knowledge: DrugKnowledge = {
  ...reference,
  patterns: reference.doses.patterns,
  units: reference.doses.units,
};
const ADULT: WhosePrescription = { ageDays: 40 * 365, allergies: [] };

function rx(drug: string, dose: Partial<Dose> = {}, quantity = 10, line = 1): PrescriptionLine {
  const unit = reference.drugs.get(drug)?.doseUnit ?? 'tablet';
  return { line, drug, name: drug, quantity, dose: { pattern: '1-0-1', amount: 1, unit, days: 5, ...dose } };
}
const codes = (lines: PrescriptionLine[], whose: Partial<WhosePrescription> = {}) =>
  checkPrescription(lines, { ...ADULT, ...whose }, knowledge).map((warning) => warning.key);
const two = (a: string, b: string) => codes([rx(a), rx(b, {}, 10, 2)]);

t.test('an ordinary prescription raises nothing', (t) => {
  const lines = [
    'paracetamol-tab-500mg',
    'amoxicillin-cap-500mg',
    'cetirizine-tab-10mg',
    'pantoprazole-tab-40mg',
  ];
  t.same(codes(lines.map((drug, at) => rx(drug, {}, 10, at + 1))), []);
  t.same(codes([]), []);
  t.end();
});

t.test('an allergy is known in either script, any spelling, by family, brand and relation', (t) => {
  const table: [allergy: string, drug: string, expected: string[]][] = [
    ['Penicillin', 'amoxicillin-cap-500mg', ['allergy:1']],
    ['penicilin injection', 'ampicillin-inj-500mg', ['allergy:1']],
    ['पेनिसिलिन', 'amoxicillin-clavulanic-acid-tab-500mg-125mg', ['allergy:1']],
    ['पेनिसिलीन का इंजेक्शन', 'benzathine-benzylpenicillin-inj-12lakh-iu', ['allergy:1']],
    ['amoxycillin', 'ampicillin-inj-500mg', ['allergy:1']],
    ['एमोक्सिसिलिन', 'amoxicillin-cap-500mg', ['allergy:1']],
    ['Penicillin', 'ceftriaxone-inj-1g', ['allergy-related:1']],
    ['Sulpha drugs', 'co-trimoxazole-tab-400mg-80mg', ['allergy:1']],
    ['सल्फा', 'silver-sulfadiazine-cream-1pct', ['allergy:1']],
    ['Brufen', 'diclofenac-tab-50mg', ['allergy:1']],
    ['दर्द की गोली', 'ibuprofen-tab-400mg', ['allergy:1']],
    ['aspirin', 'aspirin-tab-75mg', ['allergy:1']],
    ['cetrizine', 'cetirizine-tab-10mg', ['allergy:1']],
    ['Penicillin', 'azithromycin-tab-500mg', []],
    ['Penicillin', 'paracetamol-tab-500mg', []],
    ['dust, peanuts', 'paracetamol-tab-500mg', []],
    ['', 'paracetamol-tab-500mg', []],
  ];
  for (const [allergy, drug, expected] of table) {
    t.same(codes([rx(drug)], { allergies: [{ substance: allergy }] }), expected, `${allergy} / ${drug}`);
  }
  const [warning] = checkPrescription(
    [rx('ampicillin-inj-500mg')],
    { ...ADULT, allergies: [{ substance: 'Penicillin' }] },
    knowledge,
  );
  t.match(warning, {
    level: 'confirm',
    params: { substance: 'Penicillin', drug: 'Ampicillin' },
    words: { hi: 'पेनिसिलिन' },
  });
  t.end();
});

t.test('a severe allergy wants a reason, by family and by relation', (t) => {
  const level = (drug: string, severity?: 'mild' | 'severe') => {
    const allergies = [{ substance: 'Penicillin', ...(severity && { severity }) }];
    return checkPrescription([rx(drug)], { ...ADULT, allergies }, knowledge).map((one) => one.level);
  };
  t.same(level('amoxicillin-cap-500mg', 'severe'), ['reason']);
  t.same(level('ceftriaxone-inj-1g', 'severe'), ['reason']);
  t.same(level('amoxicillin-cap-500mg', 'mild'), ['confirm']);
  t.same(level('amoxicillin-cap-500mg'), ['confirm']);
  t.same(level('paracetamol-tab-500mg', 'severe'), []);
  t.end();
});

t.test('a drug written down as an allergy by its own name is always known', (t) => {
  for (const drug of reference.drugs.values()) {
    const [match] = matchAllergies([{ substance: drug.generic }], knowledge);
    t.ok(match?.generics.has(drug.generic), drug.generic);
  }
  t.end();
});

t.test('the same medicine or the same kind twice is asked about', (t) => {
  t.same(two('paracetamol-tab-500mg', 'paracetamol-tab-650mg'), ['same-medicine:2']);
  t.same(two('ibuprofen-tab-400mg', 'diclofenac-tab-50mg'), ['same-family:2']);
  t.same(two('telmisartan-tab-40mg', 'enalapril-tab-5mg'), ['same-family:2']);
  t.same(two('diclofenac-tab-50mg', 'diclofenac-gel-1pct'), ['same-medicine:2']);
  t.same(two('ibuprofen-tab-400mg', 'diclofenac-gel-1pct'), [], 'a gel beside a tablet');
  t.same(
    two('amlodipine-tab-5mg', 'telmisartan-tab-40mg'),
    [],
    'two blood pressure medicines of different kinds',
  );
  t.same(two('amoxicillin-cap-500mg', 'metronidazole-tab-400mg'), []);
  t.end();
});

t.test('a child’s dose is held against weight and age', (t) => {
  const child = { ageDays: 3 * 365, weightKg: 12 };
  const syrup = (amount: number, pattern = '1-1-1') => [
    rx('paracetamol-syrup-125mg-5ml', { amount, pattern }, 1),
  ];
  t.same(codes(syrup(7), child), [], '175 mg is 14.6 mg/kg');
  t.same(codes(syrup(10), child), ['child-dose:1'], '250 mg is 20.8 mg/kg');
  t.same(codes(syrup(8, '1-1-1-1'), child), ['child-dose:1', 'child-day-dose:1'], '200 mg four times');
  t.same(codes(syrup(10), { ageDays: 3 * 365 }), ['weight-needed:1']);
  t.same(codes(syrup(10), ADULT), []);
  t.same(
    codes([rx('co-trimoxazole-syrup-200mg-40mg-5ml', { amount: 5 }, 1)], { ageDays: 300, weightKg: 8 }),
    [],
  );
  t.same(codes([rx('co-trimoxazole-tab-400mg-80mg')], { ageDays: 300, weightKg: 8 }), [
    'child-dose:1',
    'child-day-dose:1',
  ]);
  t.same(codes([rx('zinc-sulphate-dt-20mg', { pattern: '1-0-0' })], { ageDays: 300 }), []);
  t.same(codes([rx('zinc-sulphate-dt-20mg')], { ageDays: 300 }), ['child-day-dose:1'], '40 mg a day');
  t.same(codes([rx('ibuprofen-syrup-100mg-5ml', { amount: 2 }, 1)], { ageDays: 60, weightKg: 5 }), [
    'too-young:1',
  ]);
  t.same(codes([rx('aspirin-tab-325mg', { pattern: '1-0-0' })], { ageDays: 14 * 365 }), ['too-young:1']);
  t.same(codes([rx('doxycycline-cap-100mg')], { ageDays: 6 * 365, weightKg: 20 }), [
    'too-young:1',
    'child-dose:1',
    'child-day-dose:1',
  ]);
  t.same(codes([rx('paracetamol-tab-500mg')], { ageDays: 11 * 365, weightKg: 55 }), [], 'a heavy child');
  t.same(codes([rx('paracetamol-tab-500mg')], { ageDays: null, weightKg: 10 }), [], 'unknown age');
  const [warning] = checkPrescription(syrup(10), { ...ADULT, ...child }, knowledge);
  t.match(warning, { params: { mg: 250, most: 180, drug: 'Paracetamol' } });
  t.end();
});

t.test('pregnancy is minded', (t) => {
  const pregnant = { pregnant: true };
  t.same(codes([rx('telmisartan-tab-40mg')], pregnant), ['pregnancy-avoid:1']);
  t.same(codes([rx('metronidazole-tab-400mg')], pregnant), ['pregnancy-caution:1']);
  t.same(codes([rx('labetalol-tab-100mg')], pregnant), []);
  t.same(codes([rx('telmisartan-tab-40mg')]), []);
  const [warning] = checkPrescription([rx('telmisartan-tab-40mg')], { ...ADULT, ...pregnant }, knowledge);
  t.match(warning, { level: 'confirm', words: { hi: /लेबेटालोल/, en: /labetalol/ } });
  t.end();
});

t.test('quantities, amounts and days out of bounds cannot be signed', (t) => {
  const refused = (line: PrescriptionLine) =>
    checkPrescription([line], ADULT, knowledge)
      .filter(({ level }) => level === 'refuse')
      .map(({ code }) => code);
  for (const quantity of [-1, 0, 1e9, 1001, 1.5, NaN]) {
    t.same(refused(rx('paracetamol-tab-500mg', {}, quantity)), ['quantity'], `${quantity}`);
  }
  for (const quantity of [1, 1000]) t.same(refused(rx('paracetamol-tab-500mg', {}, quantity)), []);
  for (const dose of [
    { amount: 0 },
    { amount: -1 },
    { amount: Infinity },
    { days: 0 },
    { days: 366 },
    { days: 1.5 },
  ]) {
    t.same(refused(rx('paracetamol-tab-500mg', dose)), ['amount'], JSON.stringify(dose));
  }
  t.same(refused(rx('no-such-drug')), ['unknown-drug']);
  const outside = rx('', {}, 0);
  delete outside.drug;
  t.same(refused(outside), [], 'a medicine to buy outside');
  t.same(
    codes([rx('paracetamol-tab-500mg', { amount: 10 })]),
    ['amount:1'],
    'ten tablets at once are asked about',
  );
  t.end();
});

t.test('narcotics and psychotropics are pointed out', (t) => {
  t.same(codes([rx('diazepam-tab-5mg')]), ['ndps:1']);
  t.same(codes([rx('tramadol-cap-50mg')]), ['ndps:1']);
  t.end();
});
