import fc from 'fast-check';
import t from 'tap';
import { nearlyEqual, soundFold, splitWords } from './sound-fold.js';

t.test('a word sounds the same in either script and in any usual spelling', (t) => {
  for (const group of [
    ['bukhar', 'bukhaar', 'Bukhar', 'बुखार', 'बुख़ार'],
    ['khansi', 'khaansi', 'खांसी', 'खाँसी'],
    ['dast', 'दस्त'],
    ['piliya', 'peeliya', 'पीलिया'],
    ['zukam', 'jukaam', 'जुकाम', 'ज़ुकाम'],
    ['bawasir', 'bavaseer', 'बवासीर'],
    ['chakkar', 'chakar', 'चक्कर'],
    ['haemoglobin', 'hemoglobin'],
    ['diarrhoea', 'diarrhea', 'diarhea'],
    ['typhoid', 'tiphoid'],
  ]) {
    t.same(
      new Set(group.map(soundFold)).size,
      1,
      group.map((word) => `${word} ${soundFold(word)}`).join(', '),
    );
  }
  t.not(soundFold('dast'), soundFold('dard'));
  t.end();
});

t.test('text falls into words and numbers', (t) => {
  t.same(splitWords('Paracetamol 125mg/5 ml'), ['paracetamol', '125', 'mg', '5', 'ml']);
  t.same(splitWords('0.5% आंख की बूंद'), ['0.5', 'आंख', 'की', 'बूंद']);
  t.same(splitWords('<>!?😀'), []);
  t.end();
});

t.test('nearly equal allows one slip and no more', (t) => {
  for (const [a, b] of [
    ['malria', 'malaria'],
    ['dast', 'dast'],
    ['abcd', 'abxd'],
    ['abcd', 'acbd'],
    ['', 'a'],
  ]) {
    t.ok(nearlyEqual(a ?? '', b ?? '') && nearlyEqual(b ?? '', a ?? ''), `${a} ${b}`);
  }
  for (const [a, b] of [
    ['malra', 'malaria'],
    ['abcd', 'axyd'],
    ['abcd', 'dcba'],
  ])
    t.notOk(nearlyEqual(a ?? '', b ?? ''));
  fc.assert(
    fc.property(fc.string(), fc.nat(), (text, at) =>
      nearlyEqual(text, text.slice(0, at) + text.slice(at + 1)),
    ),
  );
  t.end();
});
