import { isDeepStrictEqual } from 'node:util';
import Nano, { type ServerScope } from 'nano';
import { statusOf } from './centre-refusal.js';
import { ensureDatabase, type Outcome } from './ensure-database.js';

interface UserDocument {
  name: string;
  type: 'user';
  roles: string[];
  password?: string;
}

/** The user stands only where the password lets them in; CouchDB keeps no password to compare with. */
export async function ensureBoxUser(
  nano: ServerScope,
  { name, roles, password }: { name: string; roles: string[]; password: string },
): Promise<{ what: string; outcome: Outcome }> {
  // A CouchDB that was never set up lacks it.
  await ensureDatabase(nano, '_users');
  const users = nano.use<UserDocument>('_users');
  const id = `org.couchdb.user:${name}`;
  const standing = await users.get(id).catch((error: unknown) => {
    if (statusOf(error) === 404) return null;
    throw error;
  });
  const right = standing && isDeepStrictEqual(standing.roles, roles) && (await letsIn(nano, name, password));
  if (right) return { what: `_users/${id}`, outcome: 'stands' };
  await users.insert({ ...standing, _id: id, name, type: 'user', roles, password });
  return { what: `_users/${id}`, outcome: standing ? 'updated' : 'made' };
}

/** Asked over a client of its own: nano keeps cookies, and the admin must stay the admin. */
async function letsIn(nano: ServerScope, name: string, password: string): Promise<boolean> {
  const url = new URL(nano.config.url);
  url.username = encodeURIComponent(name);
  url.password = encodeURIComponent(password);
  const config = { ...nano.config, url: url.href, headers: {}, cookie: '', parseUrl: false };
  try {
    const session = (await Nano(config).session()) as { userCtx: { name: string | null } };
    return session.userCtx.name === name;
  } catch (error) {
    if (statusOf(error) === 401) return false;
    throw error;
  }
}
