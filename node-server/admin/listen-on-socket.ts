import { once } from 'node:events';
import { chmod, lstat, rm } from 'node:fs/promises';
import { connect, type Server } from 'node:net';
import { FacilityError } from '../../records/facility-error.js';

/**
 * Lets a server listen on a Unix socket that only its owner may open. A socket that a killed server left is removed.
 * @throws 'store-locked' where a server answers there, 'store-foreign' where something else has the name
 */
export async function listenOnSocket(server: Server, path: string): Promise<void> {
  await removeStaleSocket(path);
  const listening = once(server, 'listening');
  // bind() happens within listen(): between it and a chmod another user could connect.
  const umask = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(umask);
  }
  await listening;
  await chmod(path, 0o600);
}

async function removeStaleSocket(path: string): Promise<void> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found === null) return;
  if (!found.isSocket()) {
    throw new FacilityError('store-foreign', `${path} is no socket`, {
      hint: 'hints.moveFileAway',
    });
  }
  if (await answers(path)) {
    throw new FacilityError('store-locked', `a server already answers on ${path}`, {
      hint: 'hints.useOrStop',
    });
  }
  await rm(path, { force: true });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(false);
      else reject(error);
    });
  });
}
