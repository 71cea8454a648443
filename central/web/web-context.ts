import type { Request } from '@hapi/hapi';
import { istTime } from '../../records/day.js';
import { formatDay } from '../../templates/format-day.js';
import { webFrameOf } from './web-frame.js';
import { languageOfWeb } from './web-session.js';

/** What every page of the centre finds in `it`: the frame of the box's pages, with the centre's entries in it. */
export function webContext(request: Request): object {
  const { locale, pages, assetVersion } = webFrameOf(request);
  const language = languageOfWeb(request);
  const t = locale.in(language);
  const { viewer } = request.app;
  return {
    t,
    hasWords: (key: string) => locale.has(language, key),
    language,
    day: (day: string) => formatDay(language, day),
    time: istTime,
    asset: (file: string) => `/assets/${assetVersion}/${file}`,
    crumb: request.plugins.crumb,
    path: request.path,
    thisPage: request.method === 'get' ? request.url.pathname + request.url.search : '/',
    facilityName: t('centre.name'),
    box: '',
    stylesheets: ['centre.css'],
    staff: viewer && { id: viewer.name, shownName: viewer.name },
    stations: viewer
      ? pages
          .filter((page) => page.shownTo(viewer))
          .map(({ name, path, icon }) => ({ path, icon, words: t(`centre.pages.${name}`) }))
      : [],
    onShift: [],
    labels: {} as Record<string, string>,
    frame: {} as { mainForm?: string },
    form: undefined,
  };
}
