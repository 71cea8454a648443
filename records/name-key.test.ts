import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { jaroWinkler } from './jaro-winkler.js';
import { foldWord, keyPrefixes, nameKey, nameKeys, nameWords } from './name-key.js';

const pairs = readFileSync(new URL('../../tests/fixtures/name-pairs.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t') as [string, string]);

const DIFFERENT =
  'Anita Amit Ajay Arjun Babita Bharat Chandan Champa Dinesh Deepak Ganesh Gopal Guddi Govind Hari Hema Imran Indu ' +
  'Jagdish Jitendra Kailash Kavita Kiran Komal Lalita Lakhan Mahesh Manoj Meera Mukesh Nagma Naresh Neha Omprakash ' +
  'Pankaj Parvati Pinki Pramod Prem Priya Rahul Rajesh Rakesh Ramesh Ravi Rekha Renu Sabita Sanjay Sarita Savitri ' +
  'Shabana Shankar Shiv Sohan Sonu Sudha Suman Sunil Suresh Tara Tulsi Umesh Usha Vandana Vikram Vinod Yogesh Zakir ' +
  'Munni Mohan Madan Nasreen Nandini Pushpa Poonam Phoolmati Rukhsana Radha Sangita Santosh Sheela Shyam Uma Upendra';

t.test('at least 105 of the 107 measured pairs of spellings have one key', async (t) => {
  t.equal(pairs.length, 107);
  const missed = pairs.filter(([hindi, latin]) => nameKey(hindi) !== nameKey(latin));
  t.ok(pairs.length - missed.length >= 105, `missed: ${missed.join(' ')}`);
});

t.test('names of different people seldom have one key', async (t) => {
  const keys = DIFFERENT.split(' ').map((name) => nameKey(name));
  const same = keys.flatMap((key, i) => keys.slice(i + 1).filter((other) => other === key));
  t.ok(
    same.length <= 4,
    `${same.length} pairs of ${(keys.length * (keys.length - 1)) / 2}: ${same.join(' ')}`,
  );
});

t.test('titles before a name are no part of it, unless nothing distinctive would remain', async (t) => {
  t.same(nameKeys('श्रीमती सुनीता देवी'), nameKeys('Sunita Devi'));
  t.same(nameKeys('Late Shri Ram Pravesh'), nameKeys('Ram Pravesh'));
  t.same(nameKeys('कु० सीता'), nameKeys('Sita'));
  t.same(nameKeys('Baby Kumari'), [nameKey('Baby'), nameKey('Kumari')]);
  t.same(nameKeys('मो0 सलीम'), nameKeys('Mohammad Salim'));
});

t.test('tags, emoji and signs leave only the words', async (t) => {
  t.same(nameWords('<b>Ram</b> 🙏 "कुमार"'), ['b', 'ram', 'b', 'कुमार']);
  t.same(nameKeys(''), []);
  t.same(nameKeys(' -- 🙏 '), []);
  t.equal(nameWords('राम '.repeat(5000)).length, 12);
});

t.test('the beginning of a name leads to a beginning of its key at every letter', async (t) => {
  const latin = pairs.map(([, name]) => name).concat(DIFFERENT.split(' '));
  for (const name of latin) {
    for (let length = 1; length <= name.length; length++) {
      const half = name.slice(0, length);
      const found = keyPrefixes(half).some((prefix) => nameKey(name).startsWith(prefix));
      if (!found) t.fail(`${half} of ${name}: ${keyPrefixes(half).join(' ')} for ${nameKey(name)}`);
    }
  }
});

t.test('composed and decomposed text have one key, and folding is stable', async (t) => {
  const word = fc.oneof(fc.string(), fc.constantFrom(...pairs.flat()), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(word, (text) => {
      t.equal(nameKeys(text.normalize('NFC')).join(), nameKeys(text.normalize('NFD')).join());
      t.equal(foldWord(text), foldWord(text));
    }),
    { numRuns: 300 },
  );
});

t.test('Jaro-Winkler gives the published values', async (t) => {
  const close = (a: string, b: string, value: number) =>
    t.ok(Math.abs(jaroWinkler(a, b) - value) < 0.0005, `${a} ${b} ${jaroWinkler(a, b)}`);
  close('martha', 'marhta', 0.9611);
  close('dwayne', 'duane', 0.84);
  close('dixon', 'dicksonx', 0.8133);
  t.equal(jaroWinkler('', 'a'), 0);
  t.equal(jaroWinkler('राम', 'राम'), 1);
});
