import type { Language } from '../templates/locale.js';
import type { Words } from '../records/envelope.js';
import { BOX_PATTERN, type BoxId } from '../records/ids.js';
import { FacilityError, type FieldError } from '../records/facility-error.js';
import { FIRST_PLAN } from './backup/backup-plan.js';
import type { BoxSettings } from './box-folder/box-settings.js';
import { claimBoxFolder } from './box-folder/claim-folder.js';
import { finishBoxFolder } from './box-folder/finish-box-folder.js';
import { Facility } from './facility.js';
import { DEFAULT_LAN_NAME, type LanSettings } from './lan/lan-settings.js';
import { addStaff, wrongStaffFields, type NewStaff } from './new-staff.js';
import { hashPassword, type PasswordCost } from './password.js';
import { CertificateKeeper } from './tls/certificate-keeper.js';
import { ownNames } from './tls/own-names.js';

export interface SetUpOptions {
  folder: string;
  box: BoxId;
  name: Words;
  /** `PHC`, `HWC-PHC`, … */
  level: string;
  block?: string;
  district?: string;
  stateLgd?: number;
  language: Language;
  host: string;
  port: number;
  /** TLS, pairing, lock; absent: plain HTTP for any device */
  lan?: LanSettings;
  centre?: { url: string; user: string; password: string; gateway?: string };
  /** age public key of the recovery key that was shown and confirmed; see makeRecoveryKey */
  recoveryKey?: string;
  /** where backups go first; a USB stick where absent */
  backupFolder?: string;
  /** papers that printers here take */
  papers?: BoxSettings['papers'];
  /** at least one; the first one writes the first records */
  staff: NewStaff[];
  /** what a guess at the staff's first passwords costs; the usual where absent */
  passwordCost?: PasswordCost;
  now?: () => number;
}

/**
 * Makes an empty folder a box's data folder: the ledger's first records (the facility, its staff), settings and
 * secrets. Throws `bad-input` with fields, `already-set-up`, `store-foreign`, `disk-full`; a folder that was not
 * taken is left as it was.
 */
export async function setUpFacility(options: SetUpOptions): Promise<{ box: BoxId; folder: string }> {
  const fields = wrongFields(options);
  if (fields.length > 0) {
    throw new FacilityError('bad-input', 'Some values of the set-up are wrong.', { fields });
  }
  await claimBoxFolder(options.folder);
  const facility = await Facility.open({
    folder: options.folder,
    box: options.box,
    now: options.now ?? Date.now,
  });
  try {
    await writeFirstRecords(facility, options);
    if (options.lan?.tls) await makeCertificates(options, options.lan, facility);
  } finally {
    await facility.stop();
  }
  const { centre } = options;
  const settings: BoxSettings = {
    format: 1,
    box: options.box,
    language: options.language,
    host: options.host,
    port: options.port,
    ...(options.lan ? { lan: options.lan } : {}),
    ...(centre ? { centre: toSettings(centre) } : {}),
    ...firstPlan(options),
    ...(options.papers ? { papers: options.papers } : {}),
  };
  await finishBoxFolder(options.folder, settings, centre ? { centrePassword: centre.password } : {});
  return { box: options.box, folder: options.folder };
}

/** Absent where nothing was decided: the box then begins with FIRST_PLAN. */
function firstPlan({ recoveryKey, backupFolder }: SetUpOptions): Pick<BoxSettings, 'backup'> {
  if (!recoveryKey && !backupFolder) return {};
  return {
    backup: {
      ...FIRST_PLAN,
      ...(backupFolder ? { places: [{ kind: 'folder', path: backupFolder }, ...FIRST_PLAN.places] } : {}),
      ...(recoveryKey ? { recoveryKey } : {}),
    },
  };
}

/** The CA, once for the life of the box, and its first server certificate. */
async function makeCertificates(
  { folder, box, now }: SetUpOptions,
  { name }: LanSettings,
  facility: Facility,
): Promise<void> {
  await CertificateKeeper.open({
    folder,
    box,
    names: () => ownNames(name ?? DEFAULT_LAN_NAME),
    clock: now ?? Date.now,
    ledger: () => facility.now(),
  });
}

async function writeFirstRecords(facility: Facility, options: SetUpOptions): Promise<void> {
  const { name, level, block, district, stateLgd, staff, passwordCost } = options;
  const hashed = await Promise.all(
    staff.map(async (member) => ({ member, hash: await hashPassword(member.password, passwordCost) })),
  );
  await facility.append({ by: staff[0]?.id ?? '' }, (draft) => {
    draft.facility({
      name,
      level,
      ...(block ? { block } : {}),
      ...(district ? { district } : {}),
      ...(stateLgd ? { stateLgd } : {}),
    });
    for (const { member, hash } of hashed) addStaff(draft, member, hash);
  });
}

function wrongFields(options: SetUpOptions): FieldError[] {
  const fields: FieldError[] = [];
  if (!BOX_PATTERN.test(options.box)) fields.push({ field: 'box', code: 'wrongBox' });
  if (!options.name.hi.trim()) fields.push({ field: 'name-hi', code: 'required' });
  if (!options.name.en.trim()) fields.push({ field: 'name-en', code: 'required' });
  if (options.centre && !/^https?:\/\/[^/]+/.test(options.centre.url)) {
    fields.push({ field: 'centre-url', code: 'wrongUrl' });
  }
  if (options.staff.length === 0) fields.push({ field: 'admin-name', code: 'required' });
  return [...fields, ...options.staff.flatMap(wrongStaffFields)];
}

/** The password stands with the secrets. */
function toSettings({
  url,
  user,
  gateway,
}: NonNullable<SetUpOptions['centre']>): BoxSettings['centre'] & object {
  return { url, user, ...(gateway === undefined ? {} : { gateway }) };
}
