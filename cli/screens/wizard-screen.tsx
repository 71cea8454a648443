import { useApp } from 'ink';
import { useMemo, useRef, useState } from 'react';
import type { Language, Locale } from '../../templates/locale.js';
import type { SetUpFacility } from '../tasks/set-up.js';
import type { SetUpOutcome } from '../wizard/finish-set-up.js';
import type { KeptAnswers, WizardAnswers } from '../wizard/wizard-answers.js';
import { secretNames, WIZARD_STEPS } from '../wizard/wizard-steps.js';
import { spread } from './health-rows.js';
import { OwnFrame } from './own-frame.js';
import { WizardEnd } from './wizard-end.js';
import { WizardForm } from './wizard-form.js';
import { WizardStaff } from './wizard-staff.js';
import { WizardSummary } from './wizard-summary.js';

/** What each page of the wizard gets. */
export interface WizardPage {
  answers: WizardAnswers;
  /** keeps what has been answered; a failure to write it down is told by `trouble` */
  keep: (change: Partial<WizardAnswers>) => void;
  next: () => void;
  back: () => void;
  /** out, with all that was answered kept */
  leave: () => void;
  /** why the answers could not be written down just now */
  trouble: unknown;
}

export interface WizardProps {
  folder: string;
  locale: Locale;
  language: Language;
  answers: WizardAnswers;
  kept: KeptAnswers;
  setUpFacility: SetUpFacility;
  onDone: (outcome: SetUpOutcome) => void;
  /** before the screen ends, where somebody went back from the first step */
  onBack: () => void;
}

/** The set-up, a page at a time, forth and back; everything answered is kept at once. */
export function WizardScreen(props: WizardProps) {
  const { folder, locale, kept } = props;
  const { exit } = useApp();
  const [answers, setAnswers] = useState(props.answers);
  const [outcome, setOutcome] = useState<SetUpOutcome | null>(null);
  const [trouble, setTrouble] = useState<unknown>(null);
  const latest = useRef(answers);

  const language = (answers.values['language'] as Language | undefined) ?? props.language;
  const say = useMemo(() => locale.in(language), [locale, language]);
  const at = Math.max(
    0,
    WIZARD_STEPS.findIndex(({ id }) => id === answers.step),
  );
  const step = WIZARD_STEPS[at];

  const keep = (change: Partial<WizardAnswers>): void => {
    latest.current = { ...latest.current, ...change };
    setAnswers(latest.current);
    kept.save(latest.current, secretNames(say)).then(
      () => setTrouble(null),
      (error: unknown) => setTrouble(error),
    );
  };
  const go = (to: number): void => {
    const next = WIZARD_STEPS[to];
    if (next) keep({ step: next.id });
    else if (to < 0) {
      props.onBack();
      exit();
    }
  };
  const page: WizardPage = {
    answers,
    keep,
    next: () => go(at + 1),
    back: () => go(at - 1),
    leave: exit,
    trouble,
  };
  const title = outcome
    ? say('cli.wizard.endTitle')
    : say('cli.wizard.at', {
        n: at + 1,
        all: WIZARD_STEPS.length,
        title: say(`cli.wizard.${step?.id ?? ''}.title`),
      });
  return (
    <OwnFrame
      folder={folder}
      language={language}
      locale={locale}
      top={(columns) => [spread(title, answers.values['box'] ?? '', columns), []]}
    >
      {outcome !== null ? (
        <WizardEnd
          outcome={outcome}
          onRead={() => {
            props.onDone(outcome);
            exit();
          }}
        />
      ) : step?.kind === 'staff' ? (
        <WizardStaff page={page} />
      ) : step?.kind === 'summary' ? (
        <WizardSummary page={page} setUpFacility={props.setUpFacility} kept={kept} onMade={setOutcome} />
      ) : (
        step && <WizardForm key={step.id} step={step} page={page} />
      )}
    </OwnFrame>
  );
}
