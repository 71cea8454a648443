import type { VisitRecord } from '../../../records/care.js';
import { dayOf } from '../../../records/day.js';
import type { Words } from '../../../records/envelope.js';
import { FacilityError } from '../../../records/facility-error.js';
import { parseVisitId } from '../../../records/ids.js';
import { isOpen } from '../../../records/queue-entry.js';
import type { SlipData } from '../../../templates/print/opd-slip.js';
import { translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { printedFacility, printedPatient } from '../printed-heading.js';

/** What a visit's slip says on paper, in Hindi and English. Throws `not-found`. */
export function slipPrint(
  facility: Facility,
  visit: VisitRecord,
  print: { reprint: number; printedBy: string },
): SlipData {
  const { queue, workflow } = facility;
  const person = facility.patients.get(visit.patient);
  if (!person) throw new FacilityError('not-found', 'The patient of this visit is not known here.');
  const entry = queue.entry(visit._id);
  const priority = entry ? entry.priority : visit.priority;
  const station = workflow.stations.find(({ id }) => id === (entry?.station ?? visit.station));
  const position = entry ? queue.position(visit._id) : null;
  const minutes = queue.expectedWait(visit._id);
  return {
    language: 'both',
    facility: printedFacility(facility.profile()),
    patient: printedPatient(person, dayOf(visit.at)),
    visit: visit._id,
    token: parseVisitId(visit._id)?.token ?? 0,
    at: visit.at,
    ...(visit.clockUncertain && { clockUncertain: true }),
    kind: visit.kind,
    ...(priority && { priority }),
    // A slip that is printed again after the visit sends nobody to a station.
    station:
      entry && !isOpen(entry)
        ? {
            hi: translate('hi', `queue.state.${entry.state}`),
            en: translate('en', `queue.state.${entry.state}`),
          }
        : {
            hi: [station?.name.hi, entry?.room ?? station?.room.hi].filter(Boolean).join(' · '),
            en: [station?.name.en, entry?.room ?? station?.room.en].filter(Boolean).join(' · '),
          },
    ...(position !== null && { queue: { position, ...(minutes !== null && { minutes }) } }),
    validity: validityWords(workflow.validityDays),
    printedAt: new Date(facility.now()).toISOString(),
    ...print,
  };
}

function validityWords(days: number): Words {
  return {
    hi: translate('hi', 'counter.validity', { days }),
    en: translate('en', 'counter.validity', { days }),
  };
}
