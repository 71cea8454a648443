import Joi from 'joi';

/** How the box is reached on the LAN: `lan` in `nadi.json`. Absent, as on older boxes: plain HTTP, any device. */
export interface LanSettings {
  /** HTTPS on the box's port, from its own CA */
  tls: boolean;
  /** a device needs the operator's code before it sees anything */
  pairing: boolean;
  /** the box's name on the LAN, `nadi.local` */
  name?: string;
  /** plain HTTP, for the trust page only; counts with `tls` */
  httpPort?: number;
  /** minutes without a touch until a page is locked; 0: never */
  lockMinutes?: number;
  /** false: nobody's PIN is asked for signing or a change of stock */
  pinToAct?: boolean;
  /** the box's own browser needs no pairing */
  exemptLoopback?: boolean;
}

export const DEFAULT_HTTPS_PORT = 8443;
export const DEFAULT_HTTP_PORT = 8080;
export const DEFAULT_LAN_NAME = 'nadi.local';
const DEFAULT_LOCK_MINUTES = 5;

const LAN_NAME_PATTERN = /^[a-z0-9-]{1,40}(\.[a-z0-9-]{1,40}){0,3}$/;

export const lanSettingsSchema = Joi.object<LanSettings>({
  tls: Joi.boolean().required(),
  pairing: Joi.boolean().required(),
  name: Joi.string().pattern(LAN_NAME_PATTERN),
  httpPort: Joi.number().port().allow(0),
  lockMinutes: Joi.number().min(0).max(240),
  pinToAct: Joi.boolean(),
  exemptLoopback: Joi.boolean(),
}).unknown(true);

/** 0: pages are never locked. */
export function lockMinutesOf(lan: LanSettings | undefined): number {
  if (!lan) return 0;
  return lan.lockMinutes ?? DEFAULT_LOCK_MINUTES;
}
