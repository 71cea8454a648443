import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import { makeSealKey } from '../../records/make-seal-key.js';
import { openSealKey, type SealKey } from '../../records/seal.js';
import { syncFolder } from '../../sync/sealed-file/fsync-folder.js';
import { CENTRE_KEY_PREFIX, centreKeyLine, type CentreKey } from '../../sync/stick/centre-key.js';
import { centreRefusal, statusOf } from '../centre-refusal.js';
import { SHARED_DATABASE } from '../centre-databases.js';

/** The centre's keys with their private halves. */
export interface CentreKeys {
  /** age private key */
  identity: string;
  sign: SealKey;
  public: CentreKey;
}

/** Readable by their owner only. */
const IDENTITY_FILE = 'centre-age.key';
const SIGN_FILE = 'centre-sign.key';
/** To be copied to boxes that have no line. */
export const PUBLIC_FILE = 'centre.nadikey';

/** Reads the centre's keys. Throws `stick-no-key` where the folder has none. */
export async function readCentreKeys(folder: string): Promise<CentreKeys> {
  try {
    const identity = (await readFile(join(folder, IDENTITY_FILE), 'utf8')).trim();
    const sign = openSealKey((await readFile(join(folder, SIGN_FILE), 'utf8')).trim());
    return { identity, sign, public: { age: await identityToRecipient(identity), sign: sign.public } };
  } catch (cause) {
    const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    // Without the cause where a key cannot be read: it may quote the key.
    throw new FacilityError(
      'stick-no-key',
      `${folder} ${isAbsent ? 'holds no' : 'holds a damaged'} key of the centre.`,
      {
        hint: isAbsent ? 'hints.makeKeyOnce' : 'hints.keysFromCopy',
      },
    );
  }
}

/** Makes the centre's keys where the folder has none; what stands there is never replaced. */
export async function makeCentreKeys(folder: string): Promise<{ keys: CentreKeys; isNew: boolean }> {
  try {
    return { keys: await readCentreKeys(folder), isNew: false };
  } catch (error) {
    if (!(error instanceof FacilityError) || !error.message.includes('holds no')) throw error;
  }
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeOnce(join(folder, IDENTITY_FILE), await generateX25519Identity(), 0o600);
    await writeOnce(join(folder, SIGN_FILE), makeSealKey(), 0o600);
    const keys = await readCentreKeys(folder);
    await writeOnce(join(folder, PUBLIC_FILE), centreKeyLine(keys.public), 0o644);
    await syncFolder(folder);
    return { keys, isNew: true };
  } catch (cause) {
    if (cause instanceof FacilityError) throw cause;
    throw new FacilityError('bad-input', `${folder} cannot be written to.`, {
      hint: 'hints.ownKeysFolder',
      fields: [{ field: 'keys', code: 'notWritable' }],
      cause,
    });
  }
}

/** Tells the key to every box with a line. */
export async function publishCentreKey(
  nano: ServerScope,
  { age, sign }: CentreKey,
  at: string,
): Promise<'made' | 'stands'> {
  const shared = nano.use<{ type: string; v: number; age: string; sign: string; at: string }>(
    SHARED_DATABASE,
  );
  try {
    await shared.insert({ type: 'centre-key', v: 1, age, sign, at }, CENTRE_KEY_PREFIX + sign);
    return 'made';
  } catch (error) {
    if (statusOf(error) === 409) return 'stands';
    throw centreRefusal(error);
  }
}

async function writeOnce(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(`${text}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}
