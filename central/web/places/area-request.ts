import type { Request } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import type { Language, Translate } from '../../../templates/locale.js';
import { areaPath, parseArea, type Area } from '../../area.js';
import { maySeeFigures, type Viewer } from '../viewer.js';
import { webFrameOf } from '../web-frame.js';
import { languageOfWeb } from '../web-session.js';
import type { Place } from './place-book.js';

/** The pages that every area has, each under `/<page>/<area>`. */
const AREA_PAGES = ['today', 'indicators', 'map', 'referrals', 'stock', 'villages'] as const;
export type AreaPage = (typeof AREA_PAGES)[number];

export interface Crumb {
  words: string;
  /** null where it is not this viewer's to look at, or the page itself */
  href: string | null;
}

/** What stands above every page of an area. */
export interface AreaHead {
  place: Place;
  name: string;
  /** "district", in words */
  level: string;
  crumbs: Crumb[];
  tabs: { words: string; href: string; current: boolean }[];
}

/** The area in the address, for a route's guard. */
export function areaInAddress(request: Request): Area | null {
  return parseArea(String(request.params['area']));
}

/** Throws `not-found` where the directory lists no facility there, as for somebody else's area. */
export async function readAreaHead(request: Request, page: AreaPage): Promise<AreaHead> {
  const { places, locale } = webFrameOf(request);
  const language = languageOfWeb(request);
  const t = locale.in(language);
  const area = areaInAddress(request);
  const place = area && (await places.book()).find(area);
  if (!place) throw new FacilityError('not-found', 'No facility lies in this area.');
  const parents = await crumbsOf(request, place.area, page);
  return {
    place,
    name: placeName({ t, language }, place),
    level: t(`centre.level.${levelOf(place.area)}`),
    crumbs: parents.slice(0, -1),
    tabs: AREA_PAGES.map((one) => ({
      words: t(`centre.pages.${one}`),
      href: areaHref(one, place.area),
      current: one === page,
    })),
  };
}

/** From the state down to the area, each a link to the same page where the viewer may see it. */
export async function crumbsOf(request: Request, area: Area, page: AreaPage): Promise<Crumb[]> {
  const { places, locale } = webFrameOf(request);
  const language = languageOfWeb(request);
  const t = locale.in(language);
  const book = await places.book();
  const { viewer } = request.app;
  const { state, district, block } = area;
  const areas: Area[] = [
    { state },
    ...(district === undefined ? [] : [{ state, district }]),
    ...(district === undefined || block === undefined ? [] : [{ state, district, block }]),
  ];
  return areas.map((one) => ({
    words: placeName({ t, language }, book.find(one) ?? { area: one, name: {} }),
    href: isSeenBy(viewer, one) ? areaHref(page, one) : null,
  }));
}

function isSeenBy(viewer: Viewer | undefined, area: Area): boolean {
  return viewer !== undefined && maySeeFigures(viewer, area);
}

export function areaHref(page: AreaPage, area: Area): string {
  return `/${page}/${areaPath(area)}`;
}

export function levelOf({ district, block }: Area): 'state' | 'district' | 'block' {
  if (block !== undefined) return 'block';
  return district === undefined ? 'state' : 'district';
}

/** In the language of the page, else in the one that the directory has. */
export function placeName(
  { t, language }: { t: Translate; language: Language },
  { area, name }: Pick<Place, 'area' | 'name'>,
): string {
  return (
    name[language] ??
    name.en ??
    name.hi ??
    t(`centre.nameless.${levelOf(area)}`, { code: areaPath(area).split('/').at(-1) ?? '' })
  );
}
