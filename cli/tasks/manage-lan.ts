import type { BoxSettings } from '../../node-server/box-folder/box-settings.js';
import { changeLan } from '../../node-server/box-folder/change-settings.js';
import type { LanStatus } from '../../node-server/lan/lan-admin-routes.js';
import {
  DEFAULT_HTTP_PORT,
  DEFAULT_HTTPS_PORT,
  DEFAULT_LAN_NAME,
  type LanSettings,
} from '../../node-server/lan/lan-settings.js';
import { CertificateKeeper } from '../../node-server/tls/certificate-keeper.js';
import { ownNames } from '../../node-server/tls/own-names.js';
import { callAdmin } from './call-admin.js';

const OFF: LanSettings = { tls: false, pairing: false, lockMinutes: 0 };

export interface TlsWish {
  port?: number;
  httpPort?: number;
  name?: string;
  /** every device has to trust it anew */
  newCa?: boolean;
}

export function readLanStatus(folder: string): Promise<LanStatus> {
  return callAdmin(folder, { method: 'GET', path: '/lan' });
}

/**
 * HTTPS for a box that was set up without. Its old port goes on answering, with the trust page and a way to HTTPS.
 * The CA's facts are what the operator compares with the trust page.
 */
export async function turnTlsOn(
  folder: string,
  wish: TlsWish,
): Promise<{ settings: BoxSettings; fingerprint: string; words: string }> {
  const settings = await changeLan(folder, ({ port, lan = OFF }) => {
    const had = lan.tls;
    return {
      port: wish.port ?? (had ? port : port === 0 ? 0 : DEFAULT_HTTPS_PORT),
      lan: {
        ...lan,
        tls: true,
        httpPort: wish.httpPort ?? (had ? (lan.httpPort ?? DEFAULT_HTTP_PORT) : port),
        ...(wish.name === undefined ? {} : { name: wish.name }),
      },
    };
  });
  const keeper = await CertificateKeeper.open({
    folder,
    box: settings.box,
    names: () => ownNames(settings.lan?.name ?? DEFAULT_LAN_NAME),
    clock: Date.now,
    // The server looks at the certificate again with the ledger's clock when it starts.
    ledger: Date.now,
    newCa: wish.newCa ?? false,
  });
  const { fingerprint, words } = keeper.caFacts;
  return { settings, fingerprint, words };
}

/** Back to plain HTTP, on the port that was the trust page's. The CA stays for another time. */
export function turnTlsOff(folder: string): Promise<BoxSettings> {
  return changeLan(folder, ({ port, lan = OFF }) => ({
    port: lan.tls ? (lan.httpPort ?? DEFAULT_HTTP_PORT) : port,
    lan: { ...lan, tls: false },
  }));
}

/** Pairing, the lock's minutes, whether a PIN is asked for acts. */
export async function changeLanRules(
  folder: string,
  change: Partial<Pick<LanSettings, 'pairing' | 'lockMinutes' | 'pinToAct' | 'exemptLoopback'>>,
): Promise<BoxSettings> {
  return changeLan(folder, ({ port, lan = OFF }) => ({ port, lan: { ...lan, ...change } }));
}

/** Where a phone opens the page with which it learns to trust the box; null where it need not. */
export function trustAddress({ certificate, httpPort }: LanStatus): string | null {
  if (!certificate || httpPort === undefined) return null;
  const { names } = certificate;
  const address = names.find((name) => /^\d/.test(name) && !name.startsWith('127.')) ?? names[0];
  return `http://${address ?? 'localhost'}:${httpPort}/trust`;
}
