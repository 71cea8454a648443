import { readBoxId } from '../../records/ids.js';
import type { Translate } from '../../templates/locale.js';
import type { FormField } from '../components/form-state.js';
import type { RestoreAnswers } from '../tasks/restore-box.js';

/** What must not be written down while a restore is left and gone on with. */
export const RESTORE_SECRETS = ['words', 'password'] as const;

/** What the command asks for under other names: files that hold what is typed here. */
export const FIELD_OF: Record<string, string> = { 'recovery-key-file': 'words', 'password-file': 'password' };

/** Where an error that names no field belongs. */
export const FIELD_OF_CODE: Record<string, string> = {
  'backup-wrong-key': 'words',
  'backup-no-place': 'from-backup',
  'centre-unreachable': 'from-centre',
  'centre-refused': 'password',
};

type Values = Record<string, string>;
const usesBackup = ({ from }: Values): boolean => from !== 'centre';
const usesCentre = ({ from }: Values): boolean => from !== 'backup';

export function restoreFields(values: Values, say: Translate): FormField[] {
  const text = (name: string, more: Partial<FormField> = {}): FormField => ({
    name,
    label: say(`cli.restoreScreen.${name}`),
    hint: say(`cli.restoreScreen.${name}Hint`),
    kind: 'text',
    ...more,
  });
  return [
    {
      name: 'from',
      label: say('cli.restoreScreen.from'),
      kind: 'one',
      options: ['backup', 'centre', 'both'].map((value) => ({
        value,
        label: say(`cli.restoreScreen.source-${value}`),
      })),
    },
    ...(usesBackup(values) ? [text('from-backup'), text('words')] : []),
    text('box', usesBackup(values) ? { hint: say('cli.restoreScreen.boxAsInBackup') } : {}),
    ...(usesCentre(values)
      ? [
          text('from-centre'),
          text('user'),
          text('password', { secret: true }),
          text('up-to-gap', {
            kind: 'one',
            options: ['no', 'yes'].map((value) => ({ value, label: say(`cli.form.${value}`) })),
          }),
        ]
      : []),
    text('replica'),
    text('port', usesBackup(values) ? { hint: say('cli.restoreScreen.portAsInBackup') } : {}),
  ];
}

/** The answers as the restore takes them; what was left empty is not said. */
export function readRestoreForm(values: Values, language: RestoreAnswers['language']): RestoreAnswers {
  const said = (name: string): string | undefined => values[name]?.trim() || undefined;
  const optional = <K extends string>(key: K, value: string | undefined) =>
    (value === undefined ? {} : { [key]: value }) as Partial<Record<K, string>>;
  const box = said('box');
  return {
    language,
    ...optional('box', box === undefined ? undefined : readBoxId(box)),
    ...(usesBackup(values)
      ? { fromBackup: said('from-backup') ?? '', ...optional('recoveryKey', said('words')) }
      : {}),
    ...(usesCentre(values)
      ? {
          fromCentre: said('from-centre') ?? '',
          ...optional('user', said('user')),
          ...optional('password', values['password'] || undefined),
          ...(values['up-to-gap'] === 'yes' ? { upToGap: true } : {}),
        }
      : {}),
    ...optional('replica', said('replica')),
    ...optional('port', said('port')),
  };
}
