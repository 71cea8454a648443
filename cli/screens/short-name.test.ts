import t from 'tap';
import { openLocale } from '../../templates/locale.js';
import { shortName } from './short-name.js';

t.test('where a name is cut off, its kind gives way and the place stays', (t) => {
  const locale = openLocale();
  const name = 'आयुष्मान आरोग्य मंदिर छतवारा';
  t.equal(shortName(name, 40, locale.in('hi')), name);
  t.equal(shortName(name, 16, locale.in('hi')), 'आ.आ.मं. छतवारा');
  t.equal(shortName(name, 9, locale.in('hi')), 'छतवारा');
  t.equal(shortName('Additional Primary Health Centre Dabhaich', 15, locale.in('en')), 'APHC Dabhaich');
  t.equal(shortName('Anand Seva Hospital', 9, locale.in('en')), 'Anand Seva Hospital');
  t.end();
});
