import type { Request, ServerRoute } from '@hapi/hapi';
import type { AdminStatus, StaffAnswer, StaffList, StopAnswer, SyncNowAnswer } from './admin-api.js';
import type { AdminFacility } from './admin-facility.js';
import { readAddStaff, readResetStaff } from './admin-input.js';
import { generatePassword } from './generate-password.js';
import { FacilityError } from '../../records/facility-error.js';
import { STAFF_PATTERN, type StaffId } from '../../records/ids.js';
import type { SyncReport } from '../../sync/sync-report.js';

export interface AdminRouteOptions {
  syncBoundMs: number;
  onError: (error: unknown) => void;
}

/** One route for each function of the facility; what they take and give stands in admin-api.ts. */
export function adminRoutes(facility: AdminFacility, options: AdminRouteOptions): ServerRoute[] {
  return [
    { method: 'GET', path: '/status', handler: (): Promise<AdminStatus> => facility.status() },
    {
      method: 'GET',
      path: '/staff',
      handler: async (): Promise<StaffList> => ({ staff: await facility.listStaff() }),
    },
    {
      method: 'POST',
      path: '/staff',
      async handler(request): Promise<StaffAnswer> {
        const { password, ...member } = readAddStaff(request.payload);
        return withPassword(password, (chosen) => facility.addStaff(member, chosen));
      },
    },
    {
      method: 'POST',
      path: '/staff/{id}/disable',
      handler: async (request): Promise<StaffAnswer> => ({
        staff: await facility.disableStaff(staffIn(request)),
      }),
    },
    {
      method: 'POST',
      path: '/staff/{id}/enable',
      handler: async (request): Promise<StaffAnswer> => ({
        staff: await facility.enableStaff(staffIn(request)),
      }),
    },
    {
      method: 'POST',
      path: '/staff/{id}/reset',
      async handler(request): Promise<StaffAnswer> {
        const { password } = readResetStaff(request.payload);
        return withPassword(password, (chosen) => facility.resetStaff(staffIn(request), chosen));
      },
    },
    { method: 'GET', path: '/sync', handler: (): Promise<SyncReport> => facility.syncReport() },
    {
      method: 'POST',
      path: '/sync/now',
      handler: (): Promise<SyncNowAnswer> => syncWithin(facility, options),
    },
    {
      method: 'POST',
      path: '/stop',
      handler(request): StopAnswer {
        // The command that asked hears the answer before its socket goes.
        request.raw.res.once('close', () => void facility.stop().catch(options.onError));
        return { stopping: true };
      },
    },
  ];
}

function staffIn(request: Request): StaffId {
  const id: unknown = request.params['id'];
  if (typeof id === 'string' && STAFF_PATTERN.test(id)) return id;
  throw new FacilityError('bad-input', 'not a staff id', { fields: [{ field: 'id', code: 'wrongStaffId' }] });
}

async function withPassword(
  asked: string | undefined,
  set: (password: string) => Promise<StaffAnswer['staff']>,
): Promise<StaffAnswer> {
  if (asked !== undefined) return { staff: await set(asked) };
  const password = generatePassword();
  return { staff: await set(password), password };
}

/** Waits for the round's outcome up to the bound, then says what goes on; the round itself is not cut. */
async function syncWithin(facility: AdminFacility, options: AdminRouteOptions): Promise<SyncNowAnswer> {
  // Before the timer: where this throws, a timer left behind would keep a stopped server from ending.
  const round = facility.syncNow();
  let timer: NodeJS.Timeout | undefined;
  const bound = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, options.syncBoundMs, null);
  });
  try {
    const sync = await Promise.race([round, bound]);
    if (sync !== null) return { done: true, sync };
    round.catch(options.onError);
    return { done: false, sync: await facility.syncStatus() };
  } finally {
    clearTimeout(timer);
  }
}
