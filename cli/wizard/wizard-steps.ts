import { hostname } from 'node:os';
import { BOX_PATTERN } from '../../records/ids.js';
import type { FieldError } from '../../records/facility-error.js';
import type { Translate } from '../../templates/locale.js';
import type { FormField } from '../components/form-state.js';
import { checkBackupFolder } from './check-backup-folder.js';
import { checkCentre } from './check-centre.js';
import { checkCode } from './check-code.js';
import { checkPort } from './check-port.js';
import { ownAddresses } from './own-addresses.js';

export type Values = Record<string, string>;

/** What a step found wrong; `soft`: the same answer once more is taken all the same. */
export interface Finding {
  fields: FieldError[];
  soft?: true;
  /** what the check has found out besides */
  values?: Values;
}

/**
 * One page of the set-up. Words stand under `cli.wizard.<id>`: `title`, `info`, and a label (and `<name>Hint`) per
 * field. Another area adds its step to `WIZARD_STEPS`; what it answers reaches the set-up by `toSetUp`.
 */
export interface WizardStep {
  id: string;
  /** `form` is filled in; the staff and the summary have screens of their own */
  kind: 'form' | 'staff' | 'summary';
  /** taken where nothing has been answered yet */
  fallback?: (values: Values) => Values;
  fields?: (values: Values, say: Translate) => FormField[];
  /** lines above the fields: what the machine knows */
  info?: (values: Values) => string[];
  /** looks at what was typed, really: opens the port, asks the centre, writes to the folder */
  check?: (values: Values, folder: string) => Promise<Finding> | Finding;
}

const LEVELS = ['PHC', 'HWC-PHC', 'CHC'];
const text = (id: string, name: string, say: Translate, hint = false): FormField => ({
  name,
  label: say(`cli.wizard.${id}.${name}`),
  kind: 'text',
  ...(hint ? { hint: say(`cli.wizard.${id}.${name}Hint`) } : {}),
});
const nowOrLater = (id: string, name: string, say: Translate): FormField => ({
  name,
  label: say(`cli.wizard.${id}.${name}`),
  kind: 'one',
  options: ['now', 'later'].map((value) => ({ value, label: say(`cli.wizard.${value}`) })),
});
const missing = (values: Values, names: readonly string[]): FieldError[] =>
  names.filter((name) => !values[name]?.trim()).map((field) => ({ field, code: 'required' }));
const tooLong = (values: Values, names: readonly string[]): FieldError[] =>
  names
    .filter((name) => (values[name] ?? '').length > 80)
    .map((field) => ({ field, code: 'tooLong', params: { max: 80 } }));

