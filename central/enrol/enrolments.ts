import { timingSafeEqual } from 'node:crypto';
import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';
import { hashOfProof } from '../../sync/enrolment/enrolment-keys.js';
import type { EnrolAnswer, EnrolRefusal, EnrolRequest } from '../../sync/enrolment/messages.js';
import { CENTRE_KEY_PREFIX } from '../../sync/stick/centre-key.js';
import { BOXES_DATABASE, SHARED_DATABASE } from '../centre-databases.js';
import { couchOf } from '../couch-of.js';
import { readDocument } from '../read-document.js';
import { enrolmentId, hashOfCredential, type Enrolment } from './enrolment-document.js';

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
    const [enrolment, ...beside] = await this.#revisions(box);
    const { codeHash, sealed, revoked, expires = '' } = enrolment ?? {};
    if (!enrolment || !codeHash || !same(hashOfProof(proof), codeHash)) return { error: 'code-wrong' };
    if (revoked) return { error: 'box-revoked', ...revoked };
    if (!sealed) return { error: 'code-wrong' };
    const now = this.#now();
    const other = takenBefore([enrolment, ...beside], { codeHash, device });
    if (other) return { error: 'code-used', at: other };
    if (now >= expires) return { error: 'code-expired', at: expires };
    if (enrolment.usedAt === undefined) {
      const used = { ...enrolment, usedAt: now, usedBy: device };
      // Where somebody was faster by a moment, or it was revoked, and where somebody at another node was: judged anew.
      await this.#use(used);
      return this.redeem({ box, proof, device });
    }
    return { sealed, keys: await this.#keys() };
  }

  /** Why this box is turned away, where its access was ended; told only to who had it. */
  async revoked(box: BoxId, password: string): Promise<EnrolRefusal | null> {
    const enrolment = await this.#read(box);
    if (!enrolment?.revoked || enrolment.credentialHash === undefined) return null;
    if (!same(hashOfCredential(box, password), enrolment.credentialHash)) return null;
    return { error: 'box-revoked', ...enrolment.revoked };
  }

  /** Throws where fewer nodes took it than CouchDB vouches for: the box comes again, and is judged by what stands then. */
  async #use(used: Enrolment): Promise<void> {
    const [row] = await this.#nano.use<Enrolment>(BOXES_DATABASE).bulk({ docs: [used] });
    const { error, accepted } = (row ?? {}) as { error?: string; accepted?: true };
    if (accepted) throw new FacilityError('centre-unreachable', 'Too few nodes of the CouchDB are up.');
    if (error !== undefined && error !== 'conflict')
      throw new FacilityError('centre-refused', `The enrolment cannot be written (${error}).`);
  }

  /**
   * The one that counts, and those that stand beside it: on a cluster two machines that use one code at two nodes in one
   * moment may both be told that it was written. `open_revs` joins what the copies have; a plain reading hears one.
   */
  async #revisions(box: BoxId): Promise<Enrolment[]> {
    const winner = await this.#read(box);
    if (!winner) return [];
    const all = (await this.#nano.request({
      ...{ db: BOXES_DATABASE, path: enrolmentId(box), qs: { open_revs: 'all' } },
      headers: { accept: 'application/json' },
    })) as { ok?: Enrolment & { _rev: string; _deleted?: true } }[];
    const beside = all.flatMap(({ ok }) => (ok && !ok._deleted && ok._rev !== winner._rev ? [ok] : []));
    return [winner, ...beside];
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

/** When another machine took this code; each that finds another beside it is refused, be it that both are. */
function takenBefore(
  revisions: readonly Enrolment[],
  { codeHash, device }: { codeHash: string; device: string },
): string | undefined {
  const own = revisions.filter((one) => one.codeHash === codeHash);
  return own.find(({ usedBy }) => usedBy !== undefined && usedBy !== device)?.usedAt;
}

function same(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => Uint8Array.from(Buffer.from(text)));
  return (
    one !== undefined && other !== undefined && one.length === other.length && timingSafeEqual(one, other)
  );
}
