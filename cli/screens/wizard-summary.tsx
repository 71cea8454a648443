import { useRef, useState } from 'react';
import { displayWidth, fit } from '../components/display-width.js';
import { chosenIn } from '../components/form-state.js';
import { Pane, useFrame, type Frame } from '../components/frame.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import type { SetUpFacility } from '../tasks/set-up.js';
import { finishSetUp, type SetUpOutcome } from '../wizard/finish-set-up.js';
import { ownAddresses } from '../wizard/own-addresses.js';
import type { KeptAnswers, WizardAnswers } from '../wizard/wizard-answers.js';
import { sayFailure } from './say-failure.js';
import type { WizardPage } from './wizard-screen.js';

/** All answers once more; Enter makes the data folder. */
export function WizardSummary(props: {
  page: WizardPage;
  setUpFacility: SetUpFacility;
  kept: KeptAnswers;
  onMade: (outcome: SetUpOutcome) => void;
}) {
  const { page, kept } = props;
  const frame = useFrame();
  const { folder, say } = frame;
  const [note, setNote] = useState<Piece[]>([]);
  const making = useRef(false);
  const { centreWhen, centrePassword } = page.answers.values;
  const lacksPassword = centreWhen !== 'later' && !centrePassword;

  const make = async (): Promise<void> => {
    if (making.current) return;
    making.current = true;
    setNote([{ text: ` ${say('cli.wizard.making')}`, color: 'cyan' }]);
    try {
      const outcome = await finishSetUp(folder, page.answers, props.setUpFacility, ownAddresses());
      await kept.remove();
      props.onMade(outcome);
    } catch (error) {
      making.current = false;
      setNote(sayFailure(error, say));
    }
  };

  useKeys(({ name, text }) => {
    if (making.current) return true;
    if (name === 'enter') {
      // The password was not written down: a set-up that was left and resumed asks for it again.
      if (lacksPassword) page.keep({ step: 'centre' });
      else void make();
    } else if (name === 'escape') page.back();
    else if (text === 'q') page.leave();
    else return false;
    return true;
  });

  const ask: Piece[] = lacksPassword
    ? [{ text: ` ${say('cli.wizard.summary.passwordAgain')}`, color: 'yellow' }]
    : [];
  return (
    <Pane
      body={[
        [{ text: ` ${say('cli.wizard.summary.info')}`, dim: true }],
        [],
        ...summaryRows(page.answers, frame),
        [],
        ask,
      ]}
      note={page.trouble === null ? note : sayFailure(page.trouble, say)}
      keys={[
        ['Enter', say('cli.wizard.summary.keyMake')],
        ['Esc', say('cli.form.back')],
        ['q', say('cli.wizard.keyLeave')],
      ]}
    />
  );
}

function summaryRows({ values, staff }: WizardAnswers, { say, folder }: Frame): Piece[][] {
  const later = say('cli.wizard.later');
  const papers = chosenIn(values['papers']).map((paper) => say(`cli.wizard.printers.${paper}`));
  const facts: [string, string][] = [
    ['folder', folder],
    ['facility', [values['box'], values['nameHi'], values['nameEn'], values['level']].join(' · ')],
    ['place', [values['block'], values['district']].filter(Boolean).join(', ') || '–'],
    ['language', values['language'] === 'hi' ? 'हिन्दी' : 'English'],
    [
      'network',
      [
        values['lanName'],
        `${values['host'] ?? ''}:${values['port'] ?? ''}`,
        say(`cli.wizard.network.guard-${values['guard'] === 'no' ? 'no' : 'yes'}`),
      ].join(' · '),
    ],
    ['staff', staff.map(({ id }) => id).join(', ')],
    ['printers', papers.join(', ') || '–'],
    ['centre', values['centreWhen'] === 'later' ? later : (values['centreUrl'] ?? '')],
    ['backup', values['backupWhen'] === 'now' ? (values['backupFolder'] ?? '') : later],
  ];
  const width = Math.max(...facts.map(([name]) => displayWidth(say(`cli.wizard.summary.${name}`)))) + 2;
  return facts.map(([name, value]): Piece[] => [
    { text: ` ${fit(say(`cli.wizard.summary.${name}`), width)}`, bold: true },
    { text: value },
  ]);
}
