import type { FollowState } from '../../node-server/standby/follower.js';
import type { StandbyCode, StandbyList } from '../../node-server/standby/standby-api.js';
import { FacilityError } from '../../records/facility-error.js';
import { callAdmin } from './call-admin.js';

/** A code that pairs one spare box. Throws `conflict` where one follows already. */
export function makeStandbyCode(folder: string): Promise<StandbyCode> {
  return callAdmin(folder, { method: 'POST', path: '/standby/code' });
}

export function listStandbys(folder: string): Promise<StandbyList> {
  return callAdmin(folder, { method: 'GET', path: '/standby' });
}

export function removeStandby(folder: string, standby: string): Promise<StandbyList> {
  return callAdmin(folder, { method: 'POST', path: `/standby/${encodeURIComponent(standby)}/remove` });
}

/** On a main box whom it knows; on a spare one how far it is, also while nothing follows there. */
export async function readStandbyState(folder: string): Promise<StandbyList | FollowState> {
  try {
    return await callAdmin<StandbyList | FollowState>(folder, { method: 'GET', path: '/standby' });
  } catch (error) {
    if (!(error instanceof FacilityError) || error.code !== 'server-not-running') throw error;
    const { lookAt } = await import('../../node-server/box-folder/folder-state.js');
    if ((await lookAt(folder)) !== 'standby') throw error;
    const { readStopped } = await import('../../node-server/standby/read-stopped.js');
    return readStopped(folder);
  }
}
