import { generateX25519Identity } from 'age-encryption';
import { FacilityError } from '../../records/facility-error.js';
import { facilityDatabase } from '../../records/ids.js';
import type { SealKey } from '../../records/seal.js';
import { centreAddress } from '../../sync/centre-database.js';
import type { PackedHealth } from '../../sync/health/pack-health.js';
import {
  CENTRE_KEY_PREFIX,
  readCentreKeyLine,
  type CentreKey,
  type CentreKeyDocument,
} from '../../sync/stick/centre-key.js';
import { readPushMark, STICK_CENTRE, type PushMark } from '../../sync/sync-mark.js';
import type { BoxSettings } from '../box-folder/box-settings.js';
import { keepSecrets } from '../box-folder/keep-secrets.js';
import { readBoxFolder } from '../box-folder/read-box-folder.js';
import type { DiskFacts } from '../backup/find-sticks.js';
import type { Facility } from '../facility.js';

export interface StickParts {
  facility: Facility;
  /** the data folder */
  folder: string;
  key: SealKey;
  /** seals what was written until now; never throws */
  seal: () => Promise<unknown>;
  /** does a work during which the line rests, and goes on with what stands on disk then */
  pauseSync: <T>(work: () => Promise<T>) => Promise<T>;
  /** how the box is, as the centre should know it; null: nobody can say */
  health?: (known: { startsAt?: number }) => Promise<PackedHealth | null>;
  disks?: () => Promise<DiskFacts>;
}

/** The centre's keys that this box trusts, the newest first: the one that it was given by hand, and those of `shared`. */
export async function trustedCentreKeys({ facility, folder }: StickParts): Promise<CentreKey[]> {
  const { settings } = await readBoxFolder(folder);
  const { rows } = await facility.databases.shared.allDocs<CentreKeyDocument>({
    include_docs: true,
    startkey: CENTRE_KEY_PREFIX,
    endkey: `${CENTRE_KEY_PREFIX}\uffff`,
  });
  const told = rows
    .flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []))
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  const given = settings.centreKey === undefined ? [] : [readCentreKeyLine(settings.centreKey)];
  return [...given, ...told].map(({ age, sign }) => ({ age, sign }));
}

export function noCentreKey(): FacilityError {
  return new FacilityError('stick-no-key', 'This box does not have the key of its centre yet.', {
    hint: 'hints.askKeyFile',
  });
}

/** The box's own age key, to which the centre encrypts its answers; made when it is first needed. */
export async function keepSyncIdentity(folder: string): Promise<string> {
  const { secrets } = await readBoxFolder(folder);
  if (secrets.syncIdentity !== undefined) return secrets.syncIdentity;
  const syncIdentity = await generateX25519Identity();
  await keepSecrets(folder, { syncIdentity });
  return syncIdentity;
}

/** How far the centre has the ledger, by whatever road; the line must rest, or only be read of. */
export async function standingMark({ facility, folder }: StickParts): Promise<PushMark> {
  const { settings } = await readBoxFolder(folder);
  return readPushMark(facility.databases.records, markAddress(settings), startsAt(facility));
}

function markAddress({ centre, box }: BoxSettings): string {
  return centre ? `${centreAddress(centre.url)}/${facilityDatabase(box)}` : STICK_CENTRE;
}

/** Records up to there are other boxes'. */
export function startsAt(facility: Facility): number {
  return facility.forerunners().at(-1)?.upTo ?? 0;
}
