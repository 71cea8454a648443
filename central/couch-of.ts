import Nano, { type ServerScope } from 'nano';
import { soundCouch } from './sound-couch.js';

export interface CouchAccount {
  user: string;
  password: string;
  /**
   * the address of who sent the password, where it is somebody else's: CouchDB counts wrong ones by user and address, and
   * believes this of servers in a private network
   */
  from?: string;
}

/**
 * A CouchDB by its address and an account beside it. `log` hears of each request and answer, as nano tells them.
 *
 * @param url without an account; a path in it is part of the address
 */
export function couchOf(
  url: string,
  { user, password, from }: CouchAccount,
  log?: (entry: unknown) => void,
): ServerScope {
  const account = Buffer.from(`${user}:${password}`).toString('base64');
  const config = {
    url,
    // nano would take the path of an address for a database; its types don't know the option.
    parseUrl: false,
    headers: {
      Authorization: `Basic ${account}`,
      ...(from === undefined ? {} : { 'X-Forwarded-For': from }),
    },
    ...(log ? { log } : {}),
  };
  return soundCouch(Nano(config));
}

/** A CouchDB by an address with name and password in it. */
export function couchAt(login: string): ServerScope {
  return soundCouch(Nano(login));
}

/** What CouchDB answers, or `late()` where it has not answered after so many milliseconds. Throws what nano throws, too. */
export async function askInTime(
  couch: ServerScope,
  request: Parameters<ServerScope['request']>[0],
  ms: number,
  late: () => Error,
): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([couch.request(request), over]);
  } finally {
    clearTimeout(timer);
  }
}
