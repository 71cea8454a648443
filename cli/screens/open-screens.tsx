import { render } from 'ink';
import type { Language, Locale } from '../../templates/locale.js';
import { readStatus } from '../tasks/read-status.js';
import { OperatorScreens } from './operator-screens.js';
import { SCREENS } from './screens.js';

/** Opens the operator's screens on this terminal; resolves when they are quit. */
export async function openScreens(options: {
  folder: string;
  language: Language;
  locale: Locale;
}): Promise<void> {
  const { folder } = options;
  const app = render(
    <OperatorScreens {...options} screens={SCREENS} readStatus={() => readStatus(folder)} />,
    {
      exitOnCtrlC: false,
    },
  );
  await app.waitUntilExit();
}
