import type { Lifecycle, Request } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import type { Area } from '../../area.js';
import { areaHref, levelOf, placeName, type AreaPage } from '../places/area-request.js';
import { seesFigures } from '../viewer.js';
import { webFrameOf } from '../web-frame.js';
import { languageOfWeb } from '../web-session.js';

/** Leads to the viewer's own place, with the day or period that was asked about; asks which where there are several. */
export function goToOwnPlace(page: AreaPage): Lifecycle.Method {
  return async (request, h) => {
    if (!request.app.viewer || !seesFigures(request.app.viewer)) {
      throw new FacilityError('not-found', 'This viewer sees no figures.');
    }
    const areas = await ownAreas(request);
    const [only] = areas;
    if (only && areas.length === 1) return h.redirect(areaHref(page, only) + request.url.search);
    const { places, locale } = webFrameOf(request);
    const language = languageOfWeb(request);
    const t = locale.in(language);
    const book = await places.book();
    return h.view('centre/places', {
      pageWords: t(`centre.pages.${page}`),
      places: areas.map((area) => ({
        href: areaHref(page, area) + request.url.search,
        name: placeName({ t, language }, book.find(area) ?? { area, name: {} }),
        level: t(`centre.level.${levelOf(area)}`),
      })),
    });
  };
}

/** The places that a viewer looks after: the states of the directory for the central team. */
async function ownAreas(request: Request): Promise<Area[]> {
  const { viewer } = request.app;
  if (!viewer) return [];
  if (!viewer.central) return viewer.areas;
  return (await webFrameOf(request).places.book()).states().map(({ area }) => area);
}
