import { render } from 'ink';
import { findSticks } from '../../node-server/backup/find-sticks.js';
import { readDisks } from '../../node-server/backup/read-disks.js';
import type { RestoreResult } from '../../node-server/restore/restore-facility.js';
import type { Language, Locale } from '../../templates/locale.js';
import { KeptAnswers, restoreAnswersPath } from '../wizard/wizard-answers.js';
import { RestoreScreen } from './restore-screen.js';

/** Opens the restore on this terminal, where it was left if it was. Null where it was left again, `back` by Escape. */
export async function openRestore(options: {
  folder: string;
  language: Language;
  locale: Locale;
  isUnfinished: boolean;
}): Promise<RestoreResult | 'back' | null> {
  const { kept, found } = await KeptAnswers.open(options.folder, restoreAnswersPath(options.folder));
  const [stick] = findSticks(await readDisks());
  const fresh = {
    from: 'backup',
    'up-to-gap': 'no',
    ...(stick ? { 'from-backup': `${stick.path}/nadi` } : {}),
  };
  let result: RestoreResult | 'back' | null = null;
  const app = render(
    <RestoreScreen
      {...options}
      kept={kept}
      values={{ ...fresh, ...found?.values }}
      onDone={(made) => (result = made)}
      onBack={() => (result = 'back')}
    />,
    { exitOnCtrlC: false },
  );
  await app.waitUntilExit();
  return result;
}
