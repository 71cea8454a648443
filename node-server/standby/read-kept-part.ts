import { keptLocals } from '../backup/kept-locals.js';
import { readBoxFolder } from '../box-folder/read-box-folder.js';
import type { Facility } from '../facility.js';
import { readKeyed } from '../tls/tls-files.js';
import type { KeptPart } from './standby-api.js';

/** What a spare box needs to take over, besides the records. The keys of cookies and seals stay here: it makes its own. */
export async function readKeptPart(folder: string, facility: Facility): Promise<KeptPart> {
  const { settings, secrets } = await readBoxFolder(folder);
  const { centrePassword } = secrets;
  return {
    settings,
    secrets: centrePassword === undefined ? {} : { centrePassword },
    locals: await keptLocals(facility),
    ca: settings.lan?.tls ? await readKeyed(folder, 'ca') : null,
  };
}
