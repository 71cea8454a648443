import { alertKey } from '../../central/monitor/alert-key.js';
import { boxFacts } from '../../central/monitor/box-facts.js';
import { boxState } from '../../central/monitor/order-boxes.js';
import type { HistoryDay } from '../../central/monitor/box-history.js';
import type { BoxRow } from '../../central/monitor/box-row.js';
import { describeBox, freePercent, type Telling } from '../../central/monitor/describe-box.js';
import { sayTime } from '../../sync/sync-state.js';
import { formatDay } from '../../templates/format-day.js';
import { alertWords } from '../box-lines.js';
import { displayWidth, fit } from '../components/display-width.js';
import type { Piece } from '../components/row.js';
import { wrapText } from '../components/wrap-text.js';
import { STATE_COLOR, STATE_MARK } from './monitor-rows.js';

/** One box: its alerts with what to do about the chosen one, then what is known of it. */
export function boxRows(row: BoxRow, at: number, telling: Telling & { columns: number }): Piece[][] {
  const facts = boxFacts(row, telling);
  const width = Math.max(...facts.map(({ label }) => displayWidth(label))) + 2;
  return [
    ...headRows(row, telling),
    ...alertRows(row, at, telling),
    [],
    ...facts.map(({ label, value }): Piece[] => [
      { text: `  ${fit(label, width)}`, bold: true },
      { text: value },
    ]),
  ];
}

function headRows(row: BoxRow, telling: Telling): Piece[][] {
  const { name, state } = describeBox(row, telling);
  const color = STATE_COLOR[boxState(row)];
  return [
    [
      { text: ` ${STATE_MARK[boxState(row)]} ${state} `, inverse: true, bold: true, color },
      {
        text: ` ${[name, row.box, ...row.placeNames.map((place) => place[telling.language])].join(' · ')}`,
        bold: true,
      },
    ],
    [],
  ];
}

function alertRows(row: BoxRow, at: number, telling: Telling & { columns: number }): Piece[][] {
  const { say, language, columns } = telling;
  if (row.alerts.length === 0) return [[{ text: `  ${say('boxes.alerts', { n: 0 })}`, dim: true }]];
  return row.alerts.flatMap((alert, index): Piece[][] => {
    const isAt = index === at;
    const seen = alert.acknowledged;
    const said = seen ? `${sayTime(seen.at, language)} ${seen.by}: ${seen.note}` : '';
    const more = isAt ? [say(`boxes.todo.${alertKey(row, alert)}`), said] : [];
    return [
      [
        { text: isAt ? ' ▸ ' : '   ', color: 'cyan', bold: true },
        { text: alertWords(row, alert, telling), bold: seen === undefined, inverse: isAt },
      ],
      ...more
        .flatMap((text) => wrapText(text, columns - 7))
        .map((text): Piece[] => [{ text: `     ${text}`, dim: true }]),
    ];
  });
}

/** Heard, on battery, not heard; the hours to come are left free. */
const HOUR_MARK = { heard: '█', battery: '▒', silent: '·', coming: ' ' };

/** The last days hour by hour, in India; beside each day the most that waited and the least that the disk had free. */
export function boxHistoryRows(
  row: BoxRow,
  days: readonly HistoryDay[] | null,
  telling: Telling & { hourNow: number },
): Piece[][] {
  const { say, language } = telling;
  if (days === null) return [...headRows(row, telling), [{ text: ` ${say('cli.screen.loading')}` }]];
  const width = Math.max(...days.map(({ day }) => displayWidth(formatDay(language, day)))) + 2;
  const last = days.length - 1;
  return [
    ...headRows(row, telling),
    [{ text: ` ${fit('', width)}${'0     6     12    18    '}  ${say('boxes.history.beside')}`, dim: true }],
    ...days
      .map(({ day, hours }, index): Piece[] => {
        const marks = hours.map((sample, hour) =>
          sample === null
            ? index === last && hour > telling.hourNow
              ? HOUR_MARK.coming
              : HOUR_MARK.silent
            : sample.onBattery
              ? HOUR_MARK.battery
              : HOUR_MARK.heard,
        );
        const heard = hours.filter((sample) => sample !== null);
        const waiting = heard.length === 0 ? '–' : Math.max(...heard.map((one) => one.waiting ?? 0));
        const free = heard.flatMap((one) => {
          const percent = freePercent({ ...row.status, diskFreeMb: one.diskFreeMb ?? NaN });
          return percent === null || Number.isNaN(percent) ? [] : [percent];
        });
        const disk = free.length === 0 ? '–' : `${Math.min(...free)} %`;
        return [
          { text: ` ${fit(formatDay(language, day), width)}` },
          { text: marks.join(''), color: 'green' },
          { text: `  ${String(waiting).padStart(6)}  ${disk.padStart(5)}` },
        ];
      })
      .reverse(),
    [],
    [{ text: ` ${say('boxes.history.legend')}`, dim: true }],
  ];
}
