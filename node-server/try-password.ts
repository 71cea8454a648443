import type { Request } from '@hapi/hapi';
import type { StaffMember } from './admin/admin-api.js';
import { frameOf } from './frame-context.js';
import { ADDRESS_LIMIT, NAME_LIMIT, TryLimit } from '../records/try-limit.js';

/** Counts wrong passwords: by a name at a device, and by the device. */
export class PasswordTries {
  readonly names = new TryLimit(NAME_LIMIT);
  readonly addresses = new TryLimit(ADDRESS_LIMIT);
}

export type PasswordOutcome = { staff: StaffMember } | { wait: number } | { wrong: true };

/**
 * Checks a typed password. A name is limited at the device that tries it only: a stranger who hammers a doctor's
 * name locks out himself, not the doctor. The log names whom it was tried for, never what was typed.
 */
export async function tryPassword(
  request: Request,
  name: string,
  password: string,
): Promise<PasswordOutcome> {
  const { facility, options, tries } = frameOf(request);
  const where = request.app.device ?? request.info.remoteAddress;
  const now = options.monotonic?.() ?? performance.now();
  const key = `${where} ${name}`;
  const wait = Math.max(tries.names.begin(key, now), tries.addresses.begin(where, now));
  if (wait > 0) return { wait };
  const right = await options.passwords.verify(name, password);
  const staff = facility.staff.find(name);
  if (!right || !staff?.active) {
    // A name that nobody has may be a password in the wrong field.
    const tried = staff ? { staff: staff.id } : {};
    options.log?.({ level: 'warn', message: 'log-in refused', id: request.app.id, where, ...tried });
    return { wrong: true };
  }
  tries.names.right(key);
  tries.addresses.right(where);
  return { staff };
}
