import type { BoxPicture } from '../../central/monitor/box-book.js';
import { needsHelp, type BoxRow } from '../../central/monitor/box-row.js';
import { describeBox, type Telling } from '../../central/monitor/describe-box.js';
import { BOX_STATES, boxState, countBoxes, type BoxState } from '../../central/monitor/order-boxes.js';
import { sayTime } from '../../sync/sync-state.js';
import { displayWidth, fit } from '../components/display-width.js';
import { scrollTo } from '../components/form-rows.js';
import type { Piece } from '../components/row.js';
import { shortName } from './short-name.js';
import { spread } from './health-rows.js';

export const STATE_MARK: Record<BoxState, string> = {
  broken: '✖',
  silent: '▲',
  look: '◆',
  late: '◌',
  ok: '●',
  planned: '○',
};
export const STATE_COLOR: Record<BoxState, 'red' | 'yellow' | 'cyan' | 'green'> = {
  ...{ broken: 'red', silent: 'red', look: 'yellow', late: 'yellow', ok: 'green' },
  planned: 'cyan',
};

/** Above all: where this is, when it was so, and how many boxes are how. */
export function monitorTop(picture: BoxPicture | null, telling: Telling, columns: number): Piece[][] {
  const { say, language } = telling;
  const time = picture === null ? '' : sayTime(new Date(picture.at).toISOString(), language);
  const head = spread(`${say('centre.name')} · ${say('boxes.title')}`, time, columns);
  if (picture === null) return [head, []];
  const { boxes, states, alerts, acknowledged } = countBoxes(picture.rows);
  const seen = acknowledged > 0 ? ` (${say('boxes.alertsSeen', { n: acknowledged })})` : '';
  const met = BOX_STATES.filter((state) => states[state] > 0);
  const counts = (worded: number): Piece[] => [
    { text: ` ${say('boxes.count', { n: boxes })}` },
    ...met.map((state, index): Piece => {
      const words = index < worded ? say(`boxes.levels.${state}`, { n: states[state] }) : states[state];
      return { text: `  ${STATE_MARK[state]} ${words}`, color: STATE_COLOR[state] };
    }),
    { text: `  ${say('boxes.alerts', { n: alerts })}${seen}`, bold: alerts > acknowledged },
  ];
  // On a narrow terminal the mark and the number alone tell of those that are best.
  const isFitting = (pieces: Piece[]): boolean =>
    displayWidth(pieces.map(({ text }) => text).join('')) <= columns;
  let worded = met.length;
  while (worded > 0 && !isFitting(counts(worded))) worded -= 1;
  return [head, counts(worded)];
}

/** As wide as they must be in both languages; the name takes what is left, up to some. */
const WIDTHS = { box: 9, contact: 13, waiting: 9, disk: 6, alerts: 19 };
const NAME = { least: 12, most: 40 };

/** The boxes as a table; the chosen one is marked, those with alerts that nobody has seen are bold. */
export function boxListRows(
  rows: readonly BoxRow[],
  at: number,
  { columns, room, ...telling }: Telling & { columns: number; room: number },
): Piece[][] {
  const { say } = telling;
  const all = Object.values(WIDTHS).reduce((sum, width) => sum + width, 0);
  // In a narrow window what is wrong counts more than figures, which stand on the box's own page.
  const isNarrow = columns < all + NAME.least + 4;
  const others = isNarrow ? all - WIDTHS.waiting - WIDTHS.disk : all;
  const name = Math.max(NAME.least, Math.min(NAME.most, columns - others - 4));
  const title = (key: string): string => say(`boxes.columns.${key}`);
  const line = (cells: Record<keyof typeof WIDTHS | 'name', string>): string =>
    [
      fit(cells.box, WIDTHS.box),
      fit(shortName(cells.name, name - 1, say), name - 1) + ' ',
      fit(cells.contact, WIDTHS.contact),
      ...(isNarrow
        ? []
        : [
            fit(cells.waiting, WIDTHS.waiting - 2, 'right') + '  ',
            fit(cells.disk, WIDTHS.disk - 1, 'right') + ' ',
          ]),
      cells.alerts,
    ].join('');
  const head = line({
    ...{ box: '', name: title('name'), contact: title('contact'), waiting: title('waiting') },
    ...{ disk: say('boxes.columns.diskShort'), alerts: title('alerts') },
  });
  const body = rows.map((row, index): Piece[] => {
    const words = describeBox(row, telling);
    const alerts = row.alerts.map(({ kind }) => say(`boxes.alertShort.${kind}`)).join(', ');
    const state = alerts === '' && row.plannedOff ? say('boxes.planned') : alerts;
    const isAt = index === at;
    const text = line({ ...words, box: row.box, alerts: state });
    return [
      { text: isAt ? ' ▸' : '  ', color: 'cyan', bold: true },
      { text: `${STATE_MARK[boxState(row)]} `, color: STATE_COLOR[boxState(row)] },
      { text: fit(text, columns - 5), inverse: isAt, bold: needsHelp(row), dim: row.plannedOff },
    ];
  });
  return [
    [{ text: `    ${head}`, dim: true }],
    ...scrollTo(body, at, Math.max(1, Math.min(body.length, room - 1))),
  ];
}
