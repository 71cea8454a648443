import nano from 'nano';
import { buildWeb, type WebOptions } from './build-web.js';

export interface RunningWeb {
  /** `https://127.0.0.1:8443`, without a slash */
  url: string;
  stop: () => Promise<void>;
}

/**
 * Starts the centre's pages.
 * @param login address of the CouchDB with a user of role `centre` in it; viewers bring their own
 */
export async function startWeb({
  login,
  ...options
}: Omit<WebOptions, 'couch' | 'couchUrl'> & { login: string }): Promise<RunningWeb> {
  const plain = new URL(login);
  plain.username = plain.password = '';
  const couchUrl = plain.href.replace(/\/$/, '');
  const server = await buildWeb({ ...options, couch: nano(login), couchUrl });
  await server.start();
  const { protocol, port } = server.info;
  let stopped: Promise<void> | undefined;
  return {
    url: `${protocol}://${options.host ?? '127.0.0.1'}:${port}`,
    stop: () => (stopped ??= server.stop({ timeout: 2_000 })),
  };
}
