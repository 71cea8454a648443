import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import type { BoxId } from '../../../records/ids.js';
import { findingWords } from '../../../templates/finding-words.js';
import type { LedgerReport } from '../../../records/ledger-finding.js';
import { sayTime } from '../../../sync/sync-state.js';
import { areaPath } from '../../area.js';
import { describeBox } from '../../monitor/describe-box.js';
import { BOX_STYLESHEETS, boxPlace, readBox, readPicture, seenBy, tellingOf } from '../boxes/box-request.js';
import { boxTabs } from '../boxes/box-tabs.js';
import { countText } from '../figures/figure-text.js';
import { webFrameOf, type CentreAccess, type CentreRoute } from '../web-frame.js';
import { answerLines, answerRefusal } from './answer-lines.js';
import type { PageCheck } from './ledger-checks.js';

/** Seconds after which the page of a running check asks again. */
const RENEW_S = 2;
/** Findings shown on the page; the command's JSON has more. */
const SHOWN = 50;

/** Who answers for the place: its records are no matter of support, which sees how boxes are. */
const OF_PLACE: CentreAccess = { figures: boxPlace };

/** Whether the records of a box at the centre are whole, told in counts, numbers and ids. */
export const recordPages: CentreRoute[] = [
  { method: 'GET', path: '/boxes/{box}/records', access: OF_PLACE, handler: recordsPage },
  { method: 'POST', path: '/boxes/{box}/records', access: OF_PLACE, handler: beginCheck },
  { method: 'POST', path: '/boxes/{box}/records/stop', access: OF_PLACE, handler: stopCheck },
  { method: 'POST', path: '/boxes/{box}/records/lines', access: OF_PLACE, handler: checkAsLines },
  { method: 'GET', path: '/boxes-status', access: { who: 'anyone' }, handler: listOfStatus },
];

async function recordsPage(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const box = await readBox(request);
  const check = webFrameOf(request).checks.ask(viewerName(request), box.row.box);
  const answer = view(request, h, box, { check });
  return check && !check.outcome ? answer.header('refresh', String(RENEW_S)) : answer;
}

async function beginCheck(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const box = await readBox(request);
  const { row } = box;
  const { checks } = webFrameOf(request);
  try {
    checks.begin(viewerName(request), row.box);
  } catch (error) {
    if (!(error instanceof FacilityError) || error.code !== 'too-many-tries') throw error;
    const { seconds = 0 } = error.params;
    const viewer = viewerName(request);
    const check = checks.ask(viewer, row.box);
    const answer = view(request, h, box, {
      check,
      busy: { seconds: Number(seconds), of: checks.running(viewer) },
    });
    return answer.code(429).header('retry-after', String(seconds));
  }
  return h.redirect(`/boxes/${row.box}/records`);
}

async function checkAsLines(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { row } = await readBox(request);
  const { checks } = webFrameOf(request);
  try {
    const { job, leave } = checks.follow(viewerName(request), row.box);
    return answerLines(request, h, job, leave);
  } catch (error) {
    if (!(error instanceof FacilityError)) throw error;
    return answerRefusal(h, error);
  }
}

/** How far each box of this viewer is with sync, for a program. */
async function listOfStatus(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const picture = await readPicture(request);
  const boxes = seenBy(request.app.viewer, picture).map(({ box, name, place, level, status }) => {
    const { lastContact, confirmedN, waiting, oldestWaiting, gaps } = status;
    return { box, name, place, level, lastContact, confirmedN, waiting, oldestWaiting, gaps };
  });
  // Null: no area limits this viewer.
  const { areas = [], central = false, support = false } = request.app.viewer ?? {};
  return h.response({ boxes, areas: central || support ? null : areas.map(areaPath) });
}

async function stopCheck(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { row } = await readBox(request);
  webFrameOf(request).checks.stop(viewerName(request), row.box);
  return h.redirect(`/boxes/${row.box}/records`);
}

/** Why another check cannot begin: this viewer's own, of a box, or by a command of theirs. */
interface Busy {
  seconds: number;
  of: BoxId | null;
}

function busyView({ seconds, of }: Busy, box: BoxId, say: ReturnType<typeof tellingOf>['say']): object {
  if (of === null) return { words: say('boxes.records.busy', { seconds }), href: null };
  return {
    words: say('boxes.records.busyOf', { box: of }),
    href: of === box ? null : `/boxes/${of}/records`,
  };
}

function runningWords({ progress, asked }: PageCheck, say: ReturnType<typeof tellingOf>['say']): string {
  if (asked === null) return say('boxes.records.stopping');
  if (progress.step === 'audit.waiting') return say('boxes.records.waiting', { n: progress.done });
  return say('boxes.records.running', { done: countText(progress.done) });
}

function view(
  request: Request,
  h: ResponseToolkit,
  { picture, row }: Awaited<ReturnType<typeof readBox>>,
  { check, busy }: { check: PageCheck | null; busy?: Busy },
): ResponseObject {
  const telling = tellingOf(request, picture);
  const { say, language } = telling;
  const outcome = check?.outcome;
  const failure = outcome && 'error' in outcome ? outcome.error : null;
  const report = outcome && 'report' in outcome ? outcome.report : null;
  return h.view('centre/boxes/records', {
    ...{
      code: row.box,
      name: row.name[language],
      place: row.placeNames.map((name) => name[language]).join(', '),
    },
    tabs: boxTabs(telling, seenBy(request.app.viewer, picture), null),
    contact: describeBox(row, telling).contact,
    running: check && !outcome ? runningWords(check, say) : null,
    busy: busy && busyView(busy, row.box, say),
    mayStop: check?.asked !== null,
    failure: failure === null ? null : failureWords(failure, check?.asked === null, say),
    checkedAt: outcome ? sayTime(new Date(outcome.at).toISOString(), language) : null,
    report: report && reportView(report, telling),
    stylesheets: BOX_STYLESHEETS,
  });
}

function reportView(report: LedgerReport, { say, language }: ReturnType<typeof tellingOf>): object {
  const { whole, records, seals, lastSeal, unsealed, findings, more } = report;
  const hidden = Math.max(0, findings.length - SHOWN) + more;
  const facts: [string, string][] = [
    ['records', countText(records)],
    ['last', countText(report.last)],
    ['seals', countText(seals)],
    [
      'lastSeal',
      lastSeal
        ? say('boxes.records.sealed', { time: sayTime(lastSeal.at, language), upTo: lastSeal.upTo })
        : '–',
    ],
    ['unsealed', countText(unsealed)],
  ];
  return {
    whole,
    facts: facts.map(([key, value]) => ({ label: say(`boxes.records.fact.${key}`), value })),
    wrong: findings.slice(0, SHOWN).map((finding) => findingWords(finding, say)),
    hidden: hidden > 0 ? say('audit.listed', { n: hidden }) : null,
  };
}

function failureWords(error: unknown, isStopped: boolean, say: ReturnType<typeof tellingOf>['say']): string {
  if (isStopped) return say('boxes.records.stopped');
  if (!(error instanceof FacilityError)) return say('boxes.records.failed');
  if (error.params['private'] !== undefined) return say('boxes.records.private');
  return say(error.code === 'not-found' ? 'boxes.records.none' : 'boxes.records.failed');
}

function viewerName(request: Request): string {
  return request.app.viewer?.name ?? '';
}
