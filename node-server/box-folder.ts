import { constants } from 'node:fs';
import { access, chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Joi from 'joi';
import type { Language } from '../templates/locale.js';
import { FacilityError } from '../records/facility-error.js';
import { BOX_PATTERN, type BoxId } from '../records/ids.js';
import type { BackupPlan } from './backup/backup-plan.js';
import { changeAlone } from './change-alone.js';
import { lanSettingsSchema, type LanSettings } from './lan/lan-settings.js';
import { makeSealKey } from './make-seal-key.js';
import { refuseOpenStore } from './store/refuse-open-store.js';
import { syncFolder } from '../sync/sealed-file/fsync-folder.js';
import type { SyncPolicy } from '../sync/lanes.js';
import { storeError } from './store/store-error.js';
import { writeWhole } from './write-whole.js';

/** `nadi.json`: what makes a folder a box's data folder. */
export interface BoxSettings {
  format: 1;
  box: BoxId;
  language: Language;
  host: string;
  port: number;
  lan?: LanSettings;
  /** absent while no centre is set */
  centre?: { url: string; user: string; gateway?: string };
  /** the centre's public key, given by hand: see sync/stick/centre-key.ts */
  centreKey?: string;
  /** what the operator allows the line to the centre; absent: everything */
  sync?: SyncPolicy;
  /** absent on a box that never changed what it began with */
  backup?: BackupPlan;
  /** papers that printers here take */
  papers?: ('a5' | 'thermal-58' | 'thermal-80')[];
  /** `skip`: how many tokens a promoted spare box leaves out; see docs/adr/0014-standby.md */
  standby?: { skip?: number };
}

/** `secrets.json`, readable by its owner only. */
export interface BoxSecrets {
  /** signs and encrypts session cookies */
  cookieKey: string;
  /** the box's Ed25519 private key, which signs its seals: PKCS #8, base64url; see `sealKeyOf` */
  sealKey?: string;
  centrePassword?: string;
  /** age private key to which the centre encrypts its answers on sticks */
  syncIdentity?: string;
  /** age private key with which the box reads its own backups back */
  backupIdentity?: string;
}

const SETTINGS_FILE = 'nadi.json';
const SECRETS_FILE = 'secrets.json';

const clockTime = Joi.string().pattern(/^([01]\d|2[0-3]):[0-5]\d$/);

const settingsSchema = Joi.object<BoxSettings>({
  format: Joi.valid(1).required(),
  box: Joi.string().pattern(BOX_PATTERN).required(),
  language: Joi.valid('hi', 'en').required(),
  host: Joi.string().max(255).required(),
  port: Joi.number().port().allow(0).required(),
  lan: lanSettingsSchema,
  centre: Joi.object({
    url: Joi.string()
      .uri({ scheme: ['http', 'https'] })
      .required(),
    user: Joi.string().required(),
    gateway: Joi.string().uri({ scheme: ['http', 'https'] }),
  }),
  centreKey: Joi.string().pattern(/^nadi-centre-key age1/),
  sync: Joi.object({
    bytesPerDay: Joi.number().integer().min(0),
    quiet: Joi.object({ from: clockTime.required(), to: clockTime.required() }),
    urgentOnly: Joi.boolean(),
  }),
  backup: Joi.object({
    places: Joi.array()
      .items(
        Joi.object({ kind: Joi.valid('folder').required(), path: Joi.string().required() }),
        Joi.object({ kind: Joi.valid('usb').required() }),
      )
      .required(),
    schedule: Joi.object({
      time: clockTime.required(),
      fullOn: Joi.number().integer().min(0).max(6).required(),
    }),
    keep: Joi.object({
      daily: Joi.number().integer().min(1).required(),
      weekly: Joi.number().integer().min(0).required(),
      monthly: Joi.number().integer().min(0).required(),
    }).required(),
    recoveryKey: Joi.string().pattern(/^age1/),
    centreKey: Joi.string().pattern(/^age1/),
  }),
  papers: Joi.array().items(Joi.valid('a5', 'thermal-58', 'thermal-80')),
  standby: Joi.object({ skip: Joi.number().integer().min(0).max(999) }),
}).unknown(true);

function checkSettings(read: unknown): BoxSettings {
  const settings: BoxSettings = Joi.attempt(read, settingsSchema);
  return settings;
}

/** Reads a data folder's settings. Throws `not-set-up`, `store-foreign` or `store-damaged`. */
export async function readBoxFolder(folder: string): Promise<{ settings: BoxSettings; secrets: BoxSecrets }> {
  const state = await lookAt(folder);
  if (state === 'restoring') throw unfinishedRestore(folder);
  if (state === 'standby') throw standbyFolder(folder);
  if (state === 'empty' || state === 'unfinished') {
    throw new FacilityError('not-set-up', `${folder} holds no health centre yet.`, {
      hint: 'Run `nadi setup` first, or name another folder with --data.',
    });
  }
  if (state === 'foreign') throw foreign(folder);
  const settings = parse(await readFile(join(folder, SETTINGS_FILE), 'utf8'), folder);
  return { settings, secrets: await readSecrets(folder) };
}

/** Throws where a folder holds anything but an unfinished set-up: `already-set-up`, `store-foreign`, … */
export async function refuseUsedFolder(folder: string): Promise<FolderState> {
  const state = await lookAt(folder);
  if (state === 'ours') {
    throw new FacilityError('already-set-up', `${folder} holds a health centre already.`, {
      hint: 'Start it with `nadi start`, or name another folder with --data.',
    });
  }
  if (state === 'foreign') throw foreign(folder);
  if (state === 'restoring') throw unfinishedRestore(folder);
  if (state === 'standby') throw standbyFolder(folder);
  return state;
}

/**
 * Makes an empty (or missing) folder a box's. What a set-up that was cut short left behind is cleared away.
 * Throws `already-set-up`, `store-foreign`, `store-locked`, `disk-full`.
 */
export async function claimBoxFolder(folder: string): Promise<void> {
  const state = await refuseUsedFolder(folder);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // One that stood there, empty, may be open to all.
    await chmod(folder, 0o700);
    if (state === 'unfinished') await clear(folder);
    await writeFile(join(folder, UNFINISHED_FILE), '');
    await access(folder, constants.W_OK);
  } catch (cause) {
    if (cause instanceof FacilityError) throw cause;
    throw new FacilityError('bad-input', `${folder} cannot be written to.`, {
      hint: 'Choose a folder of your own with --data, or run the command as its owner.',
      fields: [{ field: 'data', code: 'notWritable' }],
      cause,
    });
  }
}

