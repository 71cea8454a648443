import t from 'tap';
import { askKey } from './ask-key.js';

t.test('a tick for one drug and its allergies says nothing of another drug, or of a graver allergy', (t) => {
  const penicillin = { substance: 'Penicillin' };
  const key = askKey('amoxicillin-cap-500mg', [penicillin]);
  t.equal(askKey('amoxicillin-cap-500mg', [penicillin]), key);
  t.not(askKey('ampicillin-cap-500mg', [penicillin]), key);
  t.not(askKey('amoxicillin-cap-500mg', [{ ...penicillin, severity: 'severe' }]), key);
  t.not(askKey('amoxicillin-cap-500mg', [penicillin, { substance: 'Cephalexin' }]), key);
  t.end();
});
