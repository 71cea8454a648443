import fc from 'fast-check';
import t from 'tap';
import { loadReference } from '../templates/reference.js';
import type { Dose } from './care.js';
import { courseQuantity, doseCount, doseInstruction } from './dose-instruction.js';

const { doses, drugs } = loadReference();
const say = (dose: Partial<Dose> & { pattern: string }) =>
  doseInstruction({ amount: 1, unit: 'tablet', days: 5, ...dose }, doses);

t.test('the patient reads a plain sentence', (t) => {
  const written: [Partial<Dose> & { pattern: string }, string, string, string][] = [
    [
      { pattern: '1-0-1', food: 'after' },
      '1 गोली सुबह, 1 गोली रात — खाना खाने के बाद — 5 दिन',
      '1 tablet in the morning, 1 tablet at night — after food — for 5 days',
      '1-0-1',
    ],
    [
      { pattern: '1-0-0', food: 'before', unit: 'capsule', days: 14 },
      '1 कैप्सूल सुबह — खाना खाने से पहले — 14 दिन',
      '1 capsule in the morning — before food — for 14 days',
      '1-0-0',
    ],
    [
      { pattern: '1-1-1', amount: 2, food: 'with' },
      '2 गोली सुबह, 2 गोली दोपहर, 2 गोली रात — खाने के साथ — 5 दिन',
      '2 tablets in the morning, 2 tablets at noon, 2 tablets at night — with food — for 5 days',
      '2-2-2',
    ],
    [
      { pattern: '1-1-1-1', unit: 'ml', amount: 5, days: 3 },
      '5 मि.ली. सुबह, 5 मि.ली. दोपहर, 5 मि.ली. शाम, 5 मि.ली. रात — 3 दिन',
      '5 ml in the morning, 5 ml at noon, 5 ml in the evening, 5 ml at night — for 3 days',
      '5-5-5-5',
    ],
    [
      { pattern: '1-0-1', amount: 0.5 },
      'आधी गोली सुबह, आधी गोली रात — 5 दिन',
      '½ tablet in the morning, ½ tablet at night — for 5 days',
      '½-0-½',
    ],
    [
      { pattern: '1-0-1', amount: 1.5 },
      'डेढ़ गोली सुबह, डेढ़ गोली रात — 5 दिन',
      '1½ tablets in the morning, 1½ tablets at night — for 5 days',
      '1½-0-1½',
    ],
    [
      { pattern: 'hs', days: 30 },
      '1 गोली रात को सोते समय — 30 दिन',
      '1 tablet at bedtime — for 30 days',
      '0-0-1',
    ],
    [{ pattern: 'sos', days: 3 }, '1 गोली ज़रूरत होने पर — 3 दिन', '1 tablet when needed — for 3 days', 'SOS'],
    [
      { pattern: 'stat', days: 1, unit: 'ampoule' },
      '1 एम्प्यूल तुरंत, केवल एक बार',
      '1 ampoule at once, one time only',
      'STAT',
    ],
    [
      { pattern: 'weekly', days: 28 },
      '1 गोली सप्ताह में 1 बार — 28 दिन',
      '1 tablet once a week — for 28 days',
      '1/7',
    ],
    [
      { pattern: 'alternate', days: 10 },
      '1 गोली एक दिन छोड़कर — 10 दिन',
      '1 tablet every other day — for 10 days',
      '1/2',
    ],
    [{ pattern: '0-0-1', days: 1 }, '1 गोली रात — 1 दिन', '1 tablet at night — for 1 day', '0-0-1'],
    [
      { pattern: '1-0-1', unit: 'application', days: 14 },
      'दिन में 2 बार लगाएं — 14 दिन',
      'apply twice a day — for 14 days',
      '1-0-1',
    ],
    [
      { pattern: 'hs', unit: 'application', days: 7 },
      'सोते समय लगाएं — 7 दिन',
      'apply at bedtime — for 7 days',
      '0-0-1',
    ],
    [
      { pattern: '1-1-1', unit: 'drop', amount: 2 },
      '2 बूंद सुबह, 2 बूंद दोपहर, 2 बूंद रात — 5 दिन',
      '2 drops in the morning, 2 drops at noon, 2 drops at night — for 5 days',
      '2-2-2',
    ],
    [
      { pattern: '1-0-1', unit: 'ml', amount: 2.5 },
      '2.5 मि.ली. सुबह, 2.5 मि.ली. रात — 5 दिन',
      '2.5 ml in the morning, 2.5 ml at night — for 5 days',
      '2.5-0-2.5',
    ],
    [
      { pattern: '1-0-0', unit: 'iu', amount: 12, days: 30, food: 'before' },
      '12 यूनिट सुबह — खाना खाने से पहले — 30 दिन',
      '12 units in the morning — before food — for 30 days',
      '12-0-0',
    ],
  ];
  for (const [dose, hi, en, printed] of written) t.same(say(dose), { hi, en, printed });
  t.end();
});

