import type { ServerScope } from 'nano';
import { findUser, removeUser } from '../central/ensure/ensure-user.js';
import { facilityDatabase, inboxDatabase, papersDatabase, type BoxId } from '../records/ids.js';

/** Takes away what a box has at the centre: its databases, as far as they stand, and its user. */
export async function forgetBox(nano: ServerScope, box: BoxId): Promise<void> {
  for (const name of [facilityDatabase(box), papersDatabase(box), inboxDatabase(box)])
    await nano.db.destroy(name).catch(() => undefined);
  const user = await findUser(nano, box);
  if (user) await removeUser(nano, user);
}
