import type { Request } from '@hapi/hapi';
import type { AccessRecord } from '../../records/box.js';
import type { PatientId } from '../../records/ids.js';
import { asElsewhere } from '../access/as-elsewhere.js';
import { frameOf } from '../frame-context.js';
import { staffOf } from '../session.js';
import type { Drafting } from '../store/drafting.js';

/** A look that must stand before something is done, where `look` writes one down after its answer. */
export function draftLook(
  draft: Drafting,
  request: Request,
  patient: PatientId,
  { route, ...grounds }: Pick<AccessRecord, 'route' | 'reason' | 'consent' | 'differs'>,
): AccessRecord {
  const { device } = request.app;
  const as = asElsewhere(frameOf(request).facility.box, [patient], staffOf(request));
  return draft.box('access', {
    ...{ action: 'view', patients: [patient], route, ...grounds },
    ...(as && { as }),
    ...(device && { device }),
  });
}
