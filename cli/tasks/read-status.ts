import type { AdminStatus } from '../../node-server/admin/admin-api.js';
import { callAdmin } from './call-admin.js';

export function readStatus(folder: string): Promise<AdminStatus> {
  return callAdmin<AdminStatus>(folder, { method: 'GET', path: '/status' });
}
