import { NAME_LIMIT, type TryLimitOptions } from '../../records/try-limit.js';

/** As long as CouchDB, by its defaults (`[chttpd_auth_lockout]`), takes no password of a name from an address. */
export const COUCH_LOCK_S = 300;

/**
 * A name before the centre's pages: after five wrong tries the whole wait at once. CouchDB counts the same tries; what
 * the pages pass on meanwhile it would refuse with the right password, too.
 */
export const COUCH_LIMIT: TryLimitOptions = {
  ...NAME_LIMIT,
  ...{ firstWait: COUCH_LOCK_S, longestWait: COUCH_LOCK_S },
};
