import t from 'tap';
import { asciiDigits, transliterate } from './transliterate.js';

t.test('unwritten vowels are dropped where nobody speaks them', async (t) => {
  for (const [hindi, latin] of Object.entries({
    राम: 'ram', कमला: 'kamla', निर्मला: 'nirmala', शकुन्तला: 'shakuntala', शबनम: 'shabnam', लखन: 'lakhan',
    जगदीश: 'jagdish', सरस्वती: 'sarasvati', रामेश्वर: 'rameshvar', राजेन्द्र: 'rajendra', कृष्ण: 'krishna',
    आनन्द: 'anand', उर्मिला: 'urmila', रामकुमार: 'ramkumar', हरिओम: 'hariom', 'सुनीता देवी': 'sunita devi',
  })) t.equal(transliterate(hindi), latin); // prettier-ignore
});

t.test('special letters have their usual spelling', async (t) => {
  t.equal(transliterate('ज्ञानेन्द्र'), 'gyanendra');
  t.equal(transliterate('लक्ष्मी'), 'lakshmi');
  t.equal(transliterate('चंदा'), 'chanda');
  t.equal(transliterate('चाँद'), 'chand');
  t.equal(transliterate('गुड़िया'), 'guriya');
  t.equal(transliterate('मो० 9८७'), 'mo0 987');
  t.equal(asciiDigits('०१२३४५६७८९'), '0123456789');
});

t.test('a nukta counts the same composed and decomposed', async (t) => {
  for (const word of ['ज़रीना', 'फ़ातिमा', 'गुड़िया']) {
    t.equal(transliterate(word.normalize('NFD')), transliterate(word.normalize('NFC')));
  }
  t.equal(transliterate('\u095bरीना'), 'zarina');
  t.equal(transliterate('\u091c\u093cरीना'), 'zarina');
});

t.test('other text passes, without accents', async (t) => {
  t.equal(transliterate('Sītā <b>🙏 தமிழ்'), 'Sita <b>🙏 தமிழ்');
  t.equal(transliterate('ा्ं'), '');
  t.equal(transliterate(''), '');
});
