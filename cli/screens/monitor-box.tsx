import { useCallback, useState } from 'react';
import { alertKey } from '../../central/monitor/alert-key.js';
import type { HistoryDay } from '../../central/monitor/box-history.js';
import type { BoxRow, StandingAlert } from '../../central/monitor/box-row.js';
import { istTime } from '../../records/day.js';
import type { Language, Translate } from '../../templates/locale.js';
import { Form } from '../components/form.js';
import { Pane, useFrame, type KeyHint } from '../components/frame.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { boxHistoryRows, boxRows } from './monitor-box-rows.js';
import { problemsOf, sayFailure } from './say-failure.js';
import { useAnswer } from './use-answer.js';

export interface MonitorBoxProps {
  row: BoxRow;
  now: number;
  note: Piece[];
  readHistory: (box: string) => Promise<HistoryDay[]>;
  acknowledge: (alert: StandingAlert, note: string) => Promise<void>;
  onChanged: () => Promise<void>;
}

/** In the language of the screen, which may change while it stands there. */
type Said = (say: Translate, language: Language) => Piece[];

/** Hardly anything changes here within a minute. */
const HISTORY_MS = 60_000;

/** One box: what is known of it, its last days, and its alerts, each to be acknowledged with a note. */
export function MonitorBox({ row, now, note, readHistory, acknowledge, onChanged }: MonitorBoxProps) {
  const { say, language, columns } = useFrame();
  const [at, setAt] = useState(0);
  const [seesHistory, setSeesHistory] = useState(false);
  const [form, setForm] = useState<StandingAlert | null>(null);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ words: Said } | null>(null);
  const { box } = row;
  const history = useAnswer(
    useCallback(() => readHistory(box), [readHistory, box]),
    HISTORY_MS,
  );
  const index = Math.min(at, row.alerts.length - 1);
  const alert = row.alerts[index];

  const submit = async (of: StandingAlert, text: string): Promise<void> => {
    setBusy(true);
    try {
      await acknowledge(of, text);
      await onChanged();
      setForm(null);
      setSaid({
        words: (tell) => [
          {
            text: ` ${tell('boxes.acknowledged', { box, alert: tell(`boxes.alert.${alertKey(row, of)}`) })}`,
            color: 'green',
          },
        ],
      });
    } catch (error) {
      const wrong = problemsOf(error, say);
      setProblems(wrong);
      // What is wrong with the note is told beside it.
      setSaid('note' in wrong ? null : { words: (tell) => sayFailure(error, tell) });
    }
    setBusy(false);
  };

  useKeys(({ name, text }) => {
    if (form) return false;
    if (name === 'down') setAt(Math.min(row.alerts.length - 1, index + 1));
    else if (name === 'up') setAt(Math.max(0, index - 1));
    else if (text === 'h') setSeesHistory(!seesHistory);
    else if (text === 'a' && alert) {
      setProblems({});
      setSaid(null);
      setForm(alert);
    } else if (text === 'a')
      setSaid({ words: (tell) => [{ text: ` ${tell('boxes.noAlertsHere')}`, color: 'yellow' }] });
    else return false;
    return true;
  });

  const saidNow = said?.words(say, language) ?? [];
  if (form) {
    return (
      <Form
        title={[
          {
            text: ` ${say('boxes.acknowledge.title', { box, alert: say(`boxes.alert.${alertKey(row, form)}`) })}`,
            bold: true,
          },
        ]}
        fields={[
          {
            name: 'note',
            label: say('boxes.acknowledge.note'),
            hint: say('boxes.acknowledge.hint'),
            kind: 'text',
          },
        ]}
        values={{}}
        problems={problems}
        busy={busy}
        note={busy ? [{ text: ` ${say('cli.form.wait')}`, color: 'cyan' }] : saidNow}
        onSubmit={({ note: typed = '' }) => void submit(form, typed)}
        onLeave={() => {
          setSaid(null);
          setForm(null);
        }}
      />
    );
  }
  const telling = { say, language, now };
  const days = history.answer;
  const body = seesHistory
    ? boxHistoryRows(row, days, { ...telling, hourNow: Number(istTime(now).slice(0, 2)) })
    : boxRows(row, index, { ...telling, columns });
  const shownNote = seesHistory && history.failure !== null ? sayFailure(history.failure, say) : saidNow;
  const keys: KeyHint[] = [
    ...(row.alerts.length > 1 ? ([['↑↓', say('boxes.keys.alert')]] as const) : []),
    ...(alert ? ([['a', say('boxes.keys.acknowledge')]] as const) : []),
    ['h', say(seesHistory ? 'boxes.keys.facts' : 'boxes.keys.history')],
    ['l', say('cli.screen.keyLanguage')],
    ['q', say('cli.form.back')],
  ];
  return <Pane body={body} note={shownNote.length > 0 ? shownNote : note} keys={keys} />;
}
