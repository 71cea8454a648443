import { useState } from 'react';
import type { SyncPolicy } from '../../sync/lanes.js';
import { Form } from '../components/form.js';
import { useFrame } from '../components/frame.js';
import type { Piece } from '../components/row.js';
import { changeLimits, limitAnswers } from '../tasks/change-limits.js';
import { problemsOf, sayFailure } from './say-failure.js';

/** What the line to the centre may carry: a day's budget, a quiet time, nothing but what is urgent. */
export function SyncLimits(props: { limits: SyncPolicy; onBack: (told?: Piece[]) => void }) {
  const { folder, say } = useFrame();
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [note, setNote] = useState<Piece[]>([]);
  const words = (key: string): string => say(`cli.syncScreen.${key}`);

  const save = async (values: Record<string, string>): Promise<void> => {
    const typed = (name: string): string => (values[name] ?? '').trim() || 'none';
    try {
      await changeLimits(folder, {
        perDay: typed('per-day'),
        quiet: typed('quiet'),
        urgentOnly: typed('urgent-only'),
      });
      props.onBack([{ text: ` ${words('limitsKept')}`, color: 'green' }]);
    } catch (error) {
      setProblems(problemsOf(error, say));
      setNote(sayFailure(error, say));
    }
  };
  const standing = limitAnswers(props.limits);
  return (
    <Form
      title={[{ text: ` ${words('limitsTitle')}`, bold: true }]}
      info={[[{ text: ` ${words('limitsInfo')}` }], []]}
      fields={[
        { name: 'per-day', label: words('perDay'), hint: words('perDayHint'), kind: 'text' },
        { name: 'quiet', label: words('quiet'), hint: words('quietHint'), kind: 'text' },
        {
          name: 'urgent-only',
          label: words('urgentOnly'),
          kind: 'one',
          options: ['off', 'on'].map((value) => ({ value, label: words(`urgentOnly-${value}`) })),
        },
      ]}
      values={{ 'per-day': standing.perDay, quiet: standing.quiet, 'urgent-only': standing.urgentOnly }}
      problems={problems}
      note={note}
      onSubmit={(values) => void save(values)}
      onLeave={() => props.onBack()}
    />
  );
}
