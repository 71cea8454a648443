import { useCallback, useEffect, useRef, useState } from 'react';
import type { SyncReport } from '../../sync/sync-report.js';
import { describeSync } from '../../sync/sync-state.js';
import { Form } from '../components/form.js';
import { Pane, useFrame, type Frame } from '../components/frame.js';
import { fit, displayWidth } from '../components/display-width.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { readSyncReport, syncNow } from '../tasks/control-sync.js';
import { describeReport } from '../tasks/describe-sync.js';
import { setCentre } from '../tasks/set-centre.js';
import { asFacilityError, problemsOf, sayFailure } from './say-failure.js';
import { SyncLimits } from './sync-limits.js';
import { SyncStick } from './sync-stick.js';

/**
 * How far sync is, how the line was, what failed and what to do about it; sends now; writes and takes in sticks; sets
 * what the line may carry; names another centre.
 */
export function SyncScreen() {
  const frame = useFrame();
  const { folder, say, language, columns } = frame;
  const [state, setState] = useState<SyncReport | null>(null);
  const [form, setForm] = useState<'centre' | 'limits' | 'stick' | null>(null);
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState<Piece[]>([]);
  const [problems, setProblems] = useState<Record<string, string>>({});
  /** what the centre did not answer to just now: a second Enter keeps it all the same */
  const untried = useRef('');
  const gone = useRef(false);

  const look = useCallback(async (): Promise<void> => {
    const found = await readSyncReport(folder);
    if (!gone.current) setState(found);
  }, [folder]);
  const fail = (thrown: unknown): void => {
    if (!gone.current) setNote(sayFailure(thrown, say));
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
      setForm(null);
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
    if (busy) return text === 's' || text === 'c' || text === 'b';
    if (text === 's') void send();
    else if (text === 'r') look().then(() => setNote([]), fail);
    else if (text === 'c') {
      setNote([]);
      setProblems({});
      untried.current = '';
      setForm('centre');
    } else if (text === 'b' && state !== null) {
      setNote([]);
      setForm('limits');
    } else if (text === 'u') {
      setNote([]);
      setForm('stick');
    } else return false;
    return true;
  });

  const back = (told: Piece[] = []): void => {
    setNote(told);
    setForm(null);
    look().catch(fail);
  };
  if (form === 'limits') return <SyncLimits limits={state?.limits ?? {}} onBack={back} />;
  if (form === 'stick') return <SyncStick onBack={back} />;
  if (form === 'centre') {
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
          setForm(null);
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
        ['u', say('cli.syncScreen.keyStick')],
        ['b', say('cli.syncScreen.keyLimits')],
        ['c', say('cli.syncScreen.keyCentre')],
        ['r', say('cli.screen.keyRefresh')],
        ['q', say('cli.form.back')],
      ]}
    />
  );
}

function syncRows(report: SyncReport, { say, language }: Frame, columns: number): Piece[][] {
  const { headline, facts, line, failure, advice } = describeReport(report, language, say);
  const labels = [...facts, ...(line ? [line] : []), ...(failure ? [failure] : [])];
  const width = Math.max(...labels.map(({ label }) => displayWidth(label))) + 2;
  const color = report.kind === 'up-to-date' ? 'green' : report.kind === 'refused' ? 'red' : 'yellow';
  const row = (label: string, value: string): Piece[] => [
    { text: ` ${fit(label, width)}`, bold: true },
    { text: value },
  ];
  return [
    [{ text: ` ${fit(headline, columns - 3)} `, bold: true, inverse: true, color }],
    [],
    ...facts.map(({ label, value }) => row(label, value)),
    ...(line ? [row(line.label, line.hours), row('', line.blocks), row('', line.legend)] : []),
    ...(failure ? [row(failure.label, failure.what), row('', failure.exactly)] : []),
    ...advice.map((one): Piece[] => [{ text: ` → ${one}` }]),
  ];
}