export const WIZARD_STEPS: readonly WizardStep[] = [
  {
    id: 'language',
    kind: 'form',
    fields: (_, say) => [
      {
        name: 'language',
        label: say('cli.wizard.language.language'),
        hint: say('cli.wizard.language.languageHint'),
        kind: 'one',
        options: [
          { value: 'hi', label: 'हिन्दी' },
          { value: 'en', label: 'English' },
        ],
      },
    ],
  },
  {
    id: 'facility',
    kind: 'form',
    fallback: () => ({ level: 'PHC' }),
    fields: (_, say) => [
      text('facility', 'box', say, true),
      text('facility', 'nameHi', say),
      text('facility', 'nameEn', say),
      {
        name: 'level',
        label: say('cli.wizard.facility.level'),
        kind: 'one',
        options: LEVELS.map((value) => ({ value, label: value })),
      },
      text('facility', 'district', say, true),
      text('facility', 'block', say, true),
    ],
    check: (values) => {
      const wrongBox = BOX_PATTERN.test(values['box'] ?? '') ? [] : [{ field: 'box', code: 'wrongBox' }];
      const names = ['nameHi', 'nameEn', 'district', 'block'];
      return { fields: [...wrongBox, ...missing(values, ['nameHi', 'nameEn']), ...tooLong(values, names)] };
    },
  },
  {
    id: 'network',
    kind: 'form',
    fallback: () => ({ port: '8443', guard: 'yes', host: '0.0.0.0', lanName: ownName() }),
    info: () => ownAddresses(),
    fields: (_, say) => [
      text('network', 'lanName', say, true),
      text('network', 'port', say, true),
      {
        name: 'host',
        label: say('cli.wizard.network.host'),
        kind: 'one',
        options: [
          { value: '0.0.0.0', label: say('cli.wizard.network.allOfLan') },
          { value: '127.0.0.1', label: say('cli.wizard.network.onlyHere') },
        ],
      },
      {
        name: 'guard',
        label: say('cli.wizard.network.guard'),
        hint: say('cli.wizard.network.guardHint'),
        kind: 'one',
        options: ['yes', 'no'].map((value) => ({ value, label: say(`cli.wizard.network.guard-${value}`) })),
      },
    ],
    check: async (values) => {
      const wrongName = LAN_NAME.test(values['lanName'] ?? '')
        ? []
        : [{ field: 'lanName', code: 'wrongLanName' }];
      return { fields: [...wrongName, ...(await checkPort(values['port'] ?? '', values['host'] ?? ''))] };
    },
  },
  { id: 'staff', kind: 'staff' },
  {
    id: 'printers',
    kind: 'form',
    fallback: () => ({ papers: 'a5' }),
    fields: (_, say) => [
      {
        name: 'papers',
        label: say('cli.wizard.printers.papers'),
        hint: say('cli.wizard.printers.papersHint'),
        kind: 'many',
        options: ['a5', 'thermal-58', 'thermal-80'].map((value) => ({
          value,
          label: say(`cli.wizard.printers.${value}`),
        })),
      },
    ],
  },
  {
    id: 'centre',
    kind: 'form',
    fallback: ({ box = '' }) => ({ centreWhen: 'later', centreUser: box }),
    fields: (values, say) => [
      {
        name: 'centreWhen',
        label: say('cli.wizard.centre.centreWhen'),
        kind: 'one',
        options: ['code', 'now', 'later'].map((value) => ({
          value,
          label: say(`cli.wizard.centre.${value}`),
        })),
      },
      ...(values['centreWhen'] === 'code'
        ? [
            text('centre', 'centreGateway', say, true),
            { ...text('centre', 'centreCode', say, true), secret: true },
          ]
        : []),
      ...(values['centreWhen'] === 'now'
        ? [
            text('centre', 'centreUrl', say, true),
            text('centre', 'centreUser', say),
            { ...text('centre', 'centrePassword', say, true), secret: true },
          ]
        : []),
    ],
    check: (values, folder) => {
      if (values['centreWhen'] === 'code') return checkCode(values, folder);
      return values['centreWhen'] === 'now' ? checkCentre(values) : { fields: [] };
    },
  },
  {
    id: 'backup',
    kind: 'form',
    fallback: () => ({ backupWhen: 'later' }),
    fields: (values, say) => [
      nowOrLater('backup', 'backupWhen', say),
      ...(values['backupWhen'] === 'now' ? [text('backup', 'backupFolder', say, true)] : []),
    ],
    check: (values, folder) =>
      values['backupWhen'] === 'now'
        ? checkBackupFolder(values['backupFolder'] ?? '', folder)
        : { fields: [] },
  },
  { id: 'summary', kind: 'summary' },
];

const LAN_NAME = /^[a-z][a-z0-9-]{0,29}$/;

/** The machine's own name where it can be one on the LAN. */
function ownName(): string {
  const name = hostname().split('.')[0]?.toLowerCase() ?? '';
  return LAN_NAME.test(name) ? name : 'nadi';
}

/** Names of the values that must not be written down. */
export function secretNames(say: Translate): string[] {
  const all = ['now', 'code'].flatMap((centreWhen) =>
    WIZARD_STEPS.flatMap(({ fields }) => fields?.({ centreWhen, backupWhen: 'now' }, say) ?? []),
  );
  return all.filter(({ secret }) => secret === true).map(({ name }) => name);
}
