import { lstat, rm } from 'node:fs/promises';
import { findAdminSocket } from '../../node-server/admin/admin-socket.js';
import type { Check } from './check.js';

export const socketCheck: Check = {
  id: 'socket',
  async run({ folder, status }) {
    if (status !== null) return { state: 'good', outcome: 'good' };
    const path = await findAdminSocket(folder);
    const found = await lstat(path).catch(() => null);
    if (found === null) return { state: 'watch', outcome: 'none', runbook: 'server-does-not-start' };
    // The server itself clears it away at its next start; nobody answers on it now.
    return { state: 'watch', outcome: 'stale', params: { path }, fix: () => rm(path, { force: true }) };
  },
};
