import { createServer } from 'node:net';
import { FacilityError } from '../../records/facility-error.js';

export interface WantedPort {
  port: number;
  host: string;
  /** the flag that names another */
  flag: string;
}

/** Before a minute's work, not after it. Throws `port-in-use` for the first that another program holds, or one twice. */
export async function refuseTakenPorts(wanted: readonly WantedPort[]): Promise<void> {
  for (const [index, { port, host, flag }] of wanted.entries()) {
    const twice = port !== 0 && wanted.findIndex((one) => one.port === port) < index;
    if (twice || !(await isFree(port, host))) throw portTaken(port, flag);
  }
}

export function portTaken(port: number, flag: string, cause?: unknown): FacilityError {
  return new FacilityError('port-in-use', `Port ${port} is taken or not allowed.`, {
    hint: 'hints.portInstead',
    params: { port, flag, instead: port + 10 },
    ...(cause === undefined ? {} : { cause }),
  });
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
