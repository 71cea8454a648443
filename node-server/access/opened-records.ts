import type { Request } from '@hapi/hapi';
import type { PatientId } from '../../records/ids.js';
import { onePerFacility } from '../one-per-facility.js';
import { staffOf } from '../session.js';

/** A record that was opened with a reason stays open so long, or until the shift ends. */
const OPEN_MS = 30 * 60_000;

/** The ones of a facility. */
export const openedRecords = onePerFacility((facility) => new OpenedRecords(facility));

/** Who has opened which patient's record with a reason (break-glass). A restart closes them all. */
class OpenedRecords {
  readonly #until = new Map<string, number>();

  constructor(private readonly clock: { now(): number }) {}

  open(request: Request, patient: PatientId): void {
    const now = this.clock.now();
    for (const [key, until] of this.#until) if (until <= now) this.#until.delete(key);
    this.#until.set(keyOf(request, patient), now + OPEN_MS);
  }

  isOpen(request: Request, patient: PatientId): boolean {
    return (this.#until.get(keyOf(request, patient)) ?? 0) > this.clock.now();
  }
}

/** The session's beginning stands in it: the next log-in is another shift. */
function keyOf(request: Request, patient: PatientId): string {
  const session = request.auth.artifacts as { since?: number } | null;
  return `${staffOf(request).id} ${session?.since ?? ''} ${patient}`;
}
