import type { DeviceList, PairingCode, RevokeAnswer } from '../../node-server/devices/device-admin-routes.js';
import type { Translate } from '../../templates/locale.js';
import { callAdmin } from './call-admin.js';

export function listDevices(folder: string): Promise<DeviceList> {
  return callAdmin(folder, { method: 'GET', path: '/devices' });
}

/** A code that pairs one device under this name. Throws `conflict` where pairing is off. */
export function makePairingCode(folder: string, name: string): Promise<PairingCode> {
  return callAdmin(folder, { method: 'POST', path: '/devices/code', body: { name } });
}

export function revokeDevice(folder: string, device: string, reason?: string): Promise<RevokeAnswer> {
  const path = `/devices/${encodeURIComponent(device)}/revoke`;
  return callAdmin(folder, { method: 'POST', path, body: reason === undefined ? {} : { reason } });
}

/** Why a device is closed; what the box itself found stands in its records in English. */
export function sayDeviceReason(reason: string | undefined, say: Translate): string | undefined {
  return reason === 'cookie copied' ? say('cli.devices.copied') : reason;
}
