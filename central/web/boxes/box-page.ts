import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { readBoxHistory } from '../../monitor/box-history.js';
import { boxFacts } from '../../monitor/box-facts.js';
import { describeBox, endedLines, isKnown, type Telling } from '../../monitor/describe-box.js';
import { pictureWarnings } from '../../monitor/picture-warnings.js';
import { RouterCouch } from '../../router/router-couch.js';
import { queryOf } from '../figures/day-request.js';
import type { Area } from '../../area.js';
import { maySeeFigures } from '../viewer.js';
import { webFrameOf } from '../web-frame.js';
import { alertView } from './alert-view.js';
import { BOX_STYLESHEETS, readBox, seenBy, tellingOf } from './box-request.js';
import { stateTone } from './box-table.js';
import { boxTabs } from './box-tabs.js';
import { heardGrid, historyCharts } from './history-view.js';

/** Days that one may look back over; the first unless asked otherwise. */
const SPANS = [7, 30, 90];

/** `/boxes/BR1042`: what is known of one box, its alerts, and its last days. */
export async function boxPage(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { picture, row } = await readBox(request);
  const telling = tellingOf(request, picture);
  const query = queryOf(request);
  const asked = Number(query.get('days'));
  const days = SPANS.includes(asked) ? asked : SPANS[0]!;
  const now = picture.at;
  const history = await readBoxHistory(new RouterCouch(webFrameOf(request).couch), row.box, { days, now });
  return h.view('centre/boxes/box', {
    code: row.box,
    name: row.name[telling.language],
    place: [
      ...row.placeNames.map((name) => name[telling.language]),
      ...(row.demo ? [telling.say('centre.demo')] : []),
    ].join(', '),
    state: { words: describeBox(row, telling).state, tone: stateTone(row) },
    tabs: boxTabs(telling, seenBy(request.app.viewer, picture), null),
    warnings: [...endedLines(row, telling), ...pictureWarnings(picture, telling)],
    alerts: row.alerts.map((alert) => alertView(row, alert, telling)),
    isKnown: isKnown(row.status),
    isEnded: row.ended !== undefined,
    facts: boxFacts(row, telling),
    recordsHref: mayCheck(request, row.place) ? `/boxes/${row.box}/records` : null,
    grid: heardGrid(history, telling),
    charts: historyCharts(history, row.status, telling),
    spans: SPANS.map((span) => ({ span, href: `?days=${span}#history`, current: span === days })),
    notice: noticeOf(request, row.box, telling),
    stylesheets: BOX_STYLESHEETS,
  });
}

/** As the guard of that page judges. */
function mayCheck({ app: { viewer } }: Request, place: Area | null): boolean {
  return viewer !== undefined && place !== null && maySeeFigures(viewer, place);
}

/** What was done on the page before; nothing for what somebody wrote into the address. */
function noticeOf(request: Request, box: string, { say }: Telling): string | undefined {
  const said = queryOf(request).get('said');
  if (said === 'over') return say('boxes.alertOver');
  const words = `boxes.alert.${said ?? ''}`;
  if (!webFrameOf(request).locale.has('en', words)) return undefined;
  return say('boxes.acknowledged', { box, alert: say(words) });
}
