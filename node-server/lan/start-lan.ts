import type { Server, ServerRoute } from '@hapi/hapi';
import type { BoxSettings } from '../box-folder/box-settings.js';
import { DeviceBook } from '../devices/device-book.js';
import { deviceAdminRoutes } from '../devices/device-admin-routes.js';
import type { Facility } from '../facility.js';
import type { LogEntry } from '../frame-context.js';
import { PinBook } from '../lock/pin-book.js';
import { CertificateKeeper } from '../tls/certificate-keeper.js';
import { ownNames } from '../tls/own-names.js';
import { buildPlainServer } from '../tls/plain-server.js';
import { tlsOptions } from '../tls/tls-options.js';
import { lanAdminRoutes } from './lan-admin-routes.js';
import type { LanFrame } from './lan-frame.js';
import { DEFAULT_HTTP_PORT, DEFAULT_LAN_NAME, lockMinutesOf } from './lan-settings.js';

/** How often the certificate's end and the machine's addresses are looked at. */
const LOOK_MS = 60_000;

export interface LanOptions {
  folder: string;
  settings: BoxSettings;
  facility: Facility;
  /** the system's time, milliseconds */
  clock: () => number;
  host: string;
  /** of plain HTTP, instead of the one in the settings */
  httpPort?: number;
  log: (entry: LogEntry) => void;
}

export interface RunningLan {
  frame: LanFrame;
  adminRoutes: ServerRoute[];
  /** when the certificate ends with which the pages are served, UTC; null where they speak plain HTTP */
  certificateEnds(): string | null;
  /** Begins what belongs to the listening pages: renewal, and plain HTTP for the trust page. */
  follow(pages: Server, listen: (server: Server) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** What the settings ask for: TLS, pairing, lock. */
export async function startLan(options: LanOptions): Promise<RunningLan> {
  const { folder, settings, facility, clock, log, host } = options;
  const { lan } = settings;
  const names = () => ownNames(lan?.name ?? DEFAULT_LAN_NAME);
  const keeper = lan?.tls
    ? await CertificateKeeper.open({
        folder,
        box: settings.box,
        names,
        clock,
        ledger: () => facility.now(),
      })
    : null;
  const devices = lan?.pairing ? await DeviceBook.open(facility, { log }) : null;
  const ca = keeper && { certificate: keeper.ca.certificate, facts: keeper.caFacts };
  let plain: Server | null = null;
  let looking: NodeJS.Timeout | undefined;
  return {
    frame: {
      ...(keeper && ca ? { tls: { ...keeper.current, ca } } : {}),
      ...(devices ? { devices } : {}),
      exemptLoopback: lan?.exemptLoopback ?? false,
      lockMinutes: lockMinutesOf(lan),
      pins: new PinBook(facility),
      pinToAct: lan?.pinToAct ?? true,
    },
    adminRoutes: [
      ...deviceAdminRoutes(devices),
      ...lanAdminRoutes({ settings, keeper, names, httpPort: () => plain?.info.port }),
    ],
    certificateEnds: () => keeper?.serverUntil ?? null,
    async follow(pages, listen) {
      if (!keeper || !ca) return;
      looking = setInterval(() => {
        renew(keeper, pages).catch((error: unknown) => {
          log({ level: 'error', message: 'the certificate was not renewed', code: codeOf(error) });
        });
      }, LOOK_MS).unref();
      plain = await buildPlainServer({
        host,
        port: options.httpPort ?? lan?.httpPort ?? DEFAULT_HTTP_PORT,
        httpsPort: () => Number(pages.info.port),
        names: () => {
          const { dns, addresses } = names();
          return [...addresses.slice(1), ...addresses, ...dns];
        },
        ca,
        frame: pages.app.frame,
      });
      await listen(plain);
    },
    async stop() {
      clearInterval(looking);
      await plain?.stop({ timeout: 500 });
      await devices?.stop();
    },
  };
}

/** Who is connected stays so; the next handshake sees the new certificate. */
async function renew(keeper: CertificateKeeper, pages: Server): Promise<void> {
  if (!(await keeper.renew())) return;
  const listener = pages.listener as unknown as { setSecureContext(options: object): void };
  listener.setSecureContext(tlsOptions(keeper.current));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'internal';
}