/** What was claimed is finished: its own file says from here on what the folder is. */
export async function endClaim(folder: string): Promise<void> {
  await rm(join(folder, UNFINISHED_FILE), { force: true });
  await syncFolder(folder);
}

/** Which restore a folder is in the middle of. */
export interface RestorePlan {
  lost: BoxId;
  by: BoxId;
  source: string;
}

/**
 * Takes an empty (or missing) folder for a restore, or the one in which the same restore broke off. What another
 * restore or a set-up left unfinished there is cleared away. Throws `already-set-up`, `store-foreign`, `store-locked`,
 * `bad-input`.
 */
export async function claimForRestore(folder: string, plan: RestorePlan): Promise<void> {
  const state = await lookAt(folder);
  const isPromotion = plan.source === 'standby';
  if (state !== 'restoring') {
    if (!isPromotion) await claimBoxFolder(folder);
    else if (state !== 'standby') throw notAStandby(folder);
    await writeWhole(join(folder, RESTORING_FILE), plan, 0o600);
    await rm(join(folder, UNFINISHED_FILE), { force: true });
    return;
  }
  const standing = await readFile(join(folder, RESTORING_FILE), 'utf8');
  if (standing.trim() === JSON.stringify(plan, null, 2)) return;
  // Its records are all that there is of the main box's last hours.
  if (isPromotion || (await readdir(folder)).includes(STANDBY_FILE)) throw standbyFolder(folder);
  await clear(folder);
  await writeWhole(join(folder, RESTORING_FILE), plan, 0o600);
}

