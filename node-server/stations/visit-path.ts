import { notFound } from '@hapi/boom';
import type { Request } from '@hapi/hapi';
import { VISIT_PATTERN, type BoxId, type VisitId } from '../../records/ids.js';

/** A visit of this box as it stands in an address: `20261121-042`. Unlike a token it means one day only. */
export function visitPath(visit: VisitId): string {
  return visit.slice(visit.lastIndexOf(':') + 1);
}

/** The visit that an address names; throws 404 where it cannot be one. */
export function visitFromPath(request: Request, box: BoxId): VisitId {
  const id = `visit:${box}:${String(request.params['visit'] ?? request.params['key'])}`;
  if (!VISIT_PATTERN.test(id)) throw notFound();
  return id;
}
