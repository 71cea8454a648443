import { server as hapiServer, type Server } from '@hapi/hapi';
import { FacilityError } from '../../records/facility-error.js';
import { enrolRoute } from '../enrol/enrol-route.js';
import { Enrolments } from '../enrol/enrolments.js';
import { historyRoute } from '../history/history-route.js';
import { RouterCouch } from '../router/router-couch.js';
import { HeardBoxes } from './heard-boxes.js';
import { gateway, type GatewayOptions } from './gateway.js';

export interface RunningGateway {
  /** `https://127.0.0.1:6985`, without a slash */
  url: string;
  server: Server;
  stop: () => Promise<void>;
}

/** So long a box may go on with its TLS session, in seconds: Node's five minutes are over before an idle box calls again. */
export const SESSION_S = 86_400;

/** An error of another kind may quote what nobody should read in a log. */
function sayTrouble(error: unknown): string {
  return error instanceof FacilityError ? error.message : 'internal';
}

/** Starts a gateway with a server of its own. Port 0 takes a free one; without `tls` it speaks plain HTTP. */
export async function startGateway({
  port,
  host,
  tls,
  account,
  now = () => new Date().toISOString(),
  ...options
}: Omit<GatewayOptions, 'enrolments' | 'heard'> & {
  port: number;
  host: string;
  tls?: { key: string; cert: string };
  /**
   * the gateway's own user, of the role `centre`: with it codes are taken, histories given, boxes told why they are
   * turned away, and what they tell of themselves is kept
   */
  account?: { user: string; password: string };
  /** UTC */
  now?: () => string;
}): Promise<RunningGateway> {
  const server = hapiServer({
    port,
    host,
    compression: false,
    ...(tls ? { tls: { ...tls, sessionTimeout: SESSION_S } } : {}),
  });
  const { couchUrl, log = () => undefined } = options;
  const enrolments = account ? new Enrolments({ couchUrl, account, now }) : null;
  const heard = account
    ? new HeardBoxes({
        couch: new RouterCouch(couchUrl, account),
        now: () => Date.parse(now()),
        onTrouble: (error) =>
          log({ box: '', records: 0, bytes: 0, ms: 0, code: 'boxes', why: sayTrouble(error) }),
      })
    : null;
  await server.register({
    plugin: gateway,
    options: { ...options, ...(enrolments ? { enrolments } : {}), ...(heard ? { heard } : {}) },
  });
  await server.register({
    plugin: enrolRoute,
    options: {
      enrolments,
      log: ({ box, enrol }) => log({ box, records: 0, bytes: 0, ms: 0, code: `enrol: ${enrol}` }),
    },
  });
  await server.register({
    plugin: historyRoute,
    options: {
      ...{ couchUrl, account: account ?? null, enrolments, now },
      log: ({ history, ...entry }) => log({ ...entry, code: `history: ${history}` }),
    },
  });
  await server.start();
  let stopped: Promise<void> | undefined;
  return {
    url: `${tls ? 'https' : 'http'}://${host}:${server.info.port}`,
    server,
    stop: () => (stopped ??= server.stop({ timeout: 2_000 }).then(() => heard?.stop())),
  };
}