/** Writes settings and secrets; from here on the folder is a box's. */
export async function finishBoxFolder(
  folder: string,
  settings: BoxSettings,
  secrets: Omit<BoxSecrets, 'cookieKey'>,
): Promise<void> {
  try {
    const cookieKey = randomBytes(48).toString('base64url');
    const all: BoxSecrets = { cookieKey, sealKey: makeSealKey(), ...secrets };
    await writeWhole(join(folder, SECRETS_FILE), all, 0o600);
    await writeWhole(join(folder, SETTINGS_FILE), settings, 0o644);
    await rm(join(folder, UNFINISHED_FILE), { force: true });
    await rm(join(folder, RESTORING_FILE), { force: true });
    await syncFolder(folder);
  } catch (cause) {
    throw storeError(cause);
  }
}

/** Stands from the first step of a set-up to its last: a folder with it was never used. */
const UNFINISHED_FILE = 'nadi.setting-up';
/** The same for a restore; it says which, so that the same one can go on. */
const RESTORING_FILE = 'nadi.restoring';
/** What makes a folder a spare box's: whom it follows; see standby/standby-folder.ts. */
export const STANDBY_FILE = 'standby.json';

type FolderState = 'empty' | 'ours' | 'unfinished' | 'restoring' | 'standby' | 'foreign';

/** What a data folder holds. A promoted standby is a box like any other, though its file stays. */
export async function lookAt(folder: string): Promise<FolderState> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return 'empty';
    throw foreign(folder, cause);
  }
  if (names.includes(RESTORING_FILE)) return 'restoring';
  if (names.includes(UNFINISHED_FILE)) return 'unfinished';
  if (names.includes(SETTINGS_FILE)) return 'ours';
  if (names.includes(STANDBY_FILE)) return 'standby';
  if (names.length === 0) return 'empty';
  return 'foreign';
}

/** Throws `store-locked` where what looks left over is another process's work. */
async function clear(folder: string): Promise<void> {
  await refuseOpenStore(folder);
  for (const name of [
    'records',
    'shared',
    'inbox',
    'papers',
    'taken-in',
    'folds',
    'tls',
    SECRETS_FILE,
    SETTINGS_FILE,
  ]) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

function parse(text: string, folder: string): BoxSettings {
  try {
    return checkSettings(JSON.parse(text));
  } catch (cause) {
    throw damaged(join(folder, SETTINGS_FILE), cause);
  }
}

async function readSecrets(folder: string): Promise<BoxSecrets> {
  const file = join(folder, SECRETS_FILE);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw damaged(file, cause);
  });
  try {
    return JSON.parse(text) as BoxSecrets;
  } catch {
    // Without the cause: it quotes the text.
    throw damaged(file);
  }
}

function damaged(file: string, cause?: unknown): FacilityError {
  return new FacilityError('store-damaged', `${file} cannot be read.`, {
    hint: 'Compare the file with the one in the last backup.',
    ...(cause === undefined ? {} : { cause }),
  });
}

export function unfinishedRestore(folder: string): FacilityError {
  return new FacilityError('restore-unfinished', `A restore into ${folder} is not finished.`, {
    hint: 'Run the same `nadi restore` (on a spare box: `nadi standby promote`) again: it goes on where it stopped.',
    params: { folder },
  });
}

export function standbyFolder(folder: string): FacilityError {
  return new FacilityError('standby-folder', `${folder} belongs to a spare box that follows another.`, {
    hint: 'Let it follow with `nadi standby follow`, or make it the main box with `nadi standby promote`.',
    params: { folder },
  });
}

export function notAStandby(folder: string): FacilityError {
  return new FacilityError('not-set-up', `${folder} holds no spare box.`, {
    hint: 'Pair it first: `nadi standby code` at the main box, then `nadi standby follow` here.',
  });
}

