import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { FacilityError } from '../../../records/facility-error.js';
import { isOpen } from '../../../records/queue-entry.js';
import { sees } from '../../access/closed-page.js';
import { look, looks, showsNobody } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { emptyForm, readForm, saveOnce } from '../../forms.js';
import { textField } from '../../form-fields.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { staffOf } from '../../session.js';
import { readCookie } from '../../session.js';
import { personLine } from '../person-line.js';
import { roomName, stationName } from '../station-room.js';
import { visitFromPath, visitPath } from '../visit-path.js';
import { choiceFields } from './choice-fields.js';
import { issueSlip, type SlipChoice } from './issue-slip.js';
import { judgePriority } from './judge-person.js';
import { PAPERS, PRINTER_COOKIE, type Paper } from './papers.js';
import type { PrintCount } from '../print-count.js';

const issueSchema = Joi.object<SlipChoice & { patient: string }>({
  ...choiceFields,
  patient: textField(60).required(),
});

/** `POST /counter/slip` gives a token; `GET /counter/slip/20261121-042` shows it, with its prints. */
export function slipRoutes(facility: Facility, prints: PrintCount, standing: Paper): ServerRoute[] {
  return [
    {
      method: 'POST',
      path: '/counter/slip',
      options: showsNobody('leads on to the slip'),
      handler: async (request, h) => {
        const reading = readForm(request, issueSchema);
        if (!reading.ok) {
          const fields = reading.form.errors;
          throw new FacilityError('bad-input', 'The slip lacks what it needs.', { fields });
        }
        const { patient, ...choice } = reading.values;
        const person = facility.patients.get(patient);
        const fields = person ? judgePriority(facility, person, choice).errors : [];
        if (fields.length > 0) throw new FacilityError('bad-input', 'The priority does not fit.', { fields });
        // A list of patients has one key for all its buttons.
        const form = { ...reading.form, once: `${reading.form.once} ${patient}` };
        const { visit, standing } = await saveOnce(request, form, (once) =>
          issueSlip(facility, { by: staffOf(request).id, once }, patient, choice),
        );
        const notice = standing ? 'counter.alreadyHas' : 'counter.issued';
        return redirectWithNotice(request, h, `/counter/slip/${visitPath(visit)}`, notice);
      },
    },
    {
      method: 'GET',
      path: '/counter/slip/{visit}',
      options: looks('view'),
      handler: async (request, h) => {
        const visit = visitFromPath(request, facility.box);
        const t = translator(request);
        const language = languageOf(request);
        const { queue, workflow } = facility;
        const [record] = await facility.loadVisit(visit);
        const entry = queue.entry(visit);
        if (record?.type !== 'visit') throw new FacilityError('not-found', 'There is no such visit.');
        look(request, record.patient, visit);
        const person = facility.patients.get(record.patient);
        const { station } = entry ?? record;
        const priority = entry ? entry.priority : (record.priority ?? null);
        const token = Number(visit.slice(visit.lastIndexOf('-') + 1));
        const last = readCookie(request, PRINTER_COOKIE);
        return h.view('counter/slip', {
          title: t('common.token', { token }),
          key: visitPath(visit),
          visit,
          token,
          at: record.at,
          today: entry !== undefined,
          open: entry !== undefined && isOpen(entry),
          state: entry?.state,
          stationName: stationName(workflow, station, language),
          room: roomName(workflow, { station, room: entry?.room }, language),
          position: entry ? queue.position(visit) : null,
          wait: entry ? queue.expectedWait(visit) : null,
          priority,
          reason:
            record.by === staffOf(request).id || sees(facility, request, record.patient, visit)
              ? record.reason
              : undefined,
          patient: record.patient,
          person: person && { ...personLine(person, t, facility.today()), priority },
          prints: await prints.of(visit),
          papers: PAPERS,
          paper: PAPERS.includes(last as Paper) ? last : standing,
          once: emptyForm().once,
        });
      },
    },
  ];
}
