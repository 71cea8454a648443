import { areaPath, covers, parseArea, type Area } from '../area.js';

/**
 * Who sits before the centre's pages, as their roles in CouchDB's `_users` say: `nadi:area:10/203` sees the figures of
 * that district, `nadi:support` how every box is and no figure of any patient, `nadi:central` both everywhere.
 * None of these shows a name: that needs `nadi:registry`, which says who of two patients are one, and nothing else.
 */
export interface Viewer {
  name: string;
  areas: Area[];
  support: boolean;
  central: boolean;
  registry: boolean;
}

export const SUPPORT_ROLE = 'nadi:support';
export const CENTRAL_ROLE = 'nadi:central';
export const REGISTRY_ROLE = 'nadi:registry';
const AREA_ROLE = 'nadi:area:';

export function areaRole(area: Area): string {
  return AREA_ROLE + areaPath(area);
}

/** Null for a user who has no business here: a box, the gateway, somebody's else program. */
export function viewerOf({ name, roles }: { name: string; roles: readonly string[] }): Viewer | null {
  const areas = roles
    .filter((role) => role.startsWith(AREA_ROLE))
    .map((role) => parseArea(role.slice(AREA_ROLE.length)))
    .filter((area) => area !== null);
  const viewer = {
    name,
    areas,
    support: roles.includes(SUPPORT_ROLE),
    central: roles.includes(CENTRAL_ROLE),
    registry: roles.includes(REGISTRY_ROLE),
  };
  const seesAny = areas.length > 0 || viewer.support || viewer.central || viewer.registry;
  return seesAny ? viewer : null;
}

/** Whether there is any place whose figures this viewer may see. */
export function seesFigures({ central, areas }: Viewer): boolean {
  return central || areas.length > 0;
}

/** Footfall, waits, stock, diseases of an area: counts, never names. */
export function maySeeFigures({ central, areas }: Viewer, place: Area): boolean {
  return central || areas.some((area) => covers(area, place));
}

/** Whether there may be any box whose state is this viewer's to look at. */
export function seesBoxes(viewer: Viewer): boolean {
  return viewer.support || seesFigures(viewer);
}

/** Whether a box is well: its line, disk, clock, backups. A box whose place nobody knows is the central team's. */
export function maySeeBox(viewer: Viewer, place: Area | null): boolean {
  return viewer.central || viewer.support || (place !== null && maySeeFigures(viewer, place));
}
