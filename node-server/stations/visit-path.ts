import { notFound } from '@hapi/boom';
import type { Request } from '@hapi/hapi';
import {
  boxOf,
  firstBox,
  replicaLetter,
  VISIT_PATTERN,
  type BoxId,
  type VisitId,
} from '../../records/ids.js';

/**
 * A visit of this facility as it stands in an address: `20261121-042`, with the replica letter of the box that opened
 * it (`20261121-043b`). Unlike a token it means one day only.
 */
export function visitPath(visit: VisitId): string {
  return visit.slice(visit.lastIndexOf(':') + 1) + replicaLetter(boxOf(visit) ?? '');
}

/** The visit that such a path names, or null where it names none. `box` is any of the facility's. */
export function visitAt(path: unknown, box: BoxId): VisitId | null {
  const [, key, letter = ''] = /^(\d{8}-\d{3,})([a-z]?)$/.exec(typeof path === 'string' ? path : '') ?? [];
  const id = `visit:${firstBox(box)}${letter}:${key ?? ''}`;
  return VISIT_PATTERN.test(id) ? id : null;
}

/** The visit that an address names; throws 404 where it cannot be one. */
export function visitFromPath(request: Request, box: BoxId): VisitId {
  const visit = visitAt(request.params['visit'] ?? request.params['key'], box);
  if (visit === null) throw notFound();
  return visit;
}
