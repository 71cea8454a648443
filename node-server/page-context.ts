import type { Request } from '@hapi/hapi';
import { istTime } from '../records/day.js';
import { formatDay } from '../templates/format-day.js';
import { draftKeys } from './draft-keys.js';
import { frameOf } from './frame-context.js';
import { languageOf } from './language.js';
import { readNotice } from './notice.js';
import { whoIs } from './session.js';

interface FormButton {
  name: string;
  value: string;
}

/** What every page finds in `it`, beside what its route gives. */
export function pageContext(request: Request): object {
  const { facility, options, locale, assetVersion } = frameOf(request);
  const language = languageOf(request);
  const t = locale.in(language);
  const staff = whoIs(request);
  const notice = readNotice(request);
  return {
    t,
    hasWords: (key: string) => locale.has(language, key),
    language,
    day: (day: string) => formatDay(language, day),
    time: istTime,
    asset: (file: string) => `/assets/${assetVersion}/${file}`,
    crumb: request.plugins.crumb,
    path: request.path,
    thisPage: cameFrom(request),
    back: cameFrom(request),
    facilityName: facility.profile().name[language],
    box: facility.box,
    staff: staff && { ...staff, shownName: staff.name[language] },
    stations: staff
      ? options.stations.filter(({ roles }) => roles.some((role) => staff.roles.includes(role)))
      : [],
    backup: staff?.roles.some((role) => role === 'operator' || role === 'incharge')
      ? options.backupLine?.(language)
      : undefined,
    sync: request.app.unpaired ? undefined : options.syncLine?.(language),
    urgent: staff && options.urgentLine?.(language),
    lockSeconds: (options.lan?.lockMinutes ?? 0) * 60,
    drafts: staff && draftKeys(options.sessionKey, facility.box, staff.id),
    onShift: (request.app.shifts?.on ?? []).map((shift) => shift.staff),
    notice: notice && t(notice.key, notice.params),
    // Fields write their labels here while the page renders; the layout's error summary reads them after.
    labels: {} as Record<string, string>,
    frame: {} as { mainForm?: string; mainButton?: FormButton; withoutScript?: FormButton },
    form: undefined,
  };
}

/** Where a plain language switch returns to: this page, or for the answer to a form the page it was on. */
export function cameFrom(request: Request): string {
  if (request.method === 'get') return request.url.pathname + request.url.search;
  const referrer = request.info.referrer;
  if (!URL.canParse(referrer)) return '/';
  const { host, pathname, search } = new URL(referrer);
  if (host !== request.info.host) return '/';
  const [, key] = /^\/answer\/(.+)$/.exec(pathname) ?? [];
  return key === undefined ? pathname + search : frameOf(request).kept.from(key);
}
