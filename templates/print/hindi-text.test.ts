import t from 'tap';
import { textWidth, wrapText } from './hindi-text.js';
import { printable } from './printable.js';

const type = { size: 10 };

t.test('a text that fits stays one line, to the letter', async (t) => {
  const text = 'ज्ञानेश्वर प्रसाद, टोला र्‍यांचे, मुज़फ़्फ़रपुर 842001 (Ward 3)';
  t.same(wrapText(text, { ...type, width: 1000 }), [text]);
});

t.test('lines break at spaces and none is wider than its box', async (t) => {
  const text = 'ग्राम मोहम्मदपुर बुज़ुर्ग टोला पश्चिमी, पोस्ट रामपुर हरि, via Minapur';
  const lines = wrapText(text, { ...type, width: 90 });
  t.ok(lines.length > 2);
  for (const line of lines) t.ok(textWidth(line, type) <= 90, line);
  t.equal(lines.join(' '), text);
});

t.test('a word wider than the line breaks between letters and never inside a conjunct', async (t) => {
  const lines = wrapText('क्ष्म'.repeat(12), { ...type, width: 60 });
  t.ok(lines.length > 1);
  for (const line of lines) t.match(line, /^(क्ष्म)+$/);
});

t.test('what does not fit ends in an ellipsis inside the box', async (t) => {
  const lines = wrapText('सलाह और दवा '.repeat(400), { ...type, width: 120, maxLines: 2 });
  t.equal(lines.length, 2);
  t.ok(lines[1]?.endsWith('…'));
  t.ok(textWidth(lines[1] ?? '', type) <= 120);
});

t.test('a no-break space keeps a value with its name and is printed as a plain space', async (t) => {
  const width = textWidth('नाड़ी 84/min तापमान', type) + 1;
  t.same(wrapText('नाड़ी\u00a084/min तापमान\u00a0100°F', { ...type, width }), ['नाड़ी 84/min', 'तापमान 100°F']);
});

t.test('an emoji or another script becomes one □ per letter, joiners and nuktas stay', async (t) => {
  t.equal(printable('राम 👨‍👩‍👧 बाबू 🙂'), 'राम □ बाबू □');
  t.equal(printable('محمد'), '□□□□');
  t.equal(printable('र्‍य ड़ ड\u093c'), 'र्‍य ड़ ड\u093c');
});

t.test('direction and control signs vanish, tabs are spaces, line breaks stay', async (t) => {
  t.equal(printable('a\u202eb\u0000\u200b\tc\r\nd'), 'ab c\nd');
});

t.test('a half is written with plain digits', async (t) => {
  t.equal(printable('½ गोली, 1½ गोली'), '1/2 गोली, 1 1/2 गोली');
});
