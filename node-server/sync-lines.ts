import { describeSync, type SyncState } from '../sync/sync-state.js';
import type { Language, Locale } from '../templates/locale.js';
import type { SyncLine } from './frame-context.js';

/** How far the centre is, on the frame of each page. */
export function syncLine(state: SyncState, language: Language, locale: Locale): SyncLine {
  const tone = state.kind === 'up-to-date' ? 'good' : state.kind === 'refused' ? 'bad' : 'wait';
  return { tone, text: describeSync(state, language, locale.in(language)) };
}

/** null where nothing urgent waits. */
export function urgentLine({ urgentWaiting }: SyncState, language: Language, locale: Locale): string | null {
  return urgentWaiting === undefined
    ? null
    : locale.in(language)('travel.urgentWaiting', { n: urgentWaiting });
}
