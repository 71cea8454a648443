import { FacilityError, type HintKey } from '../../records/facility-error.js';
import { claimBoxFolder, endClaim } from '../box-folder/claim-folder.js';
import { refuseUsedFolder } from '../box-folder/folder-state.js';
import { fetchCa } from './fetch-ca.js';
import { jsonOf, openMainLine } from './main-line.js';
import type { PairAnswer, PairRequest } from './standby-api.js';
import { readCode } from './standby-code.js';
import { writeStandby, type StandbyFacts } from './standby-folder.js';

export interface PairOptions {
  /** empty or missing */
  folder: string;
  /** the main box's address, as its pages have it */
  url: string;
  /** what its operator read out */
  code: string;
  /** what this box is called there */
  name: string;
}

/**
 * Makes an empty folder a spare box's. Throws `bad-input` with fields, `standby-refused`, `main-unreachable`,
 * `too-many-tries`, `conflict`, `already-set-up`, `store-foreign`.
 */
export async function pairWithMain({ folder, url, code, name }: PairOptions): Promise<StandbyFacts> {
  const address = mainAddress(url);
  const parts = readCode(code);
  if (!parts) throw wrong('code', 'standbyCode', 'hints.standbyCodeLength');
  const isTls = address.startsWith('https:');
  if (isTls && parts.mark === null) {
    throw wrong('code', 'standbyCode', 'hints.httpsCodeLength');
  }
  if (!isTls && parts.mark !== null) {
    throw wrong('address', 'wrongUrl', 'hints.mainSpeaksHttps');
  }
  await refuseUsedFolder(folder);
  const ca = parts.mark === null ? undefined : await reach(address, fetchCa(address, parts.mark));
  const line = openMainLine({ url: address, ...(ca === undefined ? {} : { ca }) });
  try {
    const request: PairRequest = { code: parts.secret, name };
    const { box, standby, credential } = jsonOf<PairAnswer>(await line.ask('POST', 'pair', request));
    const facts: StandbyFacts = {
      format: 1,
      box,
      url: address,
      standby,
      credential,
      ...(ca === undefined ? {} : { ca }),
      complete: false,
    };
    await claimBoxFolder(folder);
    await writeStandby(folder, facts);
    await endClaim(folder);
    return facts;
  } finally {
    line.close();
  }
}

/** `https://192.168.1.10:8443`. Throws `bad-input`. */
export function mainAddress(typed: string): string {
  const url = URL.canParse(typed) ? new URL(typed) : null;
  if (url && /^https?:$/.test(url.protocol)) return url.origin;
  throw wrong('address', 'wrongUrl', 'hints.mainAddressLooks');
}

async function reach<T>(url: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    if (cause instanceof FacilityError) throw cause;
    throw new FacilityError('main-unreachable', `The main box does not answer at ${url}.`, {
      hint: 'hints.mainOnAndNear',
      params: { url },
      cause,
    });
  }
}

function wrong(field: string, code: string, hint: HintKey): FacilityError {
  return new FacilityError('bad-input', `${field} is not right.`, { hint, fields: [{ field, code }] });
}
