import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { FacilityError } from '../../records/facility-error.js';
import { DEVICE_PATTERN } from '../../records/ids.js';
import type { DeviceBook, DeviceState } from './device-book.js';
import { spacedCode } from './pairing-codes.js';

/** GET /devices */
export interface DeviceList {
  pairing: boolean;
  devices: DeviceState[];
}

/** POST /devices/code `{name}` */
export interface PairingCode {
  /** `k7mp-3xq9` */
  code: string;
  minutes: number;
  name: string;
}

/** POST /devices/{device}/revoke `{reason?}` */
export interface RevokeAnswer {
  device: DeviceState;
}

const codeRequest = Joi.object<{ name: string }>({ name: Joi.string().trim().min(1).max(80).required() });
const revokeRequest = Joi.object<{ reason?: string }>({ reason: Joi.string().trim().min(1).max(200) });

/** The operator's side of pairing, over the admin socket. `devices` is null where pairing is off. */
export function deviceAdminRoutes(devices: DeviceBook | null): ServerRoute[] {
  const needed = (): DeviceBook => {
    if (devices) return devices;
    throw new FacilityError('conflict', 'Pairing is off: every device on the LAN is let in.', {
      hint: 'hints.pairingOn',
    });
  };
  return [
    {
      method: 'GET',
      path: '/devices',
      handler: (): DeviceList => ({ pairing: devices !== null, devices: devices?.list() ?? [] }),
    },
    {
      method: 'POST',
      path: '/devices/code',
      handler(request): PairingCode {
        const { value, error } = codeRequest.required().validate(request.payload) as {
          value: { name: string };
          error?: Error;
        };
        if (error) throw wrong('name', 'required');
        const { code, minutes } = needed().issueCode(value.name);
        return { code: spacedCode(code), minutes, name: value.name };
      },
    },
    {
      method: 'POST',
      path: '/devices/{device}/revoke',
      async handler(request): Promise<RevokeAnswer> {
        const device = String(request.params['device']);
        if (!DEVICE_PATTERN.test(device)) throw wrong('device', 'notValid');
        const { value, error } = revokeRequest.validate(request.payload ?? {}) as {
          value: { reason?: string };
          error?: Error;
        };
        if (error) throw wrong('reason', 'tooLong', { max: 200 });
        return { device: await needed().revoke(device, value.reason) };
      },
    },
  ];
}

function wrong(field: string, code: string, params?: { max: number }): FacilityError {
  return new FacilityError('bad-input', `${field} is not right`, {
    fields: [{ field, code, ...(params ? { params } : {}) }],
  });
}
