import { FacilityError } from '../records/facility-error.js';

/** Throws `bad-input` where a flag's value is no address; `like` shows one. */
export function refuseWrongAddress(flag: string, address: string, like: string): void {
  if (/^https?:\/\/[^/]/.test(address) && URL.canParse(address)) return;
  throw new FacilityError('bad-input', `--${flag} ${address} is no address`, {
    fields: [{ field: flag, code: 'wrongUrl' }],
    hint: 'hints.looksLike',
    params: { like },
  });
}
