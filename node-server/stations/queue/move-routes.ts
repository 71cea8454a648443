import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import type { Station } from '../../../records/care.js';
import { FacilityError } from '../../../records/facility-error.js';
import type { QueueEntry } from '../../../records/queue-entry.js';
import type { Params } from '../../../templates/locale.js';
import { showsNobody } from '../../access/look.js';
import { cookie } from '../../cookie.js';
import type { Facility } from '../../facility.js';
import { checkField, choiceField, textField } from '../../form-fields.js';
import { readForm, saveOnce } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { localPath } from '../../../templates/web/local-path.js';
import { redirectWithNotice } from '../../notice.js';
import { staffOf } from '../../session.js';
import { judgePriority, sureField, type JudgedPerson } from '../counter/judge-person.js';
import { roomCookie, roomName, stationName } from '../station-room.js';
import { visitPath } from '../visit-path.js';
import { takeMove, type MoveRequest } from './take-move.js';

const STATIONS = ['vitals', 'doctor', 'lab', 'pharmacy'] as const;
const DAY_MS = 86_400_000;

const moveSchema = Joi.object<MoveRequest & { back?: string; start?: boolean; sure: string[] }>({
  action: choiceField(
    'next',
    'call',
    'recall',
    'skip',
    'hold',
    'resume',
    'transfer',
    'prioritise',
    'leave',
  ).required(),
  station: choiceField(...STATIONS, 'counter').required(),
  visit: textField(60),
  room: textField(40),
  to: choiceField(...STATIONS),
  priority: choiceField('emergency', 'pregnant', 'elderly', 'disabled', 'none'),
  reason: textField(200),
  back: textField(2000),
  start: checkField(),
  sure: sureField(),
});

const roomSchema = Joi.object<{ station: Station; room?: string; back?: string }>({
  station: choiceField(...STATIONS).required(),
  room: textField(40),
  back: textField(2000),
});

/** `POST /queue/move`: one step of the queue, from whatever page; it comes back there, with `start` to the station's own page of the visit. */
export function moveRoute(facility: Facility): ServerRoute {
  return {
    method: 'POST',
    path: '/queue/move',
    options: showsNobody('leads back; a refusal names the token only'),
    handler: async (request, h) => {
      const reading = readForm(request, moveSchema);
      if (!reading.ok) throw wrongForm(reading.form.errors);
      const { back = '/queue', start = false, sure, ...move } = reading.values;
      const doubt = doubtOf(facility, move, sure);
      if (doubt) return askAbout(request, h, { doubt, move, back, once: reading.form.once });
      // One page has many buttons with the page's one key.
      const once = [reading.form.once, move.action, move.visit ?? move.station].join(' ');
      try {
        const entry = await saveOnce(request, { ...reading.form, once }, (key) =>
          takeMove(facility, { by: staffOf(request).id, once: key }, move),
        );
        return redirectWithNotice(
          request,
          h,
          start ? `/${entry.station}/${visitPath(entry.visit)}` : back,
          `queue.done.${move.action === 'next' ? 'call' : move.action}`,
          doneWords(facility, request, entry, move),
        );
      } catch (error) {
        if (!(error instanceof FacilityError)) throw error;
        return answerRefusal(facility, request, h, error, move, back);
      }
    },
  };
}

/** Why a priority cannot be given, or is to be asked about first; null where nothing speaks against it. */
function doubtOf(facility: Facility, { visit, priority }: MoveRequest, sure: string[]): JudgedPerson | null {
  const entry = visit === undefined ? undefined : facility.queue.entry(visit);
  const person = entry && facility.patients.get(entry.patient);
  if (!person || priority === undefined) return null;
  const judged = judgePriority(facility, person, { priority, sure });
  if (judged.errors.length === 0) return null;
  if (judged.questions.length === 0) throw wrongForm(judged.errors);
  return judged;
}

/** Nothing was written: one press more says that it is so. */
function askAbout(
  request: Request,
  h: ResponseToolkit,
  asked: { doubt: JudgedPerson; move: MoveRequest; back: string; once: string },
): ResponseObject {
  const { doubt, move, back, once } = asked;
  const t = translator(request);
  const [question] = doubt.questions;
  const typed = Object.entries({ ...move, back, sure: question?.answer });
  return h.view('queue/refused', {
    title: t('queue.refused.title'),
    why: doubt.errors.map(({ code }) => t(`fieldErrors.${code}`)).join(' '),
    backTo: localPath(back),
    sure: {
      label: t(`person.sure.${question?.code ?? ''}`),
      once,
      fields: Object.fromEntries(typed.filter(([, value]) => value !== undefined)),
    },
  });
}

/** `POST /queue/room`: where this browser's patients are called to, for the rest of the day. */
export function roomRoute(facility: Facility): ServerRoute {
  return {
    method: 'POST',
    path: '/queue/room',
    options: showsNobody('about the room only'),
    handler: (request, h) => {
      const reading = readForm(request, roomSchema);
      if (!reading.ok) throw wrongForm(reading.form.errors);
      const { station, room = '', back = '/queue' } = reading.values;
      const language = languageOf(request);
      const usual = facility.workflow.stations.find(({ id }) => id === station)?.room;
      const other = room === usual?.hi || room === usual?.en ? '' : room;
      const shown = roomName(facility.workflow, { station, room: other || null }, language);
      return redirectWithNotice(request, h, back, 'queue.done.room', { room: shown }).state(
        roomCookie(station),
        encodeURIComponent(other),
        { ...cookie(request.server, DAY_MS), encoding: 'none' },
      );
    },
  };
}

function wrongForm(fields: FacilityError['fields']): FacilityError {
  return new FacilityError('bad-input', 'The step is not one of the queue.', { fields });
}

function doneWords(facility: Facility, request: Request, entry: QueueEntry, move: MoveRequest): Params {
  const t = translator(request);
  const language = languageOf(request);
  const { workflow } = facility;
  return {
    token: entry.token,
    room: roomName(workflow, { station: entry.station, room: move.room ?? entry.room }, language),
    turns: workflow.skipTurns,
    to: move.to ? stationName(workflow, move.to, language) : '',
    priority: move.priority ? t(`priority.${move.priority}`) : '',
  };
}

/** Says why a step cannot be taken now, and where the visit is instead. Nothing was written. */
function answerRefusal(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  error: FacilityError,
  move: MoveRequest,
  back: string,
): ResponseObject {
  const entry = move.visit === undefined ? undefined : facility.queue.entry(move.visit);
  if (error.code === 'already-done' && entry) {
    return redirectWithNotice(request, h, back, 'queue.done.already', { token: entry.token });
  }
  const { outcome } = error.params;
  if (error.code !== 'conflict' && error.code !== 'not-found' && outcome !== 'incomplete') throw error;
  const t = translator(request);
  const language = languageOf(request);
  const why = error.code === 'not-found' ? 'unknown' : String(outcome);
  const params = entry && {
    token: entry.token,
    state: t(`queue.state.${entry.state}`),
    station: stationName(facility.workflow, entry.station, language),
    room: roomName(facility.workflow, entry, language),
  };
  return h
    .view('queue/refused', {
      title: t('queue.refused.title'),
      why: t(`queue.refused.${why}`, params ?? { token: '', state: '', station: '', room: '' }),
      backTo: localPath(back),
    })
    .code(409);
}
