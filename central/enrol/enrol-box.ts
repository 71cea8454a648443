import { randomBytes } from 'node:crypto';
import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import { firstBox, type BoxId } from '../../records/ids.js';
import { SECRET_BYTES, writeCodeWords, writeWholeCode } from '../../sync/enrolment/enrolment-code.js';
import { deriveKeys, hashOfProof, seal } from '../../sync/enrolment/enrolment-keys.js';
import type { EnrolledCentre } from '../../sync/enrolment/messages.js';
import { BOXES_DATABASE, SHARED_DATABASE } from '../centre-databases.js';
import { centreRefusal } from '../centre-refusal.js';
import type { Prepared } from '../ensure/centre-work.js';
import { userId } from '../ensure/ensure-user.js';
import { prepareFacility } from '../facility-database.js';
import { readDocument } from '../read-document.js';
import { enrolmentId, hashOfCredential, type Enrolment } from './enrolment-document.js';

export interface EnrolOptions {
  /** logged in as a server admin of any CouchDB 3.x */
  nano: ServerScope;
  box: BoxId;
  /** the CouchDB and the gateway as boxes reach them */
  url: string;
  gateway: string;
  /** a new one, of at least 64 random bits; nobody but the box will know it */
  password: string;
  /** UTC */
  at: string;
  /** how long the code is good */
  days: number;
  /** also a box that has its access: it loses it when the code is made */
  again: boolean;
  /** also a box whose facility isn't in the directory */
  unlisted: boolean;
}

export interface EnrolmentOffer {
  box: BoxId;
  /** `lusab-babad-…` */
  words: string;
  /** words, box and gateway in one line, for the QR */
  whole: string;
  /** UTC */
  expires: string;
  prepared: Prepared[];
}

/**
 * Prepares a box's databases and makes a one-time code for it; an earlier code ends. Throws `bad-input`, `not-found`
 * (not in the directory, or no centre yet), `conflict` (closed, or it has its access), `centre-unreachable`,
 * `centre-refused`.
 */
export async function enrolBox(options: EnrolOptions): Promise<EnrolmentOffer> {
  const { nano, box, url, gateway, password, at, days } = options;
  try {
    if (!options.unlisted) await requireOpenFacility(nano, box);
    const standing = await readDocument<Enrolment>(nano, BOXES_DATABASE, enrolmentId(box));
    if (!options.again) await refuseWorkingBox(nano, box, standing);
    const prepared = await prepareFacility({ nano, box, password });
    const secret = Uint8Array.from(randomBytes(SECRET_BYTES));
    const { proof, key } = await deriveKeys(box, secret);
    const expires = new Date(Date.parse(at) + days * 86_400_000).toISOString();
    const access: EnrolledCentre = { url, gateway, user: box, password };
    const enrolment: Enrolment = {
      type: 'enrolment',
      v: 1,
      box,
      at,
      expires,
      codeHash: hashOfProof(proof),
      sealed: seal(key, access),
      credentialHash: hashOfCredential(box, password),
    };
    const revision = standing ? { _rev: standing._rev } : {};
    await nano.use<Enrolment>(BOXES_DATABASE).insert({ ...enrolment, ...revision }, enrolmentId(box));
    const whole = writeWholeCode({ box, gateway, secret });
    return { box, words: writeCodeWords(secret), whole, expires, prepared };
  } catch (error) {
    throw centreRefusal(error);
  }
}

async function requireOpenFacility(nano: ServerScope, box: BoxId): Promise<void> {
  const code = firstBox(box);
  const facility = await readDocument<{ status?: string }>(nano, SHARED_DATABASE, `facility:${code}`);
  if (!facility) {
    throw new FacilityError('not-found', `${code} is not in the directory of facilities.`, {
      hint: 'hints.addOrUnlisted',
    });
  }
  if (facility.status !== 'closed') return;
  throw new FacilityError('conflict', `${code} is closed, says the directory of facilities.`, {
    hint: 'hints.rightCodeOrOpen',
  });
}

async function refuseWorkingBox(nano: ServerScope, box: BoxId, standing: Enrolment | null): Promise<void> {
  if (standing?.revoked || (standing && standing.usedAt === undefined)) return;
  if (!standing && !(await readDocument(nano, '_users', userId(box)))) return;
  throw new FacilityError('conflict', `${box} has its access already.`, {
    hint: 'hints.enrolAgain',
  });
}
