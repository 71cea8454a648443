import type { Translate } from '../../templates/locale.js';
import { displayWidth, fit } from '../components/display-width.js';
import type { Piece } from '../components/row.js';
import type { StatusWords } from '../tasks/describe-status.js';

const MARK = { good: '●', watch: '▲', bad: '✖' } as const;
const COLOR = { good: 'green', watch: 'yellow', bad: 'red' } as const;

/** The screen's lines for a box that answers, top to bottom; at most `rows` of them. */
export function healthRows(
  words: StatusWords,
  say: Translate,
  size: { columns: number; rows: number },
): Piece[][] {
  const errors: Piece[][] = [
    [
      { text: ` ${say('cli.labels.errors')}`, bold: true },
      ...(words.errors.length === 0 ? [{ text: `: ${say('cli.values.noErrors')}`, dim: true }] : []),
    ],
    ...words.errors.map((text): Piece[] => [{ text: `  ${text}` }]),
  ];
  const all = [...headRows(words, say, size.columns), ...factRows(words.facts, size.columns), [], ...errors];
  if (all.length <= size.rows) return all;
  const needed = words.facts.filter(({ minor }) => minor !== true);
  return [...headRows(words, say, size.columns), ...factRows(needed, size.columns), ...errors].slice(
    0,
    size.rows,
  );
}

function headRows(words: StatusWords, say: Translate, columns: number): Piece[][] {
  const [worst, ...others] = words.reasons;
  const headline = [words.headline, ...(worst === undefined ? [] : [worst])].join(' · ');
  return [
    spread(words.facility, words.clock, columns),
    [],
    [{ text: ` ${MARK[words.level]}  ${headline} `, bold: true, inverse: true, color: COLOR[words.level] }],
    others.length === 0 ? [] : [{ text: `    ${others.join(' · ')}`, color: COLOR[words.level] }],
    ...stationRows(words, say),
    [{ text: `  ${words.today}`, dim: true }],
    [],
  ];
}

function stationRows(words: StatusWords, say: Translate): Piece[][] {
  const titles = [say('cli.labels.waiting'), say('cli.labels.serving'), say('cli.labels.onHold')];
  const names = [say('cli.labels.today'), ...words.stations.map(({ name }) => name)];
  const nameWidth = Math.max(24, ...names.map(displayWidth)) + 2;
  const cells = (values: readonly string[]): string =>
    values.map((value, i) => fit(value, Math.max(9, displayWidth(titles[i] ?? '')) + 2, 'right')).join('');
  return [
    [
      { text: ` ${fit(say('cli.labels.today'), nameWidth)}`, bold: true },
      { text: cells(titles), dim: true },
    ],
    ...words.stations.map((station): Piece[] => [
      { text: `  ${fit(station.name, nameWidth - 1)}` },
      {
        text: cells([station.waiting, station.serving, station.onHold].map(String)),
        bold: station.waiting > 0,
      },
    ]),
  ];
}

function factRows(facts: StatusWords['facts'], columns: number): Piece[][] {
  const labelWidth = Math.max(...facts.map(({ label }) => displayWidth(label))) + 2;
  return facts.flatMap(({ label, value }) =>
    breakAtDots(value, columns - labelWidth - 1).map((line, index): Piece[] => [
      { text: ` ${fit(index === 0 ? label : '', labelWidth)}`, bold: true },
      { text: line },
    ]),
  );
}

/** Lines that break between the parts of a sentence `… · … · …` only; a part that is too long is cut later. */
function breakAtDots(text: string, width: number): string[] {
  const [first = '', ...parts] = text.split(' · ');
  const lines = [first];
  for (const part of parts) {
    const joined = `${lines.at(-1) ?? ''} · ${part}`;
    if (displayWidth(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(part);
  }
  return lines;
}

/** One text at the left edge, one at the right. */
export function spread(left: string, right: string, columns: number): Piece[] {
  const room = columns - displayWidth(right) - 3;
  return room < 10
    ? [{ text: ` ${left}`, bold: true }]
    : [
        { text: ` ${fit(left, room)} `, bold: true },
        { text: right, dim: true },
      ];
}
