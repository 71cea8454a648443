import type { PatientId } from './ids.js';
import type { Demographics } from './people.js';

/**
 * A household goes by the health id of one of its members: no number of its own that somebody would have to give out.
 * Who names none lives alone, as far as anybody wrote down.
 */
export function householdOf(id: PatientId, { household }: Pick<Demographics, 'household'>): PatientId {
  return household ?? id;
}

/** Whose particulars change, and to which household; null: their own. */
export interface HouseholdMove {
  id: PatientId;
  household: PatientId | null;
}

/**
 * Somebody leaves a household for another one, or for one of their own (`to` null). Where the household went by them,
 * those who stay go by the first who stays.
 * @param members of the old household, the mover among them, in the order in which they were registered
 */
export function moveFromHousehold(
  members: readonly (Pick<Demographics, 'household'> & { id: PatientId })[],
  mover: PatientId,
  to: PatientId | null,
): HouseholdMove[] {
  const rest = members.filter(({ id }) => id !== mover);
  const [head] = rest;
  const stay = rest
    .filter(({ household }) => household === mover)
    .map(({ id }): HouseholdMove => ({ id, household: id === head?.id ? null : (head?.id ?? null) }));
  const standing = new Map(members.map(({ id, household }) => [id, household ?? null]));
  return [{ id: mover, household: to }, ...stay].filter(
    ({ id, household }) => standing.get(id) !== household,
  );
}
