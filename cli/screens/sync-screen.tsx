import { useCallback, useEffect, useRef, useState } from 'react';
import { describeSync, sayTime, type SyncState } from '../../sync/sync-state.js';
import { Form } from '../components/form.js';
import { Pane, useFrame, type Frame } from '../components/frame.js';
import { fit, displayWidth } from '../components/display-width.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { readSyncState, syncNow } from '../tasks/control-sync.js';
import { setCentre } from '../tasks/set-centre.js';
import { asFacilityError, problemsOf, sayFailure } from './say-failure.js';

/** How far sync is, what failed and what to do about it; sends now; names another centre. */
export function SyncScreen() {
  const frame = useFrame();
  const { folder, say, language, columns } = frame;
  const [state, setState] = useState<SyncState | null>(null);
  const [form, setForm] = useState(false);
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState<Piece[]>([]);
  const [problems, setProblems] = useState<Record<string, string>>({});
  /** what the centre did not answer to just now: a second Enter keeps it all the same */
  const untried = useRef('');
  const gone = useRef(false);

  const look = useCallback(async (): Promise<void> => {
    const found = await readSyncState(folder);
    if (!gone.current) setState(found);
  }, [folder]);
  const fail = (thrown: unknown): void => {
    if (!gone.current) setNote(sayFailure(thrown, language, say));
  };
  useEffect(() => {
    gone.current = false;
    look().catch(fail);
    const timer = setInterval(() => void look().catch(fail), 3_000);
    return () => {
      gone.current = true;
      clearInterval(timer);
    };
  }, [look]);

  const send = async (): Promise<void> => {
    setBusy(true);
    setNote([{ text: ` ${say('cli.screen.syncing')}`, color: 'cyan' }]);
    try {
      const { sync } = await syncNow(folder);
      if (!gone.current) setNote([{ text: ` ${describeSync(sync, language, say)}`, color: 'green' }]);
    } catch (error) {
      fail(error);
    }
    if (gone.current) return;
    setBusy(false);
    await look().catch(fail);
  };

  const change = async (values: Record<string, string>): Promise<void> => {
    const centre = {
      url: (values['centre-url'] ?? '').trim(),
      user: (values['centre-user'] ?? '').trim(),
      password: values['centre-password'] ?? '',
    };
    setBusy(true);
    setProblems({});
    try {
      const { box } = await setCentre(folder, centre, untried.current === JSON.stringify(centre));
      if (gone.current) return;
      setForm(false);
      setNote([{ text: ` ${say('cli.sync.centreSet', { box, url: centre.url })}`, color: 'green' }]);
    } catch (thrown) {
      if (gone.current) return;
      const error = asFacilityError(thrown);
      setProblems(problemsOf(error, say));
      fail(error);
      if (error.code === 'centre-unreachable') {
        untried.current = JSON.stringify(centre);
        setProblems({ 'centre-url': say('cli.syncScreen.keepAnyway') });
      } else if (error.code === 'centre-refused') {
        setProblems({ 'centre-password': say('cli.syncScreen.refusedHere') });
      }
    }
    setBusy(false);
  };

  useKeys(({ text }) => {
    if (form) return false;
    if (busy) return text === 's' || text === 'c';
    if (text === 's') void send();
    else if (text === 'r') look().then(() => setNote([]), fail);
    else if (text === 'c') {
      setNote([]);
      setProblems({});
      untried.current = '';
      setForm(true);
    } else return false;
    return true;
  });

  if (form) {
    return (
      <Form
        title={[{ text: ` ${say('cli.syncScreen.changeTitle')}`, bold: true }]}
        fields={[
          {
            name: 'centre-url',
            label: say('cli.syncScreen.url'),
            hint: 'https://centre.example:6984',
            kind: 'text',
          },
          {
            name: 'centre-user',
            label: say('cli.syncScreen.user'),
            hint: say('cli.syncScreen.userHint'),
            kind: 'text',
          },
          { name: 'centre-password', label: say('cli.syncScreen.password'), kind: 'text', secret: true },
        ]}
        values={{ 'centre-user': frame.status?.box ?? '' }}
        problems={problems}
        note={busy ? [{ text: ` ${say('cli.syncScreen.trying')}`, color: 'cyan' }] : note}
        busy={busy}
        onSubmit={(values) => void change(values)}
        onLeave={() => {
          setNote([]);
          setForm(false);
        }}
      />
    );
  }
  const body =
    state === null ? [[{ text: ` ${say('cli.screen.loading')}` }]] : syncRows(state, frame, columns);
  return (
    <Pane
      body={body}
      note={note}
      keys={[
        ['s', say('cli.screen.keySync')],
        ['c', say('cli.syncScreen.keyCentre')],
        ['r', say('cli.screen.keyRefresh')],
        ['q', say('cli.form.back')],
      ]}
    />
  );
}

function syncRows(state: SyncState, { say, language }: Frame, columns: number): Piece[][] {
  const facts: [string, string][] = [
    ['waiting', say('sync.waiting', { n: state.waiting })],
    ['oldest', state.oldestWaiting === undefined ? '–' : sayTime(state.oldestWaiting, language)],
    ['confirmed', state.lastConfirmed === undefined ? '–' : sayTime(state.lastConfirmed, language)],
    ['nextTry', state.nextTry === undefined ? '–' : sayTime(state.nextTry, language)],
    ['received', say('cli.values.received', { n: state.received })],
  ];
  const width = Math.max(...facts.map(([name]) => displayWidth(say(`cli.syncScreen.${name}`)))) + 2;
  const color = state.kind === 'up-to-date' ? 'green' : state.kind === 'refused' ? 'red' : 'yellow';
  const { lastError } = state;
  return [
    [{ text: ` ${fit(describeSync(state, language, say), columns - 3)} `, bold: true, inverse: true, color }],
    [],
    ...facts.map(([name, value]): Piece[] => [
      { text: ` ${fit(say(`cli.syncScreen.${name}`), width)}`, bold: true },
      { text: value },
    ]),
    [],
    ...(lastError === undefined
      ? []
      : [
          [
            { text: ` ${say('cli.labels.lastError')}: `, bold: true },
            { text: `${sayTime(lastError.at, language)}  ${lastError.message}` },
          ],
        ]),
    [],
    ...adviceOf(state).map((key): Piece[] => [{ text: ` → ${say(`cli.syncScreen.${key}`)}` }]),
  ];
}

/** What an operator can do about it, and the runbook that says more. */
function adviceOf(state: SyncState): string[] {
  if (state.kind === 'refused') return ['adviceRefused', 'runbookRefused'];
  if (state.kind === 'offline') return ['adviceOffline', 'runbookOffline'];
  if (state.kind === 'not-set') return ['adviceNotSet'];
  return [];
}
