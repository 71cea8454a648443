import { timingSafeEqual } from 'node:crypto';
import type { ServerScope } from 'nano';
import type { BoxId } from '../../records/ids.js';
import { hashOfProof } from '../../sync/enrolment/enrolment-keys.js';
import type { EnrolAnswer, EnrolRefusal, EnrolRequest } from '../../sync/enrolment/messages.js';
import { CENTRE_KEY_PREFIX } from '../../sync/stick/centre-key.js';
import { BOXES_DATABASE, SHARED_DATABASE } from '../centre-databases.js';
import { statusOf } from '../centre-refusal.js';
import { couchOf } from '../couch-of.js';
import { readDocument } from '../read-document.js';
import { enrolmentId, hashOfCredential, type Enrolment, type Revocation } from './enrolment-document.js';

export interface EnrolmentsOptions {
  couchUrl: string;
  /** the gateway's own, of the role `centre` */
  account: { user: string; password: string };
  /** UTC, the centre's clock */
  now: () => string;
}

/** The enrolments as the gateway uses them. Throws what nano throws. */
export class Enrolments {
  readonly #nano: ServerScope;
  readonly #now: () => string;

  constructor({ couchUrl, account, now }: EnrolmentsOptions) {
    this.#nano = couchOf(couchUrl, account);
    this.#now = now;
  }

  /** Takes a code once; the machine that took it may ask again until the code runs out. */
  async redeem({ box, proof, device }: EnrolRequest): Promise<EnrolAnswer | EnrolRefusal> {
    const enrolment = await this.#read(box);
    const { codeHash, sealed, revoked, expires = '' } = enrolment ?? {};
    if (!enrolment || !codeHash || !same(hashOfProof(proof), codeHash)) return { error: 'code-wrong' };
    if (revoked) return refusalOf(revoked);
    if (!sealed) return { error: 'code-wrong' };
    const now = this.#now();
    if (enrolment.usedAt !== undefined && enrolment.usedBy !== device)
      return { error: 'code-used', at: enrolment.usedAt };
    if (now >= expires) return { error: 'code-expired', at: expires };
    if (enrolment.usedAt === undefined) {
      try {
        const used = { ...enrolment, usedAt: now, usedBy: device };
        await this.#nano.use<Enrolment>(BOXES_DATABASE).insert(used, enrolmentId(box));
      } catch (error) {
        if (statusOf(error) !== 409) throw error;
        // Somebody was faster by a moment, or it was revoked: judged anew.
        return this.redeem({ box, proof, device });
      }
    }
    return { sealed, keys: await this.#keys() };
  }

  /** Why this box is turned away, where its access was ended; told only to who had it. */
  async revoked(box: BoxId, password: string): Promise<EnrolRefusal | null> {
    const enrolment = await this.#read(box);
    if (!enrolment?.revoked || enrolment.credentialHash === undefined) return null;
    if (!same(hashOfCredential(box, password), enrolment.credentialHash)) return null;
    return refusalOf(enrolment.revoked);
  }

  #read(box: BoxId): Promise<(Enrolment & { _rev: string }) | null> {
    return readDocument<Enrolment>(this.#nano, BOXES_DATABASE, enrolmentId(box));
  }

  async #keys(): Promise<object[]> {
    const { rows } = await this.#nano
      .use(SHARED_DATABASE)
      .list({ startkey: CENTRE_KEY_PREFIX, endkey: `${CENTRE_KEY_PREFIX}\ufff0`, include_docs: true });
    return rows.flatMap(({ doc }) => (doc ? [doc] : []));
  }
}

/** What was said later is for the centre. */
function refusalOf({ at, reason }: Revocation): EnrolRefusal {
  return { error: 'box-revoked', at, reason };
}

function same(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => Uint8Array.from(Buffer.from(text)));
  return (
    one !== undefined && other !== undefined && one.length === other.length && timingSafeEqual(one, other)
  );
}
