import { alertKey } from '../central/monitor/alert-key.js';
import { boxFacts } from '../central/monitor/box-facts.js';
import type { BoxPicture } from '../central/monitor/box-book.js';
import type { BoxRow, StandingAlert } from '../central/monitor/box-row.js';
import { describeBox, endedLines, sayAgo, type Telling } from '../central/monitor/describe-box.js';
import { BOX_STATES, countBoxes } from '../central/monitor/order-boxes.js';
import { pictureWarnings } from '../central/monitor/picture-warnings.js';
import { sayTime } from '../sync/sync-state.js';
import { displayWidth, fit } from './components/display-width.js';
import { shortName } from './screens/short-name.js';

const COLUMNS = ['state', 'contact', 'waiting', 'gaps', 'clock', 'disk', 'power', 'backup', 'line'] as const;
const WIDEST_NAME = 30;

/** The boxes as a table, a line each; names are shortened where a person looks, and whole where a program reads. */
export function boxTable(rows: readonly BoxRow[], telling: Telling, isTerminal: boolean): string[] {
  const { say } = telling;
  const titles = ['name', ...COLUMNS, 'alerts'].map((name) => say(`boxes.columns.${name}`));
  const cells = rows.map((row) => {
    const words = describeBox(row, telling);
    const alerts = row.alerts.map((alert) => alertWords(row, alert, telling)).join(', ');
    const name = isTerminal ? shortName(words.name, WIDEST_NAME, say) : words.name;
    return [name, ...COLUMNS.map((name) => words[name]), alerts];
  });
  const widths = titles.map((title, index) => {
    const widest = Math.max(displayWidth(title), ...cells.map((row) => displayWidth(row[index] ?? '')));
    return index === 0 && isTerminal ? Math.min(WIDEST_NAME, widest) : widest;
  });
  const line = (code: string, row: readonly string[]): string =>
    [fit(code, 9), ...row.map((text, index) => fit(text, widths[index] ?? 0))].join('  ').trimEnd();
  return [line('', titles), ...cells.map((row, index) => line(rows[index]?.box ?? '', row))];
}

/** What is said above or below all boxes: how many are how, and what is wrong with the watching itself. */
export function pictureLines(picture: BoxPicture, telling: Telling): string[] {
  return [countLine(picture.rows, telling), ...pictureWarnings(picture, telling).map((text) => `! ${text}`)];
}

function countLine(rows: readonly BoxRow[], { say }: Telling): string {
  const { boxes, states, alerts, acknowledged } = countBoxes(rows);
  return [
    say('boxes.count', { n: boxes }),
    ...BOX_STATES.filter((state) => states[state] > 0).map((state) =>
      say(`boxes.levels.${state}`, { n: states[state] }),
    ),
    say('boxes.alerts', { n: alerts }) +
      (acknowledged > 0 ? ` (${say('boxes.alertsSeen', { n: acknowledged })})` : ''),
  ].join(' · ');
}

/** Everything that is known of one box, a line each. */
export function boxLines(row: BoxRow, telling: Telling): string[] {
  const { say } = telling;
  const words = describeBox(row, telling);
  const facts = boxFacts(row, telling);
  const width = Math.max(...facts.map(({ label }) => displayWidth(label))) + 2;
  return [
    [row.box, words.name, ...row.placeNames.map((name) => name[telling.language])].join(' · '),
    words.state,
    ...endedLines(row, telling),
    ...facts.map(({ label, value }) => `  ${fit(label, width)}${value}`),
    say('boxes.alerts', { n: row.alerts.length }),
    ...row.alerts.flatMap((alert) => [
      `  ${alert.kind}: ${alertWords(row, alert, telling)}`,
      `    ${say(`boxes.todo.${alertKey(row, alert)}`)}`,
      ...[alert.acknowledged ?? [], alert.earlier?.toReversed() ?? []]
        .flat()
        .map(({ by, at, note }) => `    ${sayTime(at, telling.language)} ${by}: ${note}`),
    ]),
  ];
}

export function alertWords(row: BoxRow, alert: StandingAlert, telling: Telling): string {
  const { since, acknowledged } = alert;
  const { say } = telling;
  const details = [
    ...(since === undefined ? [] : [sayAgo(since, telling)]),
    ...(acknowledged ? [say('boxes.state.acknowledged', { by: acknowledged.by })] : []),
  ];
  return say(`boxes.alert.${alertKey(row, alert)}`) + (details.length > 0 ? ` (${details.join('; ')})` : '');
}
