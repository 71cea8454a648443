import { FacilityError } from '../../records/facility-error.js';
import { isSigned } from '../../records/seal.js';

/** The public half of the centre's keys, as a box needs it. */
export interface CentreKey {
  /** age public key: what goes to the centre is encrypted to it */
  age: string;
  /** Ed25519 public key: what comes from the centre is signed with it */
  sign: string;
}

/** A document of `shared` that tells the key to every box with a line. */
export interface CentreKeyDocument extends CentreKey {
  _id: string;
  type: 'centre-key';
  v: 1;
  at: string;
}

export const CENTRE_KEY_PREFIX = 'centre-key:';

/** One line, to be copied: `nadi-centre-key age1… 7Hx…` */
export function centreKeyLine({ age, sign }: CentreKey): string {
  return `nadi-centre-key ${age} ${sign}`;
}

/** Throws `bad-input`. */
export function readCentreKeyLine(text: string): CentreKey {
  const found = /^\s*nadi-centre-key (age1[02-9ac-hj-np-z]{58}) ([\w-]{43})\s*$/.exec(text);
  const [, age = '', sign = ''] = found ?? [];
  if (found && isKey(sign)) return { age, sign };
  throw new FacilityError('bad-input', 'This is not the key of a centre.', {
    hint: 'hints.keyFile',
    fields: [{ field: 'file', code: 'notValid' }],
  });
}

function isKey(sign: string): boolean {
  // A key that cannot be opened verifies nothing, and says so by false; its length was judged above.
  return Buffer.from(sign, 'base64url').length === 32 && !isSigned('', 'AA', sign);
}
