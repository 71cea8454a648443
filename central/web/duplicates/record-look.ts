import { randomBytes } from 'node:crypto';
import type { Request } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import type { PatientId } from '../../../records/ids.js';
import { PATIENTS_DATABASE } from '../../centre-databases.js';
import type { RouterCouch } from '../../router/router-couch.js';
import { webFrameOf } from '../web-frame.js';

/**
 * Writes down who at the centre is about to see whom (law 8), before the page is made. The router tells the patients'
 * homes, where it stands beside the looks of that place.
 */
export async function recordLook(
  couch: RouterCouch,
  request: Request,
  patients: readonly PatientId[],
): Promise<void> {
  const by = request.app.viewer?.name;
  if (patients.length === 0 || by === undefined) return;
  const at = new Date(webFrameOf(request).now()).toISOString();
  const _id = `look:${at}:${randomBytes(6).toString('hex')}`;
  const look = { type: 'look', v: 1, at, by, route: request.route.path, patients: [...new Set(patients)] };
  const failed = await couch.write(PATIENTS_DATABASE, [{ ...look, _id }]);
  if (failed.length > 0) throw new FacilityError('centre-refused', 'A look could not be written down.');
}
