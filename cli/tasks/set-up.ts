import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { generatePassword } from '../../node-server/admin/generate-password.js';
import { FacilityError } from '../../records/facility-error.js';
import { DEFAULT_HTTP_PORT, type LanSettings } from '../../node-server/lan/lan-settings.js';
import type { SetUpOptions } from '../../node-server/set-up.js';
import type { Language } from '../../templates/locale.js';
import { completeAnswers, type Ask } from './complete-answers.js';
import { redeemTypedCode } from './redeem-typed-code.js';
import type { SetupAnswers } from './setup-questions.js';

export type SetUpFacility = (options: SetUpOptions) => Promise<{ box: string; folder: string }>;

export interface SetUpResult {
  box: string;
  folder: string;
  /** `password` only where it was made here: this is the one time that it is shown */
  admin: { id: string; password?: string };
}

/** Completes the answers, then makes the data folder. `setUpFacility` is node-server's. */
export async function setUp(
  where: { folder: string; language: Language },
  given: SetupAnswers,
  ask: Ask | null,
  setUpFacility: SetUpFacility,
): Promise<SetUpResult> {
  await refuseSecondSetup(where.folder);
  const answers = await completeAnswers(given, ask);
  const made = answers.adminPassword ? undefined : generatePassword();
  const { centreCode, centreGateway = '', box: code = '' } = answers;
  const centre = centreCode
    ? await redeemTypedCode({ typed: centreCode, gateway: centreGateway, box: code, folder: where.folder })
    : typedCentre(answers);
  const options = {
    ...toOptions(where, answers, answers.adminPassword || made || ''),
    ...(centre ? { centre } : {}),
  };
  const { box, folder } = await setUpFacility(options);
  const admin = { id: options.staff[0]?.id ?? '', ...(made === undefined ? {} : { password: made }) };
  return { box, folder, admin };
}

function toOptions(
  where: { folder: string; language: Language },
  answers: SetupAnswers,
  password: string,
): SetUpOptions {
  const { block, district, adminName = '' } = answers;
  return {
    ...where,
    box: answers.box ?? '',
    name: { hi: answers.nameHi ?? '', en: answers.nameEn ?? '' },
    level: answers.level ?? '',
    ...(block ? { block } : {}),
    ...(district ? { district } : {}),
    host: answers.host ?? '',
    port: Number(answers.port),
    lan: lanOf(answers),
    staff: [
      {
        id: adminName,
        name: { hi: answers.adminNameHi ?? adminName, en: answers.adminNameEn ?? adminName },
        roles: ['incharge', 'operator'],
        password,
      },
    ],
  };
}

function typedCentre({
  centreUrl,
  centreUser = '',
  centrePassword = '',
}: SetupAnswers): SetUpOptions['centre'] {
  return centreUrl ? { url: centreUrl, user: centreUser, password: centrePassword } : undefined;
}

/** Open only where it was asked for. */
function lanOf({ tls, pairing, port }: SetupAnswers): LanSettings {
  const open = { tls: tls !== 'no', pairing: pairing !== 'no' };
  if (!open.tls) return open;
  // A port of the system's choice for one means the same for the other: a test, or a second box here.
  return { ...open, httpPort: Number(port) === 0 ? 0 : DEFAULT_HTTP_PORT };
}

/** Said before the first question, not after the last. */
export async function refuseSecondSetup(folder: string): Promise<void> {
  try {
    await access(join(folder, 'nadi.json'));
  } catch {
    // No such file, or a folder that setUpFacility will look at and name the trouble.
    return;
  }
  throw new FacilityError('already-set-up', `${folder} holds a health centre already`, {
    hint: 'hints.startOrName',
    params: { folder },
  });
}
