/** The CouchDB to test against: `NADI_COUCHDB_URL` with a server admin's name and password in it; else null. */
export function couchdbUrl(): string | null {
  const url = process.env['NADI_COUCHDB_URL'];
  return url === undefined || url === '' ? null : url.replace(/\/+$/, '');
}

/** Where tests in a browser leave pictures of their pages; undefined: nowhere. */
export function screenshotFolder(): string | undefined {
  return process.env['NADI_SCREENSHOTS'];
}

/** What a test file needs to know that it writes TAP to a parent, and after how many seconds it gives itself up. */
export function testEnvironment(seconds: number): NodeJS.ProcessEnv {
  return { ...process.env, TAP: '1', TAP_CHILD_ID: '1', TAP_TIMEOUT: String(seconds) };
}

/** Repeats what a soak did by chance; undefined: another chance each time. */
export function soakSeed(): number | undefined {
  const seed = Number(process.env['NADI_SEED']);
  return Number.isInteger(seed) && seed > 0 ? seed : undefined;
}
