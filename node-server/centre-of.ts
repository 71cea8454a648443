import type { Centre } from '../sync/centre-database.js';
import type { BoxSecrets } from './box-folder/box-secrets.js';
import type { BoxSettings } from './box-folder/box-settings.js';

/** The centre with this box's account there; null while none is set. */
export function centreOf({ centre }: BoxSettings, { centrePassword = '' }: BoxSecrets): Centre | null {
  return centre ? { ...centre, password: centrePassword } : null;
}
