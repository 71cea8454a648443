import type { Request, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { FacilityError } from '../../../records/facility-error.js';
import { foldVisit } from '../../../records/visit-fold.js';
import { lookAtList, looks, showsNobody } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { textField } from '../../form-fields.js';
import { readForm, saveOnce } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { facilityDirectory } from '../../referrals/facility-directory.js';
import { referralBook } from '../../referrals/referral-book.js';
import { staffOf } from '../../session.js';
import { callPanel } from '../call-panel.js';
import type { OpenWork } from '../open-work.js';
import { readToken } from '../read-token.js';
import { receiverName } from '../referrals/facility-picks.js';
import { referralPath } from '../referrals/find-referral.js';
import { stationName } from '../station-room.js';
import { visitTravelWords } from '../travel-words.js';
import { visitAt, visitPath } from '../visit-path.js';
import { earlyWarnings, warningMarks } from '../vitals/early-warnings.js';
import { criticalList } from './critical-list.js';
import { acknowledge } from './small-records.js';

/** The doctor's queue: critical results of any patient on top, then who comes next. */
export function queueRoutes(facility: Facility, critical: OpenWork): ServerRoute[] {
  return [
    {
      method: 'GET',
      path: '/doctor',
      options: looks('view'),
      handler: async (request, h) => {
        const { found, status, ...typed } = readToken(
          facility,
          request,
          (visit) => `/doctor/${visitPath(visit)}`,
        );
        if (found !== undefined) return h.redirect(found);
        const t = translator(request);
        const language = languageOf(request);
        const rows = await criticalList(facility, critical, language, t);
        const warnings = await earlyWarnings(facility, request);
        lookAtList(
          request,
          [...rows, ...warnings].map(({ patient }) => patient),
          true,
        );
        return h
          .view('doctor/queue', {
            title: t('doctor.title'),
            panel: callPanel(facility, 'doctor', request, {
              open: (visit) => `/doctor/${visitPath(visit)}`,
              back: '/doctor',
              warnings: warningMarks(warnings),
            }),
            warnings: warnings.map((one) => ({ ...one, href: `/doctor/${visitPath(one.visit)}` })),
            critical: rows,
            results: await backFromLab(facility),
            after: await afterSigning(facility, request),
            ...typed,
            refresh: 20,
            scripts: ['live.js', 'doctor.js'],
          })
          .code(status);
      },
    },
    {
      method: 'POST',
      path: '/doctor/acknowledge',
      options: showsNobody('leads back to the queue'),
      handler: async (request, h) => {
        const reading = readForm<{ result: string }>(
          request,
          Joi.object({ result: textField(120).required() }),
        );
        if (!reading.ok) {
          throw new FacilityError('bad-input', 'No result is named.', { fields: reading.form.errors });
        }
        const { result } = reading.values;
        await saveOnce(request, { ...reading.form, once: `${reading.form.once} ${result}` }, () =>
          acknowledge(facility, staffOf(request).id, result),
        );
        return redirectWithNotice(request, h, '/doctor', 'doctor.acknowledged');
      },
    },
  ];
}

/** Waiting patients whose results have come: the doctor knows them already and is soon done. */
async function backFromLab(facility: Facility): Promise<{ visit: string; token: number; path: string }[]> {
  const waiting = [...facility.queue.current('doctor'), ...facility.queue.waiting('doctor')];
  const back = waiting.filter(({ stays }) => stays.some(({ station }) => station === 'lab'));
  return Promise.resolve(
    back.map(({ visit, token }) => ({ visit, token, path: `/doctor/${visitPath(visit)}` })),
  );
}

/** The patient who was just signed for: where he goes and was referred to, and his prints. */
async function afterSigning(facility: Facility, request: Request) {
  const { signed } = request.query as Record<string, unknown>;
  const visit = visitAt(signed, facility.box);
  if (visit === null) return null;
  const [records] = await Promise.all([facility.loadVisit(visit), facilityDirectory(facility).ready()]);
  const view = foldVisit(records);
  const { entry } = view;
  lookAtList(request, [entry.patient]);
  const language = languageOf(request);
  return {
    token: entry.token,
    name: facility.patients.get(entry.patient)?.name ?? '',
    path: `/doctor/${visitPath(visit)}`,
    travel: visitTravelWords(facility, records, language),
    referrals: view.referrals
      .filter(({ _id }) => !facility.referrals.isSuperseded(_id) && !referralBook(facility).isCancelled(_id))
      .map((referral) => ({
        path: referralPath(referral._id),
        to: receiverName(facility, referral, language),
      })),
    medicines: view.prescription?.lines.length ?? 0,
    to: entry.state === 'finished' ? '' : stationName(facility.workflow, entry.station, language),
  };
}
