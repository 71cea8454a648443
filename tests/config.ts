/** The CouchDB to test against: `NADI_COUCHDB_URL` with a server admin's name and password in it; else null. */
export function couchdbUrl(): string | null {
  const url = process.env['NADI_COUCHDB_URL'];
  return url === undefined || url === '' ? null : url.replace(/\/+$/, '');
}