t.test(
  'an old prescription with a pattern or unit that the lists no longer have is printed as written',
  (t) => {
    t.same(say({ pattern: '1-0-0-1', unit: 'lozenge' }), {
      hi: '1 lozenge 1-0-0-1 — 5 दिन',
      en: '1 lozenge 1-0-0-1 — for 5 days',
      printed: '1-0-0-1',
    });
    t.end();
  },
);

t.test('the quantity is what the course needs, in whole packs', (t) => {
  const quantity = (drug: string, pattern: string, amount: number, days: number) => {
    const [found, times] = [drugs.get(drug), doses.patterns.get(pattern)];
    if (!found || !times) throw new Error(`${drug} ${pattern}`);
    return courseQuantity({ amount, days }, times, found);
  };
  t.equal(quantity('paracetamol-tab-500mg', '1-0-1', 1, 5), 10);
  t.equal(quantity('paracetamol-tab-500mg', '1-1-1', 0.5, 3), 5, 'nine halves are five tablets');
  t.equal(quantity('paracetamol-tab-500mg', '1-0-1', 1.1, 25), 55, 'binary fractions leave no twelfth');
  t.equal(quantity('paracetamol-tab-500mg', 'stat', 2, 5), 2);
  t.equal(quantity('paracetamol-tab-500mg', 'sos', 1, 3), 3);
  t.equal(quantity('iron-folic-acid-blue-tab-60mg-500mcg', 'weekly', 1, 30), 5);
  t.equal(quantity('albendazole-tab-400mg', 'alternate', 1, 5), 3);
  t.equal(quantity('paracetamol-syrup-125mg-5ml', '1-1-1', 5, 3), 1, '45 ml of a 60 ml bottle');
  t.equal(quantity('paracetamol-syrup-125mg-5ml', '1-1-1', 5, 5), 2, '75 ml');
  t.equal(quantity('amoxicillin-dry-syrup-125mg-5ml', '1-1-1', 0.1, 100), 1, '30 ml, not a hair more');
  t.equal(quantity('clotrimazole-cream-1pct', '1-0-1', 1, 30), 1, 'a tube');
  t.equal(quantity('ciprofloxacin-eye-drops-0.3pct', '1-1-1', 2, 7), 1);
  t.equal(quantity('gentamicin-inj-40mg-ml', '1-0-1', 1, 5), 10, 'an opened ampoule does not keep');
  t.equal(quantity('gentamicin-inj-40mg-ml', '1-0-0', 3, 2), 4, 'two ampoules for 3 ml');
  t.equal(quantity('insulin-regular-inj-40iu-ml', '1-0-1', 10, 30), 2, '600 units, 400 in a vial');
  t.end();
});

t.test('more days never need less, and every course is covered', (t) => {
  const patterns = fc.constantFrom(...doses.patterns.values());
  const listed = fc.constantFrom(...drugs.values());
  const amounts = fc.constantFrom(0.25, 0.5, 1, 1.5, 2, 5, 7.5, 10);
  fc.assert(
    fc.property(
      patterns,
      listed,
      amounts,
      fc.integer({ min: 1, max: 180 }),
      (pattern, drug, amount, days) => {
        const quantity = courseQuantity({ amount, days }, pattern, drug);
        const covered =
          drug.perPack === null || quantity * drug.perPack >= doseCount({ days }, pattern) * amount - 1e-6;
        return (
          covered && quantity >= 1 && quantity <= courseQuantity({ amount, days: days + 1 }, pattern, drug)
        );
      },
    ),
  );
  t.end();
});
