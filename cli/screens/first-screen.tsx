import { useApp } from 'ink';
import { useState } from 'react';
import type { Language, Locale } from '../../templates/locale.js';
import { Pane, useFrame } from '../components/frame.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { wrapText } from '../components/wrap-text.js';
import { spread } from './health-rows.js';
import { OwnFrame } from './own-frame.js';

const CHOICES = ['setup', 'restore'] as const;
/** What is to become of an empty folder. */
export type FirstChoice = (typeof CHOICES)[number];

export interface FirstScreenProps {
  folder: string;
  language: Language;
  locale: Locale;
  onChosen: (choice: FirstChoice, language: Language) => void;
}

/** Where `nadi` begins on a folder without a box: a new health centre, or the one that was lost. */
export function FirstScreen(props: FirstScreenProps) {
  const { folder, locale } = props;
  const { exit } = useApp();
  const [language, setLanguage] = useState(props.language);
  const say = locale.in(language);
  return (
    <OwnFrame
      folder={folder}
      language={language}
      locale={locale}
      top={(columns) => [spread(say('cli.first.title'), folder, columns), []]}
      onKey={({ name, text }) => {
        if (text === 'l') setLanguage(language === 'hi' ? 'en' : 'hi');
        else if (text === 'q' || name === 'escape') exit();
      }}
    >
      <Choices
        onChosen={(choice) => {
          props.onChosen(choice, language);
          exit();
        }}
      />
    </OwnFrame>
  );
}

function Choices({ onChosen }: { onChosen: (choice: FirstChoice) => void }) {
  const { say, columns } = useFrame();
  const [at, setAt] = useState(0);
  useKeys(({ name }) => {
    if (name === 'down') setAt(Math.min(CHOICES.length - 1, at + 1));
    else if (name === 'up') setAt(Math.max(0, at - 1));
    else if (name === 'enter') onChosen(CHOICES[at] ?? 'setup');
    else return false;
    return true;
  });
  return (
    <Pane
      body={[
        [{ text: ` ${say('cli.first.ask')}` }],
        [],
        ...CHOICES.flatMap((choice, index): Piece[][] => [
          [
            { text: index === at ? ' ▸ ' : '   ', color: 'cyan' },
            { text: ` ${say(`cli.first.${choice}`)} `, bold: true, inverse: index === at },
          ],
          ...wrapText(say(`cli.first.${choice}Info`), columns - 6).map((text): Piece[] => [
            { text: `    ${text}`, dim: true },
          ]),
          [],
        ]),
      ]}
      keys={[
        ['↑↓', say('cli.form.choose')],
        ['Enter', say('cli.form.next')],
        ['l', say('cli.screen.keyLanguage')],
        ['q', say('cli.screen.keyQuit')],
      ]}
    />
  );
}
