import t from 'tap';
import { openLocale } from '../templates/locale.js';
import { displayWidth } from './components/display-width.js';
import { DEMO_FACILITIES } from './demo/demo-facilities.js';
import { DEMO_VIEWERS } from './demo/demo-viewers.js';
import { demoLines, type DemoAnswer } from './demo-lines.js';

const ANSWER: DemoAnswer = {
  folder: '/home/nadi/nadi/data/demo',
  password: 'nadi1042',
  boxes: DEMO_FACILITIES.map(({ box, name, folder, staff }, index) => ({
    ...{ box, name, folder: `/home/nadi/nadi/data/demo/${folder}` },
    addresses: [`http://localhost:${8080 + index}`, `http://192.168.178.201:${8080 + index}`],
    logins: staff.map(({ id, roles }) => ({ id, roles })),
  })),
  web: { url: 'http://localhost:8082', logins: DEMO_VIEWERS.map(({ name }) => name) },
  centre: { url: 'http://127.0.0.1:5984', user: 'admin', password: 'rLHU93Pbbq7F' },
  monitorPasswordFile: '/home/nadi/nadi/data/demo/nadi-web.password',
  memoryMb: 426,
};

t.test('what the demo says fits a terminal of 80 columns, and names every log-in once', (t) => {
  const locale = openLocale();
  for (const language of ['en', 'hi'] as const) {
    const lines = demoLines(ANSWER, language, locale.in(language));
    t.same(
      lines.filter((line) => displayWidth(line) > 80),
      [],
      language,
    );
    const logins = [
      ...DEMO_FACILITIES.flatMap(({ staff }) => staff.map(({ id }) => id)),
      'support',
      'registry',
      'admin',
    ];
    for (const id of logins) t.equal(lines.filter((line) => line.startsWith(`  ${id} `)).length, 1, id);
    t.notMatch(lines.join('\n'), /cli\.demo\.|roles\./, 'every key has its words');
  }
  t.end();
});
