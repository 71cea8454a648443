import type {
  AddStaffRequest,
  StaffAnswer,
  StaffList,
  StaffMember,
} from '../../node-server/admin/admin-api.js';
import { callAdmin } from './call-admin.js';

export async function listStaff(folder: string): Promise<StaffMember[]> {
  return (await callAdmin<StaffList>(folder, { method: 'GET', path: '/staff' })).staff;
}

/** Without a password the server makes one; it stands in this answer and nowhere else. */
export function addStaff(folder: string, member: AddStaffRequest): Promise<StaffAnswer> {
  return callAdmin(folder, { method: 'POST', path: '/staff', body: member });
}

export function disableStaff(folder: string, id: string): Promise<StaffAnswer> {
  return change(folder, id, 'disable');
}

export function enableStaff(folder: string, id: string): Promise<StaffAnswer> {
  return change(folder, id, 'enable');
}

/** As with `addStaff`, a password that is not given is made and shown once. */
export function resetStaff(folder: string, id: string, password?: string): Promise<StaffAnswer> {
  return change(folder, id, 'reset', password === undefined ? {} : { password });
}

function change(folder: string, id: string, what: string, body: object = {}): Promise<StaffAnswer> {
  return callAdmin(folder, { method: 'POST', path: `/staff/${encodeURIComponent(id)}/${what}`, body });
}
