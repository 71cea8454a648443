import { render } from 'ink';
import type { Language, Locale } from '../../templates/locale.js';
import type { SetUpFacility } from '../tasks/set-up.js';
import type { SetUpOutcome } from '../wizard/finish-set-up.js';
import { KeptAnswers, type WizardAnswers } from '../wizard/wizard-answers.js';
import { WIZARD_STEPS } from '../wizard/wizard-steps.js';
import { WizardScreen } from './wizard-screen.js';

/**
 * Opens the set-up on this terminal, where it was left if it was. Resolves with what was made, or with null where it
 * was left again, `back` where from its first step. What flags said counts before what was kept.
 */
export async function openWizard(options: {
  folder: string;
  language: Language;
  locale: Locale;
  given: Record<string, string>;
  setUpFacility: SetUpFacility;
}): Promise<SetUpOutcome | 'back' | null> {
  const { kept, found } = await KeptAnswers.open(options.folder);
  const fresh: WizardAnswers = {
    step: WIZARD_STEPS[0]?.id ?? '',
    values: { language: options.language },
    staff: [],
  };
  const standing = found ?? fresh;
  let outcome: SetUpOutcome | 'back' | null = null;
  const app = render(
    <WizardScreen
      {...options}
      kept={kept}
      answers={{ ...standing, values: { ...standing.values, ...options.given } }}
      onDone={(made) => (outcome = made)}
      onBack={() => (outcome = 'back')}
    />,
    { exitOnCtrlC: false },
  );
  await app.waitUntilExit();
  return outcome;
}
