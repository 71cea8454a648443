import { isDeepStrictEqual } from 'node:util';
import Nano, { type ServerScope } from 'nano';
import { statusOf } from '../centre-refusal.js';
import { readDocument } from '../read-document.js';
import { soundCouch } from '../sound-couch.js';
import type { CentreWork, Prepared } from './centre-work.js';

/** A document of `_users`. */
export interface UserDocument {
  name: string;
  type: 'user';
  roles: string[];
  password?: string;
  /** revisions that stand beside it; CouchDB lets nobody in by a document that has some */
  _conflicts?: string[];
}

/** The user stands only where the password lets them in; CouchDB keeps no password to compare with. */
export async function ensureUser(
  { nano, dryRun }: CentreWork,
  { name, roles, password }: { name: string; roles: string[]; password: string },
): Promise<Prepared> {
  const id = userId(name);
  const what = `_users/${id}`;
  const standing = await findUser(nano, name);
  const right = standing && isDeepStrictEqual(standing.roles, roles) && (await letsIn(nano, name, password));
  if (right) return { what, outcome: 'stands' };
  if (!dryRun) await putUser(nano, { name, roles, password });
  return { what, outcome: standing ? 'updated' : 'made' };
}

/** A new password ends all sessions that were opened with the old one. */
export async function putUser(
  nano: ServerScope,
  user: { name: string; roles: string[]; password: string },
): Promise<void> {
  await writeUser(nano, await findUser(nano, user.name), user);
}

/** @param standing as it was read; without a new password it keeps its own */
export async function writeUser(
  nano: ServerScope,
  standing: UserDocument | null,
  user: { name: string; roles: string[]; password?: string },
): Promise<void> {
  const { _conflicts: beside = [], ...own } = standing ?? ({} as Partial<UserDocument>);
  const document = { ...own, ...user, _id: userId(user.name), type: 'user' as const };
  const users = nano.use<UserDocument>('_users');
  await users.insert(document);
  // What was said now is what counts: two runs may have written at once, or while nodes did not hear each other.
  for (const rev of beside) await users.destroy(document._id, rev);
}

/** With the revisions beside it, or one of these would stand in its place. */
export async function removeUser(
  nano: ServerScope,
  { _id, _rev, _conflicts: beside = [] }: UserDocument & { _id: string; _rev: string },
): Promise<void> {
  for (const rev of [...beside, _rev]) await nano.use('_users').destroy(_id, rev);
}

export function findUser(nano: ServerScope, name: string) {
  return readDocument<UserDocument>(nano, '_users', userId(name), { conflicts: true });
}

export function userId(name: string): string {
  return `org.couchdb.user:${name}`;
}

/** Asked over a client of its own: nano keeps cookies, and the admin must stay the admin. */
async function letsIn(nano: ServerScope, name: string, password: string): Promise<boolean> {
  const url = new URL(nano.config.url);
  url.username = encodeURIComponent(name);
  url.password = encodeURIComponent(password);
  const config = { ...nano.config, url: url.href, headers: {}, cookie: '', parseUrl: false };
  try {
    const session = (await soundCouch(Nano(config)).session()) as { userCtx: { name: string | null } };
    return session.userCtx.name === name;
  } catch (error) {
    if (statusOf(error) === 401) return false;
    throw error;
  }
}