function foreign(folder: string, cause?: unknown): FacilityError {
  return new FacilityError('store-foreign', `${folder} is not a Nadi data folder, and it is not empty.`, {
    hint: 'Name an empty folder with --data. Nothing in this one was touched.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Adds to the box's secrets, or changes them. Throws `store-damaged`, `disk-full`. */
export async function keepSecrets(folder: string, change: Partial<BoxSecrets>): Promise<void> {
  await changeAlone(folder, async () => {
    await write(folder, SECRETS_FILE, { ...(await readSecrets(folder)), ...change });
  });
}

/** Names another centre, or new credentials at it; a running server takes it at its next start. */
export async function changeCentre(
  folder: string,
  centre: { url: string; user: string; password: string; gateway?: string },
): Promise<void> {
  const { url, user, password, gateway } = centre;
  await changeAlone(folder, async () => {
    const { settings, secrets } = await readBoxFolder(folder);
    const named = { url, user, ...(gateway === undefined ? {} : { gateway }) };
    const changed = checked({ ...settings, centre: named }, (cause) => {
      return new FacilityError('bad-input', 'The address of the centre is wrong.', {
        hint: 'It looks like https://centre.example:6984',
        fields: [{ field: 'centre-url', code: 'wrongUrl' }],
        cause,
      });
    });
    await write(folder, SECRETS_FILE, { ...secrets, centrePassword: password });
    await write(folder, SETTINGS_FILE, changed);
  });
}

/** Changes what the line to the centre may carry; a running server takes it with its next cycle. */
export async function changeSyncPolicy(folder: string, sync: SyncPolicy): Promise<void> {
  await changeSettings(folder, (settings) => checkSettings({ ...settings, sync }));
}

/** Names the centre's public key by hand; a running server takes it with the next stick. */
export async function changeCentreKey(folder: string, centreKey: string): Promise<void> {
  await changeSettings(folder, (settings) => checkSettings({ ...settings, centreKey }));
}

/** Changes the backup's plan, which a running server reads before each backup. Throws `store-damaged`, `disk-full`. */
export async function changeBackupPlan(folder: string, backup: BackupPlan): Promise<void> {
  await changeSettings(folder, (settings) => checkSettings({ ...settings, backup }));
}

/** The box's own key to its backups, made when it is first needed. Throws `store-damaged`, `disk-full`. */
export async function keepBackupIdentity(folder: string, make: () => Promise<string>): Promise<string> {
  return changeAlone(folder, async () => {
    const { secrets } = await readBoxFolder(folder);
    if (secrets.backupIdentity !== undefined) return secrets.backupIdentity;
    const backupIdentity = await make();
    await write(folder, SECRETS_FILE, { ...secrets, backupIdentity });
    return backupIdentity;
  });
}

/** Changes how the box is reached; a running server takes it at its next start. */
export async function changeLan(
  folder: string,
  change: (settings: BoxSettings) => Pick<BoxSettings, 'port' | 'lan'>,
): Promise<BoxSettings> {
  return changeSettings(folder, (settings) =>
    checked({ ...settings, ...change(settings) }, (cause) => {
      return new FacilityError('bad-input', 'These settings of the LAN are wrong.', {
        hint: cause instanceof Error ? cause.message : '',
        cause,
      });
    }),
  );
}

function changeSettings(
  folder: string,
  change: (settings: BoxSettings) => BoxSettings,
): Promise<BoxSettings> {
  return changeAlone(folder, async () => {
    const changed = change((await readBoxFolder(folder)).settings);
    await write(folder, SETTINGS_FILE, changed);
    return changed;
  });
}

function checked(read: unknown, failure: (cause: unknown) => FacilityError): BoxSettings {
  try {
    return checkSettings(read);
  } catch (cause) {
    throw failure(cause);
  }
}

async function write(
  folder: string,
  file: typeof SETTINGS_FILE | typeof SECRETS_FILE,
  value: object,
): Promise<void> {
  const mode = file === SECRETS_FILE ? 0o600 : 0o644;
  await writeWhole(join(folder, file), value, mode).catch((cause: unknown) => {
    throw storeError(cause);
  });
}
