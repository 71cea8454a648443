import type { Copy } from '../copy.js';
import type { CouchDocument } from '../router-couch.js';
import { lookCopies } from './look.js';

/** Somebody at the centre saw patients: their homes are told as of a look of another facility. */
export function routeCentreLook({ _id, at, by, route, patients }: CouchDocument): Copy[] {
  const seen = Array.isArray(patients) ? patients.filter((one) => typeof one === 'string') : [];
  return lookCopies(_id, 'centre', { at, by, action: 'view', route }, seen);
}
