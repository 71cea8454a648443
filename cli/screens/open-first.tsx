import { render } from 'ink';
import type { Language, Locale } from '../../templates/locale.js';
import { FirstScreen, type FirstChoice } from './first-screen.js';

/** Asks what an empty folder shall become, and in which language to go on; null where it was quit. */
export async function openFirst(options: {
  folder: string;
  language: Language;
  locale: Locale;
}): Promise<{ choice: FirstChoice; language: Language } | null> {
  let chosen: { choice: FirstChoice; language: Language } | null = null;
  const app = render(
    <FirstScreen {...options} onChosen={(choice, language) => (chosen = { choice, language })} />,
    { exitOnCtrlC: false },
  );
  await app.waitUntilExit();
  return chosen;
}
