import { useApp } from 'ink';
import { useRef, useState } from 'react';
import type { RestoreResult } from '../../node-server/restore/restore-facility.js';
import type { Language, Locale } from '../../templates/locale.js';
import { Form } from '../components/form.js';
import { JobView } from '../components/job-view.js';
import type { Piece } from '../components/row.js';
import { checkRestore, restoreBox, type RestoreAnswers } from '../tasks/restore-box.js';
import type { KeptAnswers } from '../wizard/wizard-answers.js';
import { spread } from './health-rows.js';
import { OwnFrame } from './own-frame.js';
import { RestoreEnd } from './restore-end.js';
import {
  FIELD_OF,
  FIELD_OF_CODE,
  readRestoreForm,
  RESTORE_SECRETS,
  restoreFields,
} from './restore-fields.js';
import { asFacilityError, problemsOf, sayFailure } from './say-failure.js';

export interface RestoreScreenProps {
  folder: string;
  language: Language;
  locale: Locale;
  /** what was typed before, and what was found: a stick with backups */
  values: Record<string, string>;
  /** the folder is in the middle of one */
  isUnfinished: boolean;
  kept: KeptAnswers;
  onDone: (result: RestoreResult) => void;
  /** before the screen ends, where it was left by Escape */
  onBack: () => void;
}

/**
 * Makes the folder the box that takes over from a lost one. What is typed is kept, but for secrets; a restore that is
 * cancelled, or whose terminal goes away, goes on where it stopped.
 */
export function RestoreScreen(props: RestoreScreenProps) {
  const { folder, language, locale, kept } = props;
  const { exit } = useApp();
  const say = locale.in(language);
  const values = useRef(props.values);
  const [answers, setAnswers] = useState<RestoreAnswers | null>(null);
  const [result, setResult] = useState<RestoreResult | null>(null);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [note, setNote] = useState<Piece[]>(
    props.isUnfinished ? [{ text: ` ${say('cli.restoreScreen.goesOn')}`, color: 'yellow' }] : [],
  );
  const cancel = useRef(new AbortController());

  const keep = (typed: Record<string, string>): void => {
    values.current = typed;
    kept
      .save({ step: 'restore', values: typed, staff: [] }, RESTORE_SECRETS)
      .catch((error: unknown) => setNote(sayFailure(error, say)));
  };
  const failed = (error: unknown): void => {
    setAnswers(null);
    if (error === null) return setNote([{ text: ` ${say('cli.restoreScreen.stopped')}`, color: 'yellow' }]);
    const named = Object.entries(problemsOf(error, say)).map(([field, words]): [string, string] => [
      FIELD_OF[field] ?? field,
      words,
    ]);
    const place = FIELD_OF_CODE[asFacilityError(error).code];
    const here: [string, string][] =
      place === undefined ? [] : [[place, say(`cli.restoreScreen.wrong-${place}`)]];
    setProblems(Object.fromEntries(named.length > 0 ? named : here));
    setNote(sayFailure(error, say));
  };
  const submit = async (typed: Record<string, string>): Promise<void> => {
    keep(typed);
    setProblems({});
    setNote([]);
    setBusy(true);
    try {
      const read = readRestoreForm(typed, language);
      await checkRestore(read);
      cancel.current = new AbortController();
      setAnswers(read);
    } catch (error) {
      failed(error);
    }
    setBusy(false);
  };
  const done = (made: RestoreResult): void => {
    void kept.remove().catch(() => undefined);
    setResult(made);
  };

  return (
    <OwnFrame
      folder={folder}
      language={language}
      locale={locale}
      top={(columns) => [
        spread(say(result ? 'cli.restoreScreen.endTitle' : 'cli.restoreScreen.title'), folder, columns),
        [],
      ]}
    >
      {result !== null ? (
        <RestoreEnd
          result={result}
          onRead={() => {
            props.onDone(result);
            exit();
          }}
        />
      ) : answers !== null ? (
        <JobView
          title={say('cli.restoreScreen.running')}
          start={() => restoreBox(folder, answers, cancel.current.signal)}
          cancel={() => cancel.current.abort()}
          onDone={done}
          onFailed={failed}
        />
      ) : (
        <Form
          title={[{ text: ` ${say('cli.restoreScreen.info')}`, dim: true }]}
          fields={(typed) => restoreFields(typed, say)}
          values={values.current}
          problems={problems}
          busy={busy}
          note={busy ? [{ text: ` ${say('cli.form.checking')}`, color: 'cyan' }] : note}
          onMove={keep}
          onSubmit={(typed) => void submit(typed)}
          onLeave={(typed) => {
            keep(typed);
            props.onBack();
            exit();
          }}
        />
      )}
    </OwnFrame>
  );
}
