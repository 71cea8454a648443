import { CENTRE_ROLE, CENTRE_USERS } from '../centre-databases.js';
import type { CentreWork, Prepared } from '../ensure/centre-work.js';
import { putUser, userId, userStands } from '../ensure/ensure-user.js';

export interface UserOptions {
  /** makes a password */
  password: () => string;
  /** told before the user is made, so that no password is lost with a run that breaks off */
  onPassword: (name: string, password: string) => Promise<void> | void;
  /** those who stand get a new password too */
  renew: boolean;
}

/** Users of the centre's own programs. One who stands keeps the password, which nobody can read again. */
export async function ensureCentreUsers(work: CentreWork, options: UserOptions): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  const roles = [CENTRE_ROLE];
  for (const name of CENTRE_USERS) {
    const stands = await userStands(work.nano, name, roles);
    const what = `_users/${userId(name)}`;
    if (stands && !options.renew) {
      prepared.push({ what, outcome: 'stands' });
      continue;
    }
    if (!work.dryRun) {
      const password = options.password();
      await options.onPassword(name, password);
      await putUser(work.nano, { name, roles, password });
    }
    prepared.push({ what, outcome: stands ? 'updated' : 'made' });
  }
  return prepared;
}
