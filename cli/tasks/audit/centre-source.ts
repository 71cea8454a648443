import type { BoxSettings } from '../../../node-server/box-folder/box-settings.js';
import { FacilityError } from '../../../records/facility-error.js';
import type { LedgerReport } from '../../../records/ledger-finding.js';
import type { Job } from '../../../records/progress.js';
import { verifyLedger } from '../../../records/verify-ledger.js';
import type { Centre } from '../../../sync/centre-database.js';
import { readSecretFile } from '../../read-secret-file.js';
import type { AuditSource, Trust } from './audit-source.js';
import { checkBox } from './check-box.js';

export interface CentreOrder {
  folder: string;
  url?: string;
  box?: string;
  user?: string;
  passwordFile?: string;
}

/** A box's ledger as the centre has it. What isn't given is read from the data folder. */
export function centreSource(order: CentreOrder): AuditSource {
  const { url, box } = order;
  checkBox(box);
  if (url !== undefined && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) {
    throw new FacilityError('bad-input', '--centre is not right', {
      hint: 'hints.couchAddress',
      fields: [{ field: 'centre', code: 'wrongUrl' }],
    });
  }
  return { verify: (trust) => verifyCentre(order, trust) };
}

async function* verifyCentre(order: CentreOrder, { trusted }: Trust): Job<LedgerReport> {
  const { readLineage } = await import('../../../sync/read-lineage.js');
  const { readCentreLedger } = await import('../../../sync/read-centre-ledger.js');
  const { box, centre } = await completeCentre(order);
  const options = { box, ordered: false, ...(trusted === undefined ? {} : { trusted }) };
  return yield* verifyLedger(
    readLineage((one) => readCentreLedger(centre, one), box),
    options,
  );
}

async function completeCentre(order: CentreOrder): Promise<{ box: string; centre: Centre }> {
  const { folder, url, box, user, passwordFile } = order;
  const given = passwordFile === undefined ? undefined : await readSecretFile(passwordFile, 'password-file');
  if (url !== undefined && box !== undefined && given !== undefined) {
    return { box, centre: { url, user: user ?? box, password: given } };
  }
  const { readBoxFolder } = await import('../../../node-server/box-folder/read-box-folder.js');
  const { settings, secrets } = await readBoxFolder(folder);
  const own = ownCentre(settings, url);
  return {
    box: box ?? settings.box,
    centre: { url: own.url, user: user ?? own.user, password: given ?? secrets.centrePassword ?? '' },
  };
}

function ownCentre({ box, centre }: BoxSettings, url: string | undefined): { url: string; user: string } {
  if (url !== undefined) return { url, user: centre?.user ?? box };
  if (centre) return centre;
  throw new FacilityError('centre-not-set', 'This box has no centre yet.', {
    hint: 'hints.verifyCentre',
  });
}
