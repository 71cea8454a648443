import { render } from 'ink';
import type { Language, Locale } from '../../templates/locale.js';
import { syncNow } from '../tasks/control-sync.js';
import { readStatus } from '../tasks/read-status.js';
import { HealthScreen } from './health-screen.js';

/** Opens the screen on this terminal; resolves when it is quit. */
export async function openHealthScreen(options: {
  folder: string;
  language: Language;
  locale: Locale;
}): Promise<void> {
  const { folder } = options;
  const app = render(
    <HealthScreen
      readStatus={() => readStatus(folder)}
      syncNow={() => syncNow(folder)}
      language={options.language}
      locale={options.locale}
      folder={folder}
    />,
  );
  await app.waitUntilExit();
}
