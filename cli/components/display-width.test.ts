import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { temporaryFolder } from '../fake-box.js';
import { readWords } from '../../templates/locale.js';
import { cut, displayWidth, fit, plain } from './display-width.js';
import { TmuxScreen, hasTmux } from './tmux-screen.js';

const SAMPLES: [string, number][] = [
  ['क', 1],
  ['का', 2],
  ['कि', 2],
  ['कु', 1],
  ['कं', 1],
  ['कः', 2],
  ['क्ष', 2],
  ['ड़', 1],
  ['श्री', 3],
  ['स्वास्थ्य केंद्र', 10],
  ['२१ नव॰', 6],
  ['Rampur – ●▲✖ … ·', 16],
  ['日本', 4],
];

void t.test('a text takes the columns that a terminal gives it', async (t) => {
  for (const [text, columns] of SAMPLES) t.equal(displayWidth(text), columns, text);
});

// Writes each text and asks the terminal where its cursor stands then (DSR 6, answered by CPR).
const PROBE = `
import { readFileSync, writeFileSync } from 'node:fs';
const [, , from, to] = process.argv;
process.stdin.setRawMode(true).setEncoding('utf8');
const columns = [];
const texts = JSON.parse(readFileSync(from, 'utf8'));
const next = () => process.stdout.write('\\r\\x1b[2K' + texts[columns.length] + '\\x1b[6n');
let read = '';
process.stdin.on('data', (chunk) => {
  read += chunk;
  const reply = /\\x1b\\[\\d+;(\\d+)R/.exec(read);
  if (!reply) return;
  read = '';
  columns.push(Number(reply[1]) - 1);
  if (columns.length < texts.length) next();
  else { writeFileSync(to, JSON.stringify(columns)); process.exit(); }
});
next();
`;

void t.test(
  'tmux agrees, for the samples and every Hindi word of the screen',
  { skip: !hasTmux() && 'no tmux' },
  async (t) => {
    const words = [...readWords('hi')].filter(([key]) => /^(cli|sync|stations|errors)\./.test(key));
    const texts = [...SAMPLES.map(([text]) => text), ...words.map(([, text]) => plain(text))].filter(
      (text) => displayWidth(text) < 80,
    );
    t.ok(texts.length > 100);
    const folder = await temporaryFolder(t);
    const [probe, from, to] = ['probe.mjs', 'texts.json', 'columns.json'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    await writeFile(probe, PROBE);
    await writeFile(from, JSON.stringify(texts));
    const screen = await TmuxScreen.open([process.execPath, probe, from, to]);
    t.teardown(() => screen.close());
    let told: string | null = null;
    while (told === null || told === '') {
      await sleep(50);
      told = await readFile(to, 'utf8').catch(() => null);
    }
    const columns = JSON.parse(told) as number[];
    t.same(
      texts.map((text, i) => [text, columns[i]]),
      texts.map((text) => [text, displayWidth(text)]),
    );
  },
);

void t.test('fitting fills or cuts to exact columns and keeps a letter whole with its signs', async (t) => {
  t.equal(fit('लैब', 5), 'लैब   ');
  t.equal(fit('3', 4, 'right'), '   3');
  for (let width = 1; width < 12; width += 1) {
    t.equal(displayWidth(fit('प्राथमिक स्वास्थ्य', width)), width);
  }
  t.equal(cut('स्वास्थ्य', 3), '…', 'a cut keeps a letter with its signs or leaves both out');
  t.equal(cut('स्वास्थ्य', 4), 'स्वा…');
  t.equal(cut('लैब', 0), '');
});

void t.test('what would move the cursor or that terminals measure differently is left out', async (t) => {
  t.equal(plain('क्\u200dष'), 'क्ष');
  t.equal(plain('one\ntwo\u001b[31m'), 'one two [31m');
});
