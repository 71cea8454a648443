import type { Demographics } from './people.js';

/** Whose a health id is: as much as a counter needs to see whether the card is that of who stands there. */
export type NumberOwner = Pick<Demographics, 'name' | 'sex' | 'birthDate' | 'birthDateEstimated' | 'village'>;

/** Null where nobody has said a name. */
export function numberOwner(person: Partial<Demographics>): NumberOwner | null {
  const { name, sex = 'unknown', birthDate, birthDateEstimated, village } = person;
  if (name === undefined) return null;
  return {
    ...{ name, sex },
    ...(birthDate !== undefined && { birthDate }),
    ...(birthDateEstimated !== undefined && { birthDateEstimated }),
    ...(village !== undefined && { village }),
  };
}
