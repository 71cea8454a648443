import type { BoxRow } from '../../monitor/box-row.js';
import type { Telling } from '../../monitor/describe-box.js';

export interface BoxTab {
  words: string;
  href: string;
  current: boolean;
}

/** From the table to the alerts and back; how many alerts nobody has seen stands beside them. */
export function boxTabs(
  { say }: Telling,
  rows: readonly BoxRow[],
  current: 'list' | 'alerts' | null,
): BoxTab[] {
  const n = rows
    .flatMap(({ alerts }) => alerts)
    .filter(({ acknowledged }) => acknowledged === undefined).length;
  return [
    { words: say('boxes.tabs.list'), href: '/boxes', current: current === 'list' },
    { words: say('boxes.tabs.alerts', { n }), href: '/boxes/alerts', current: current === 'alerts' },
  ];
}
