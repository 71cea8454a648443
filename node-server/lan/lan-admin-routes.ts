import type { ServerRoute } from '@hapi/hapi';
import type { BoxSettings } from '../box-folder/box-settings.js';
import type { CertificateKeeper } from '../tls/certificate-keeper.js';
import type { LanNames } from '../tls/local-ca.js';
import { lockMinutesOf } from './lan-settings.js';

/** GET /lan */
export interface LanStatus {
  tls: boolean;
  pairing: boolean;
  /** 0: pages are never locked */
  lockMinutes: number;
  pinToAct: boolean;
  /** with TLS only */
  certificate?: {
    /** SHA-256 of the CA, `AB:CD:…` */
    fingerprint: string;
    /** the same as eight words, to read out */
    words: string;
    /** UTC: when the CA ends */
    caUntil: string;
    /** UTC: when the server's certificate ends; renewed by itself before */
    serverUntil: string;
    names: string[];
  };
  /** port of plain HTTP, where `/trust` is */
  httpPort?: number;
}

export interface LanStatusParts {
  settings: BoxSettings;
  keeper: CertificateKeeper | null;
  names: () => LanNames;
  httpPort: () => number | string | undefined;
}

export function lanAdminRoutes({ settings, keeper, names, httpPort }: LanStatusParts): ServerRoute[] {
  return [
    {
      method: 'GET',
      path: '/lan',
      handler(): LanStatus {
        const { lan } = settings;
        const port = Number(httpPort());
        const { dns, addresses } = names();
        return {
          tls: keeper !== null,
          pairing: lan?.pairing ?? false,
          lockMinutes: lockMinutesOf(lan),
          pinToAct: lan?.pinToAct ?? true,
          ...(keeper
            ? {
                certificate: {
                  fingerprint: keeper.caFacts.fingerprint,
                  words: keeper.caFacts.words,
                  caUntil: keeper.caFacts.until,
                  serverUntil: keeper.serverUntil,
                  names: [...dns, ...addresses],
                },
              }
            : {}),
          ...(port > 0 ? { httpPort: port } : {}),
        };
      },
    },
  ];
}
