import { generatePassword } from '../../node-server/admin/generate-password.js';
import type { BoxSettings } from '../../node-server/box-folder/box-settings.js';
import { DEFAULT_HTTP_PORT, type LanSettings } from '../../node-server/lan/lan-settings.js';
import type { SetUpOptions } from '../../node-server/set-up.js';
import type { Language } from '../../templates/locale.js';
import { chosenIn } from '../components/form-state.js';
import type { SetUpFacility } from '../tasks/set-up.js';
import type { WizardAnswers } from './wizard-answers.js';

/** What the wizard says at its end; the passwords are shown this once. */
export interface SetUpOutcome {
  box: string;
  folder: string;
  /** where a phone on the same Wi-Fi opens the pages */
  addresses: string[];
  /** HTTPS, and devices need a code: the end says how to let one in */
  guarded: boolean;
  staff: { id: string; password: string }[];
}

/** Makes the data folder from the answers; each member of the staff gets a password. */
export async function finishSetUp(
  folder: string,
  answers: WizardAnswers,
  setUpFacility: SetUpFacility,
  addresses: readonly string[],
): Promise<SetUpOutcome> {
  const staff = answers.staff.map((member) => ({ ...member, password: generatePassword() }));
  const { box } = await setUpFacility({ ...toSetUp(folder, answers), staff });
  const { port = '', lanName = '' } = answers.values;
  const hosts = answers.values['host'] === '127.0.0.1' ? ['127.0.0.1'] : [...addresses, `${lanName}.local`];
  return {
    box,
    folder,
    addresses: hosts.map((host) => `${isGuarded(answers.values) ? 'https' : 'http'}://${host}:${port}`),
    guarded: isGuarded(answers.values),
    staff: staff.map(({ id, password }) => ({ id, password })),
  };
}

/** HTTPS from the box's own CA, and only devices that the operator lets in: unless it was answered otherwise. */
function isGuarded(values: WizardAnswers['values']): boolean {
  return values['guard'] !== 'no';
}

function lanOf(values: WizardAnswers['values']): LanSettings {
  const guarded = isGuarded(values);
  const name = (values['lanName'] ?? '').trim();
  return {
    tls: guarded,
    pairing: guarded,
    ...(name === '' ? {} : { name: `${name}.local` }),
    ...(guarded ? { httpPort: DEFAULT_HTTP_PORT } : {}),
  };
}

/** The answers as the set-up takes them. An area whose step asks more hands it on here. */
function toSetUp(folder: string, { values }: WizardAnswers): Omit<SetUpOptions, 'staff'> {
  const text = (name: string): string => (values[name] ?? '').trim();
  const [block, district] = [text('block'), text('district')];
  return {
    folder,
    box: text('box'),
    name: { hi: text('nameHi'), en: text('nameEn') },
    level: text('level'),
    ...(block ? { block } : {}),
    ...(district ? { district } : {}),
    language: values['language'] as Language,
    host: text('host'),
    port: Number(text('port')),
    lan: lanOf(values),
    ...(values['centreWhen'] === 'now' || values['centreWhen'] === 'code'
      ? {
          centre: {
            url: text('centreUrl'),
            user: text('centreUser'),
            password: values['centrePassword'] ?? '',
            ...(values['centreWhen'] === 'code' ? { gateway: text('centreGateway') } : {}),
          },
        }
      : {}),
    papers: chosenIn(values['papers']) as NonNullable<BoxSettings['papers']>,
    ...(values['backupWhen'] === 'now' ? { backupFolder: text('backupFolder') } : {}),
  };
}
