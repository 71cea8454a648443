import type { PatientId } from './ids.js';

/**
 * What a person at the centre decided about two health ids: `link:<a>:<b>` in `patients`, and in the inboxes of both
 * homes. Both ids stay valid whatever it says; it can be undone, and decided anew.
 */
export interface LinkDecision {
  /** `link:<a>:<b>`, the smaller one first, without `patient:` */
  _id: string;
  type: 'link';
  a: PatientId;
  b: PatientId;
  decision: 'same' | 'different';
  by: string;
  /** UTC */
  at: string;
  note?: string;
  /** the decision was taken back */
  undone?: { by: string; at: string; note?: string };
  /** from when until when an earlier decision called them one person */
  earlier?: { at: string; until: string }[];
}

/** A decision in the place of one that stands: what stood is told as long as it counted. */
export function decideAnew(link: LinkDecision, before: LinkDecision | null): LinkDecision {
  if (!before) return link;
  const { decision, at, undone, earlier = [] } = before;
  const times = decision === 'same' ? [...earlier, { at, until: undone?.at ?? link.at }] : earlier;
  return times.length === 0 ? link : { ...link, earlier: times };
}

/** Another id of a person, and by whose word. */
export interface OtherId {
  id: PatientId;
  /** the decision that joins it, directly or as the last of several */
  link: LinkDecision;
}

/**
 * Which health ids are one person, as far as somebody decided so. A fold over decisions in any order, any number of
 * times: of one pair the last that was given counts. Nothing in the ledger follows from it, so that undoing parts them.
 */
export class PersonLinks {
  readonly #links = new Map<string, LinkDecision>();
  readonly #ofPatient = new Map<PatientId, Set<string>>();

  apply(link: LinkDecision): void {
    this.#links.set(link._id, link);
    for (const id of [link.a, link.b]) {
      const own = this.#ofPatient.get(id) ?? new Set();
      this.#ofPatient.set(id, own.add(link._id));
    }
  }

  /** The id itself, then the others of that person. */
  idsOf(id: PatientId): PatientId[] {
    return [id, ...this.othersOf(id).map((other) => other.id)];
  }

  /**
   * The other ids of a person, the nearest first. Where a is b and b is c, then a is c too, unless somebody said that
   * those two differ.
   */
  othersOf(id: PatientId): OtherId[] {
    const found: OtherId[] = [];
    const seen = new Set([id, ...this.#decided(id, 'different').map((link) => otherOf(link, id))]);
    for (let next: PatientId | undefined = id, at = 0; next !== undefined; next = found[at++]?.id) {
      for (const link of this.#decided(next, 'same')) {
        const other = otherOf(link, next);
        if (seen.has(other)) continue;
        seen.add(other);
        found.push({ id: other, link });
      }
    }
    return found;
  }

  /** The id itself, and all that ever were joined with it by whatever steps, whether they still are or not. */
  everWith(id: PatientId): PatientId[] {
    return this.#reach(id, (link) => link.decision === 'same' || link.earlier !== undefined);
  }

  /** Whether the two were called one person at a moment, as far as decisions tell. */
  wereOne(a: PatientId, b: PatientId, at: string): boolean {
    return this.#reach(a, (link) => counted(link, at)).includes(b);
  }

  #reach(id: PatientId, counts: (link: LinkDecision) => boolean): PatientId[] {
    const found = new Set([id]);
    for (const next of found)
      for (const key of this.#ofPatient.get(next) ?? []) {
        const link = this.#links.get(key);
        if (link && counts(link)) found.add(otherOf(link, next));
      }
    return [...found];
  }

  #decided(id: PatientId, decision: LinkDecision['decision']): LinkDecision[] {
    return [...(this.#ofPatient.get(id) ?? [])].flatMap((key) => {
      const link = this.#links.get(key);
      return link?.decision === decision && link.undone === undefined ? [link] : [];
    });
  }
}

/** Whether a decision, or an earlier one on the same two, called them one person at a moment. */
function counted({ decision, at, undone, earlier = [] }: LinkDecision, moment: string): boolean {
  const last = decision === 'same' ? [{ at, until: undone?.at }] : [];
  return [...earlier, ...last].some(
    (time) => time.at <= moment && (time.until === undefined || moment < time.until),
  );
}

/** Of two states of one decision that which was said later; of the same moment the one that came later. */
export function laterLink(standing: LinkDecision, coming: LinkDecision): LinkDecision {
  const saidAt = ({ at, undone }: LinkDecision): string => (undone && undone.at > at ? undone.at : at);
  return saidAt(standing) > saidAt(coming) ? standing : coming;
}

function otherOf({ a, b }: LinkDecision, id: PatientId): PatientId {
  return a === id ? b : a;
}

/** A document that is a decision, or null: an inbox holds much else, and newer versions may write what we don't know. */
export function readLink(document: object): LinkDecision | null {
  const { type, a, b, decision, by, at } = document as Partial<LinkDecision>;
  const texts = [a, b, by, at].every((value) => typeof value === 'string');
  const isKnown = decision === 'same' || decision === 'different';
  return type === 'link' && texts && isKnown ? (document as LinkDecision) : null;
}
