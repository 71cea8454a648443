import type { DeviceState } from '../../node-server/devices/device-book.js';
import { sayTime } from '../../sync/sync-state.js';
import type { Language, Translate } from '../../templates/locale.js';
import { displayWidth, fit } from '../components/display-width.js';
import { scrollTo } from '../components/form-rows.js';
import type { Piece } from '../components/row.js';
import { sayDeviceReason } from '../tasks/manage-devices.js';

/** The devices as a table; the chosen one is marked, the closed ones are dim. */
export function deviceRows(
  devices: readonly DeviceState[],
  at: number,
  { say, language, rows }: { say: Translate; language: Language; rows: number },
): Piece[][] {
  const time = (iso: string | undefined): string => (iso === undefined ? '–' : sayTime(iso, language));
  const titles = ['name', 'since', 'seen', 'state'].map((name) => say(`cli.devicesScreen.${name}`));
  const cells = devices.map(({ name, since, lastSeen, state, reason }) => {
    const why = sayDeviceReason(reason, say);
    return [
      name,
      time(since),
      time(lastSeen),
      `${say(`cli.devices.state.${state}`)}${why === undefined ? '' : ` (${why})`}`,
    ];
  });
  const widths = titles.map((title, index) => {
    const widest = Math.max(displayWidth(title), ...cells.map((row) => displayWidth(row[index] ?? '')));
    return index === 0 ? Math.min(24, widest) : widest;
  });
  const line = (row: readonly string[]): string =>
    row.map((text, index) => fit(text, widths[index] ?? 0)).join('  ');
  return [
    [{ text: `   ${line(titles)}`, dim: true }],
    ...scrollTo(
      cells.map((row, index): Piece[] => [
        { text: index === at ? ' ▸ ' : '   ', color: 'cyan' },
        { text: line(row), inverse: index === at, dim: devices[index]?.state === 'revoked' },
      ]),
      at,
      Math.min(cells.length, rows - 1),
    ),
  ];
}
