const DAY_MS = 86_400_000;
/** A device gets another secret at most this often. */
export const ROTATE_MS = DAY_MS;
/** Browsers write their cookies to disk within half a minute: after so long in use a new secret has come to stay. */
export const SETTLE_MS = 120_000;

/** What the box keeps of a device's secrets: hashes only, numbered by generation. */
export interface DeviceSecrets {
  generation: number;
  current: string;
  /** the one before, until `current` has settled */
  previous?: string;
  /** handed out as `generation + 1`, not yet seen */
  pending?: string;
  /** milliseconds, ledger's clock */
  issuedAt: number;
  firstUsed: number;
  lastUsed: number;
}

export type Judgement =
  | { outcome: 'current' | 'taken-up' | 'previous'; secrets: DeviceSecrets; rotate: boolean }
  /** an older secret than the one in use: two browsers hold one cookie */
  | { outcome: 'copied' }
  | { outcome: 'unknown' };

/**
 * Judges the secret that a browser shows. The one before the current stays good until the current one has been in
 * use for two minutes: after a power cut the browser may have lost the new one. Later it is a copy's.
 *
 * @param now milliseconds, ledger's clock
 */
export function judgeSecret(
  secrets: DeviceSecrets,
  shown: { generation: number; hash: string },
  now: number,
): Judgement {
  const { generation, current, previous, pending } = secrets;
  const rotate = now - secrets.issuedAt >= ROTATE_MS;
  if (shown.generation === generation && shown.hash === current) {
    return { outcome: 'current', secrets: { ...secrets, lastUsed: now }, rotate };
  }
  if (shown.generation === generation + 1 && shown.hash === pending) {
    const { pending: _taken, ...rest } = secrets;
    const next = { ...rest, generation: generation + 1, current: pending, previous: current };
    return { outcome: 'taken-up', secrets: { ...next, firstUsed: now, lastUsed: now }, rotate: false };
  }
  const settled = secrets.lastUsed - secrets.firstUsed >= SETTLE_MS;
  if (shown.generation === generation - 1 && shown.hash === previous && !settled) {
    return { outcome: 'previous', secrets, rotate };
  }
  // The cookie is sealed by the box, so an old generation was once given to this device.
  return shown.generation < generation ? { outcome: 'copied' } : { outcome: 'unknown' };
}
