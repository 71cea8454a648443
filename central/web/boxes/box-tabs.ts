import type { BoxRow } from '../../monitor/box-row.js';
import type { Telling } from '../../monitor/describe-box.js';

export interface BoxTab {
  words: string;
  href: string;
  current: boolean;
}

/**
 * From the table to the alerts, the map, and back; how many alerts nobody has seen stands beside them.
 * @param query of a page that was asked for some boxes: table and map show the same
 */
export function boxTabs(
  { say }: Telling,
  rows: readonly BoxRow[],
  current: 'list' | 'alerts' | 'map' | null,
  query = new URLSearchParams(),
): BoxTab[] {
  const n = rows
    .flatMap(({ alerts }) => alerts)
    .filter(({ acknowledged }) => acknowledged === undefined).length;
  const asked = new URLSearchParams(
    [...query].filter(([name]) => name === 'q' || name === 'show'),
  ).toString();
  const same = asked === '' ? '' : `?${asked}`;
  return [
    { words: say('boxes.tabs.list'), href: `/boxes${same}`, current: current === 'list' },
    { words: say('boxes.tabs.alerts', { n }), href: '/boxes/alerts', current: current === 'alerts' },
    { words: say('boxes.tabs.map'), href: `/boxes/map${same}`, current: current === 'map' },
  ];
}
