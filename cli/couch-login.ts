import { FacilityError } from '../records/facility-error.js';

/** The CouchDB's address with name and password in it, as nano takes it. Throws `bad-input`. */
export function couchLogin(address: string, user: string, password: string): string {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new FacilityError('bad-input', `--url ${address} is no address of a CouchDB`, {
      fields: [{ field: 'url', code: 'wrongUrl' }],
      hint: 'hints.couchAddress',
    });
  }
  const url = new URL(address);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.toString().replace(/\/$/, '');
}
