import type { ServerRoute } from '@hapi/hapi';
import type { DeviceBook } from '../devices/device-book.js';
import type { PinBook } from '../lock/pin-book.js';
import type { CaFacts } from '../tls/certificate-keeper.js';

/** What the pages need to know of the LAN. */
export interface LanFrame {
  /** present where the pages speak HTTPS */
  tls?: { key: string; cert: string; ca: { certificate: string; facts: CaFacts } };
  /** present where a device must be paired */
  devices?: DeviceBook;
  /** the box's own browser needs no pairing */
  exemptLoopback?: boolean;
  /** minutes without a touch until pages lock; 0 or absent: never */
  lockMinutes?: number;
  pins?: PinBook;
  /** for a spare box that follows this one */
  standbyRoutes?: ServerRoute[];
  /** false: PINs unlock pages, and nothing else asks for them */
  pinToAct?: boolean;
}
