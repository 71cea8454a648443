import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { BoxSettings } from '../../node-server/box-folder.js';
import { FacilityError } from '../../records/facility-error.js';
import { BOX_PATTERN } from '../../records/ids.js';
import type { LedgerReport } from '../../records/ledger-finding.js';
import type { Job } from '../../records/progress.js';
import { verifyExport, type ExportReport } from '../../records/verify-export.js';
import { verifyLedger } from '../../records/verify-ledger.js';
import type { Centre } from '../../sync/centre-database.js';
import { readSecretFile } from '../read-secret-file.js';
import { followJob } from './follow-job.js';

/** Which public keys are believed; absent: the box's own, or those in the ledger. */
interface Trust {
  trusted?: string[];
}

/** Checks the box of a data folder: the running server does it, or, where none runs, this process. */
export async function* verifyHere(folder: string, { trusted }: Trust): Job<LedgerReport> {
  try {
    const body = trusted === undefined ? {} : { trusted };
    return yield* followJob<LedgerReport>(folder, { method: 'POST', path: '/audit/verify', body });
  } catch (error) {
    if (!(error instanceof FacilityError) || error.code !== 'server-not-running') throw error;
  }
  const { verifyFolder } = await import('../../node-server/audit/verify-folder.js');
  return yield* verifyFolder(folder, trusted);
}

/** Checks a signed export. Throws `bad-input` where the file cannot be read. */
export async function* verifyFile(file: string, trust: Trust): Job<ExportReport> {
  try {
    const { size } = await stat(file);
    return yield* verifyExport(createReadStream(file), trust, size);
  } catch (cause) {
    if (cause instanceof FacilityError) throw cause;
    throw new FacilityError('bad-input', `${file} cannot be read`, {
      fields: [{ field: 'file', code: 'notReadable' }],
      cause,
    });
  }
}

export interface CentreOrder extends Trust {
  folder: string;
  url?: string;
  box?: string;
  user?: string;
  passwordFile?: string;
}

/** Checks a box's ledger as the centre has it. What isn't given is read from the data folder. */
export async function* verifyCentre(order: CentreOrder): Job<LedgerReport> {
  const { readCentreLedger } = await import('../../sync/read-centre-ledger.js');
  const { box, centre } = await completeCentre(order);
  const trust = order.trusted === undefined ? {} : { trusted: order.trusted };
  return yield* verifyLedger(readCentreLedger(centre, box), { box, ordered: false, ...trust });
}

async function completeCentre(order: CentreOrder): Promise<{ box: string; centre: Centre }> {
  const { folder, url, box, user, passwordFile } = order;
  const given = passwordFile === undefined ? undefined : await readSecretFile(passwordFile, 'password-file');
  if (box !== undefined && !BOX_PATTERN.test(box)) throw wrong('box', 'wrongBox', 'A box looks like BR1042.');
  if (url !== undefined && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) {
    throw wrong('from-centre', 'wrongUrl', 'It looks like https://centre.example:6984');
  }
  if (url !== undefined && box !== undefined && given !== undefined) {
    return { box, centre: { url, user: user ?? box, password: given } };
  }
  const { readBoxFolder } = await import('../../node-server/box-folder.js');
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
    hint: 'Name its address: nadi audit verify --from-centre https://centre.example:6984',
  });
}

function wrong(field: string, code: string, hint: string): FacilityError {
  return new FacilityError('bad-input', `--${field} is not right`, { hint, fields: [{ field, code }] });
}
