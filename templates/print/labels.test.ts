import { readFileSync } from 'node:fs';
import t from 'tap';
import { Labels } from './labels.js';

t.test('both languages have the same labels, none of them empty', async (t) => {
  const path = new URL('./labels.json', import.meta.url).pathname.replace('/dist/', '/');
  const { hi, en } = JSON.parse(readFileSync(path, 'utf8')) as Record<'hi' | 'en', Record<string, string>>;
  t.same(Object.keys(hi).sort(), Object.keys(en).sort());
  for (const [key, text] of [...Object.entries(hi), ...Object.entries(en)]) t.ok(text.trim(), key);
});

t.test('two languages stand Hindi first, and once where they say the same', async (t) => {
  const words = new Labels('both');
  t.equal(words.label('token'), 'टोकन / Token');
  t.equal(words.choose({ hi: 'ORS', en: 'ORS' }), 'ORS');
  t.equal(words.choose({ hi: '', en: 'Vitals' }), 'Vitals');
  t.equal(new Labels('hi').choose({ hi: '', en: 'Vitals' }), 'Vitals');
  t.equal(new Labels('en').label('token'), 'Token');
});
