import type { Request } from '@hapi/hapi';
import { FacilityError } from '../../records/facility-error.js';

/**
 * Browsers name the page that a form came from; a form of another site is no forgotten token but an attack. Throws
 * `not-allowed`.
 */
export function refuseOtherSites(request: Request): void {
  const { origin } = request.headers;
  if (typeof origin !== 'string') return;
  if (!URL.canParse(origin) || new URL(origin).host !== request.info.host) {
    throw new FacilityError('not-allowed', 'A form of another site.', { params: { otherSite: 1 } });
  }
}
