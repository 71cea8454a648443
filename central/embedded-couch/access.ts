import { CouchError, badRequest } from './couch-error.js';

export interface User {
  /** null: nobody has logged in */
  name: string | null;
  roles: string[];
}

export interface Group {
  names: string[];
  roles: string[];
}

/** A database's `_security`, as it was sent: who may administer it, who may read and write it. */
export interface Security {
  admins?: Partial<Group>;
  members?: Partial<Group>;
  [other: string]: unknown;
}

/** Whom a resource is for. */
export type Level = 'anyone' | 'member' | 'database-admin' | 'server-admin';

export const NOBODY: User = { name: null, roles: [] };

/** CouchDB 3 opens a new database to server admins only. */
export function defaultSecurity(): Security {
  return { admins: { names: [], roles: ['_admin'] }, members: { names: [], roles: ['_admin'] } };
}

/** Throws 400 where a body can't be a `_security`. */
export function checkSecurity(body: Record<string, unknown>): Security {
  for (const what of ['admins', 'members']) {
    const group = body[what] ?? {};
    if (typeof group !== 'object' || Array.isArray(group)) throw badRequest(`${what} must be a JSON object`);
    const { names = [], roles = [] } = group as Record<string, unknown>;
    if (!isStrings(names)) throw badRequest(`${what}: names must be a JSON list of strings`);
    if (!isStrings(roles)) throw badRequest(`${what}: roles must be a JSON list of strings`);
  }
  return body;
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isServerAdmin(user: User): boolean {
  return user.roles.includes('_admin');
}

export function isDatabaseAdmin(user: User, security: Security): boolean {
  return isServerAdmin(user) || isIn(user, security.admins);
}

/** A database without members is open to everybody. */
function isMember(user: User, security: Security): boolean {
  const { names = [], roles = [] } = security.members ?? {};
  const open = names.length === 0 && roles.length === 0;
  return open || isDatabaseAdmin(user, security) || isIn(user, security.members);
}

function isIn(user: User, { names = [], roles = [] }: Partial<Group> = {}): boolean {
  return (user.name !== null && names.includes(user.name)) || user.roles.some((role) => roles.includes(role));
}

export function requireServerAdmin(user: User): void {
  if (!isServerAdmin(user)) throw new CouchError(401, 'unauthorized', 'You are not a server admin.');
}

export function requireDatabaseAdmin(user: User, security: Security): void {
  if (!isDatabaseAdmin(user, security)) throw refusal(user, 'You are not a db or server admin.');
}

export function requireMember(user: User, security: Security): void {
  if (isMember(user, security)) return;
  throw refusal(user, `You are not ${user.name === null ? 'authorized' : 'allowed'} to access this db.`);
}

/** Who hasn't logged in is asked to (401); who has is refused (403). */
function refusal(user: User, reason: string): CouchError {
  return user.name === null
    ? new CouchError(401, 'unauthorized', reason)
    : new CouchError(403, 'forbidden', reason);
}
