import { once } from 'node:events';
import { createServer } from 'node:net';
import type { FieldError } from '../../records/facility-error.js';

/** Listens on the port for a moment: the only way to know that nobody else does, and that one may. */
export async function checkPort(port: string, host: string): Promise<FieldError[]> {
  const number = Number(port);
  if (!/^\d{1,5}$/.test(port) || number < 1 || number > 65_535) return [{ field: 'port', code: 'wrongPort' }];
  const server = createServer();
  try {
    server.listen(number, host === '' ? '0.0.0.0' : host);
    await once(server, 'listening');
    return [];
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    return isTaken
      ? [{ field: 'port', code: 'portTaken', params: { port: number } }]
      : [{ field: 'port', code: 'portNotAllowed', params: { port: number } }];
  } finally {
    server.close();
  }
}
