import type { ServerScope } from 'nano';
import { FacilityError } from '../records/facility-error.js';
import { BOX_PATTERN } from '../records/ids.js';
import type { Area } from './area.js';
import { centreRefusal } from './centre-refusal.js';
import { workAt } from './ensure/cluster.js';
import { ensureDatabase } from './ensure/ensure-database.js';
import { findUser, removeUser, userId, writeUser, type UserDocument } from './ensure/ensure-user.js';
import { areaRole, CENTRAL_ROLE, REGISTRY_ROLE, SUPPORT_ROLE, viewerOf, type Viewer } from './web/viewer.js';

export interface WebUserGrant {
  /** small Latin letters, digits, dots: `anita.dho` */
  name: string;
  areas: Area[];
  support?: boolean;
  central?: boolean;
  registry?: boolean;
  /** absent: a user who stands keeps theirs */
  password?: string;
}

const NAME = /^[a-z][a-z0-9.-]{1,39}$/;

/**
 * Lets a person look at the centre's pages, or says anew what they may see; their sessions go on with the new roles.
 * Throws `bad-input` (name, no role, a first password is missing), `conflict` where the name is a program's,
 * `centre-unreachable`, `centre-refused`.
 */
export async function grantWebUser(nano: ServerScope, grant: WebUserGrant): Promise<'made' | 'updated'> {
  const { name, areas, support, central, registry, password } = grant;
  if (!NAME.test(name) || BOX_PATTERN.test(name.toUpperCase())) {
    throw new FacilityError('bad-input', `${name} is no log-in name`, {
      fields: [{ field: 'login', code: 'wrongLogin' }],
      hint: 'hints.userName',
    });
  }
  const roles = [
    ...areas.map((area) => areaRole(area)),
    ...(support ? [SUPPORT_ROLE] : []),
    ...(central ? [CENTRAL_ROLE] : []),
    ...(registry ? [REGISTRY_ROLE] : []),
  ];
  if (roles.length === 0) throw missing('area');
  return withCentre(async () => {
    await ensureDatabase(await workAt(nano), '_users', 2);
    const standing = await findUser(nano, name);
    if (standing && !viewerOf(standing)) {
      throw new FacilityError('conflict', `${name} is a program's user`, {
        fields: [{ field: 'login', code: 'taken' }],
        hint: 'hints.anotherName',
      });
    }
    if (!standing && password === undefined) throw missing('password');
    await writeUser(nano, standing, { name, roles, ...(password === undefined ? {} : { password }) });
    return standing ? 'updated' : 'made';
  });
}

/** Ends a person's sessions and lets them in no more. Throws `not-found` where nobody of that name looks at pages. */
export async function removeWebUser(nano: ServerScope, name: string): Promise<void> {
  await withCentre(async () => {
    const standing = await findUser(nano, name);
    if (!standing || !viewerOf(standing)) {
      throw new FacilityError('not-found', `Nobody named ${name} looks at the centre's pages`, {
        hint: 'hints.userList',
      });
    }
    await removeUser(nano, standing);
  });
}

/** Everybody who may look at the centre's pages, by name. */
export async function listWebUsers(nano: ServerScope): Promise<Viewer[]> {
  return withCentre(async () => {
    const { rows } = await nano.use<UserDocument>('_users').list({
      include_docs: true,
      startkey: userId(''),
      endkey: userId('\ufff0'),
    });
    return rows.map(({ doc }) => (doc ? viewerOf(doc) : null)).filter((viewer) => viewer !== null);
  });
}

async function withCentre<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw centreRefusal(error);
  }
}

function missing(field: string): FacilityError {
  return new FacilityError('bad-input', `--${field} is missing`, {
    fields: [{ field, code: 'required' }],
  });
}
