import { FacilityError } from '../records/facility-error.js';
import { openSealKey, type SealKey } from '../records/seal.js';
import type { BoxSecrets } from './box-folder/box-secrets.js';
import { keepSecrets } from './box-folder/keep-secrets.js';
import { makeSealKey } from './make-seal-key.js';

/** The box's key; a folder from before there were seals gets one. Throws `store-damaged`, `disk-full`. */
export async function sealKeyOf(folder: string, secrets: BoxSecrets): Promise<SealKey> {
  if (secrets.sealKey !== undefined) return open(secrets.sealKey);
  const sealKey = makeSealKey();
  await keepSecrets(folder, { sealKey });
  return open(sealKey);
}

function open(kept: string): SealKey {
  try {
    return openSealKey(kept);
  } catch {
    // Without the cause: it may quote the key.
    throw new FacilityError('store-damaged', 'The key that signs the seals cannot be read.', {
      hint: 'hints.compareSecrets',
    });
  }
}
