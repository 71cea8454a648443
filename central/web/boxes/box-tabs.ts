import type { BoxRow } from '../../monitor/box-row.js';
import type { Telling } from '../../monitor/describe-box.js';

export interface BoxTab {
  words: string;
  href: string;
  current: boolean;
}

/** From the table to the alerts, the map, and back; how many alerts nobody has seen stands beside them. */
export function boxTabs(
  { say }: Telling,
  rows: readonly BoxRow[],
  current: 'list' | 'alerts' | 'map' | null,
): BoxTab[] {
  const n = rows
    .flatMap(({ alerts }) => alerts)
    .filter(({ acknowledged }) => acknowledged === undefined).length;
  return [
    { words: say('boxes.tabs.list'), href: '/boxes', current: current === 'list' },
    { words: say('boxes.tabs.alerts', { n }), href: '/boxes/alerts', current: current === 'alerts' },
    { words: say('boxes.tabs.map'), href: '/boxes/map', current: current === 'map' },
  ];
}
