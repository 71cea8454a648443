import { useState } from 'react';
import type { BackupPlan } from '../../node-server/backup/backup-plan.js';
import { Form } from '../components/form.js';
import { useFrame } from '../components/frame.js';
import type { FormField } from '../components/form-state.js';
import type { Piece } from '../components/row.js';
import { changeSchedule, WEEKDAYS } from '../tasks/change-backup-plan.js';
import { problemsOf, sayFailure } from './say-failure.js';

const KEPT = ['keep-daily', 'keep-weekly', 'keep-monthly'] as const;

/** When backups come by themselves, and how many are kept. */
export function BackupSchedule(props: { plan: BackupPlan; onBack: (told?: Piece[]) => void }) {
  const { folder, say } = useFrame();
  const { plan, onBack } = props;
  const { schedule, keep } = plan;
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [note, setNote] = useState<Piece[]>([]);

  const field = (name: string): FormField => ({ name, label: say(`cli.backupScreen.${name}`), kind: 'text' });
  const fields = (values: Record<string, string>): FormField[] => [
    {
      ...field('when'),
      kind: 'one',
      options: ['daily', 'atWill'].map((value) => ({ value, label: say(`cli.backupScreen.${value}`) })),
    },
    ...(values['when'] === 'daily'
      ? [
          { ...field('at'), hint: say('cli.backupScreen.atHint') },
          {
            ...field('full-on'),
            kind: 'one' as const,
            options: WEEKDAYS.map((day) => ({ value: day, label: say(`cli.backup.days.${day}`) })),
          },
        ]
      : []),
    ...KEPT.map(field),
  ];
  const save = async (values: Record<string, string>): Promise<void> => {
    const { when, at = '', 'full-on': fullOn = '' } = values;
    const number = (name: (typeof KEPT)[number]): string => (values[name] ?? '').trim();
    try {
      await changeSchedule(folder, {
        ...(when === 'daily' ? { at: at.trim(), fullOn } : { off: true }),
        keepDaily: number('keep-daily'),
        keepWeekly: number('keep-weekly'),
        keepMonthly: number('keep-monthly'),
      });
      onBack([{ text: ` ${say('cli.backupScreen.scheduleKept')}`, color: 'green' }]);
    } catch (error) {
      setProblems(problemsOf(error, say));
      setNote(sayFailure(error, say));
    }
  };
  return (
    <Form
      title={[{ text: ` ${say('cli.backupScreen.scheduleTitle')}`, bold: true }]}
      fields={fields}
      values={{
        when: schedule ? 'daily' : 'atWill',
        at: schedule?.time ?? '20:00',
        'full-on': WEEKDAYS[schedule?.fullOn ?? 0] ?? 'sunday',
        'keep-daily': String(keep.daily),
        'keep-weekly': String(keep.weekly),
        'keep-monthly': String(keep.monthly),
      }}
      problems={problems}
      note={note}
      onSubmit={(values) => void save(values)}
      onLeave={() => onBack()}
    />
  );
}
