import { resolve } from 'node:path';
import { FacilityError } from '../../../records/facility-error.js';
import type { LedgerReport } from '../../../records/ledger-finding.js';
import type { Job } from '../../../records/progress.js';
import type { AuditSource, Trust } from './audit-source.js';

export interface StickOrder {
  /** the data folder, whose own key opens what this box wrote */
  folder: string;
  path: string;
  /** folder with the centre's keys; absent: the box's own key */
  centreKeys?: string;
}

/** A file that a box wrote for the centre: the stretch of its ledger, its seals and its signature. */
export function bundleSource(order: StickOrder): AuditSource {
  return { verify: (trust) => verifyBundle(order, trust) };
}

async function* verifyBundle(
  { folder, path, centreKeys }: StickOrder,
  { trusted }: Trust,
): Job<LedgerReport> {
  const { verifyStick } = await import('../../../sync/stick/verify-stick.js');
  const { judgeSigner } = await import('../../../sync/stick/read-stick.js');
  const { stickPlaceError, wrongDirection } = await import('../../../sync/stick/stick-error.js');
  const { identity, signer } = await keysOf(folder, centreKeys);
  const believed = trusted ?? (signer === undefined ? undefined : [signer]);
  try {
    const { report } = yield* verifyStick(resolve(path), [identity], {
      ...(believed ? { trusted: believed } : {}),
      judge({ kind }, letter) {
        if (kind !== 'up') throw wrongDirection(path, kind);
        if (believed) judgeSigner(path, letter.signer, { known: believed });
      },
    });
    return report;
  } catch (cause) {
    throw stickPlaceError(path, cause);
  }
}

async function keysOf(
  folder: string,
  centreKeys: string | undefined,
): Promise<{ identity: string; signer?: string }> {
  if (centreKeys !== undefined) {
    const { readCentreKeys } = await import('../../../central/stick/centre-keys.js');
    return readCentreKeys(resolve(centreKeys)).then(({ identity }) => ({ identity }));
  }
  const { readBoxFolder } = await import('../../../node-server/box-folder/read-box-folder.js');
  const { openSealKey } = await import('../../../records/seal.js');
  const { syncIdentity, sealKey } = (await readBoxFolder(folder)).secrets;
  if (syncIdentity === undefined) {
    throw new FacilityError(
      'stick-no-key',
      'This box has written no file for a stick yet, so its key opens none.',
      {
        hint: 'hints.centreKeys',
      },
    );
  }
  return {
    identity: syncIdentity,
    ...(sealKey === undefined ? {} : { signer: openSealKey(sealKey).public }),
  };
}
