import { isDeepStrictEqual } from 'node:util';
import { CENTRE_USERS } from '../centre-databases.js';
import type { CentreWork, Prepared } from '../ensure/centre-work.js';
import { findUser, putUser, userId, writeUser } from '../ensure/ensure-user.js';

export interface UserOptions {
  /** makes a password */
  password: () => string;
  /** told before the user is made, so that no password is lost with a run that breaks off */
  onPassword: (name: string, password: string) => Promise<void> | void;
  /** those who stand get a new password too */
  renew: boolean;
}

/**
 * Users of the centre's own programs. One who stands keeps the password, which nobody can read again, and gets the
 * roles of this version.
 */
export async function ensureCentreUsers(work: CentreWork, options: UserOptions): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  for (const [name, roles] of Object.entries(CENTRE_USERS)) {
    const standing = await findUser(work.nano, name);
    const what = `_users/${userId(name)}`;
    if (standing && !options.renew) {
      const isRight = isDeepStrictEqual(standing.roles, roles) && !standing._conflicts;
      if (!isRight && !work.dryRun) await writeUser(work.nano, standing, { name, roles });
      prepared.push({ what, outcome: isRight ? 'stands' : 'updated' });
      continue;
    }
    if (!work.dryRun) {
      const password = options.password();
      await options.onPassword(name, password);
      await putUser(work.nano, { name, roles, password });
    }
    prepared.push({ what, outcome: standing ? 'updated' : 'made' });
  }
  return prepared;
}
