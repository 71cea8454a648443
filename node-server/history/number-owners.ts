import { setTimeout as pause } from 'node:timers/promises';
import type { Request } from '@hapi/hapi';
import { plainDifferences, type PlainDifference } from '../../records/duplicates/plain-differences.js';
import { FacilityError } from '../../records/facility-error.js';
import { firstBox, parsePatientId, type PatientId } from '../../records/ids.js';
import { numberOwner, type NumberOwner } from '../../records/number-owner.js';
import type { Facility } from '../facility.js';
import { onePerFacility } from '../one-per-facility.js';
import { referralBook } from '../referrals/referral-book.js';
import { staffOf } from '../session.js';
import { draftLook } from './draft-look.js';
import { keptPerson } from './kept-person.js';

/** What is known of whose a number is. `asking`: the centre has not answered yet; `not-asked`: it could not be asked. */
export type OwnerState =
  | { kind: 'known'; owner: NumberOwner }
  | { kind: 'unknown' }
  | { kind: 'asking' }
  | { kind: 'not-asked'; why: string };

/** Who waits at a counter is not kept longer for it; the page says that the answer is on its way. Milliseconds. */
const WAIT_MS = 2_500;
/** A shift: what the centre said of a number today is not asked again. */
const KNOWN_MS = 12 * 3_600_000;
/** A line that was down is tried again. */
const FAILED_MS = 30_000;
/** A home's record may be on its way to the centre. */
const UNKNOWN_MS = 10 * 60_000;
const MOST_REMEMBERED = 500;

interface Asked {
  at: number;
  state: OwnerState;
  done: Promise<void>;
}

/** Who asks the centre. */
export interface OwnerAsker {
  canAsk: boolean;
  askOwner(patient: PatientId, look: string): Promise<NumberOwner | null>;
}

/** The ones of a facility. */
export const numberOwners = onePerFacility((facility) => new NumberOwners(facility));

/**
 * Whose a health id of another facility is, so that a card is not used for somebody else: by a history that was brought
 * here, by a referral that came, else by the centre. What the centre said stays in memory only.
 */
class NumberOwners {
  readonly #asked = new Map<PatientId, Asked>();

  #asker: OwnerAsker | null = null;

  constructor(private readonly facility: Facility) {}

  askBy(asker: OwnerAsker): void {
    this.#asker = asker;
  }

  /**
   * Null where the number is of this house. Asking the centre is a look, which is written down first. `onlyKnown`: nobody
   * is asked or waited for.
   */
  async of(request: Request, patient: PatientId, onlyKnown = false): Promise<OwnerState | null> {
    const { facility } = this;
    const home = firstBox(parsePatientId(patient)?.box ?? facility.box);
    if (home === firstBox(facility.box)) return null;
    const here = (await this.#ofHistory(patient)) ?? (await this.#ofReferral(patient));
    if (here) return { kind: 'known', owner: here };
    const asker = this.#asker;
    if (!asker?.canAsk) return { kind: 'not-asked', why: 'no-gateway' };
    const standing = this.#standing(patient);
    if (onlyKnown) return standing?.state ?? { kind: 'asking' };
    const asked = standing ?? this.#ask(asker, request, patient);
    await Promise.race([asked.done, pause(WAIT_MS, undefined, { ref: false })]);
    return asked.state;
  }

  /** In what somebody plainly differs from whose the number is, as far as that is known. */
  differences(state: OwnerState | null, person: NumberOwner): PlainDifference[] {
    const year = Number(this.facility.today().slice(0, 4));
    return state?.kind === 'known' ? plainDifferences(state.owner, person, year) : [];
  }

  async #ofHistory(patient: PatientId): Promise<NumberOwner | null> {
    const kept = await this.facility.keptHistory(patient);
    const person = kept && keptPerson(patient, kept.records);
    return person && numberOwner(person.demographics);
  }

  /** As the facility knew them that sent them here last. */
  async #ofReferral(patient: PatientId): Promise<NumberOwner | null> {
    const book = referralBook(this.facility);
    await book.ready();
    const last = book.received().findLast((one) => one.patient === patient);
    const referral = last && (await book.read([last.id])).get(last.id);
    return numberOwner(referral?.summary?.person ?? {});
  }

  #standing(patient: PatientId): Asked | undefined {
    const asked = this.#asked.get(patient);
    if (!asked) return undefined;
    return this.facility.now() - asked.at < standsFor(asked.state) ? asked : undefined;
  }

  #ask(asker: OwnerAsker, request: Request, patient: PatientId): Asked {
    const asked: Asked = {
      ...{ at: this.facility.now(), state: { kind: 'asking' }, done: Promise.resolve() },
    };
    asked.done = this.#told(asker, request, patient).then((state) => void (asked.state = state));
    this.#asked.delete(patient);
    this.#asked.set(patient, asked);
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > MOST_REMEMBERED && oldest !== undefined) this.#asked.delete(oldest);
    return asked;
  }

  async #told(asker: OwnerAsker, request: Request, patient: PatientId): Promise<OwnerState> {
    try {
      const look = await this.facility.append(
        { by: staffOf(request).id },
        (draft) => draftLook(draft, request, patient, { route: request.route.path })._id,
      );
      const owner = await asker.askOwner(patient, look);
      return owner ? { kind: 'known', owner } : { kind: 'unknown' };
    } catch (error) {
      const why = error instanceof FacilityError ? error.params['why'] : undefined;
      return { kind: 'not-asked', why: typeof why === 'string' ? why : 'line' };
    }
  }
}

function standsFor({ kind }: OwnerState): number {
  if (kind === 'not-asked') return FAILED_MS;
  return kind === 'unknown' ? UNKNOWN_MS : KNOWN_MS;
}
