import type { Request } from '@hapi/hapi';
import { dayOf, istTime } from '../records/day.js';
import { parseVisitId, printedPatientId, readPatientId, type BoxId } from '../records/ids.js';
import { formatDay } from '../templates/format-day.js';
import type { Unsaved } from '../templates/web/unsaved.js';
import { frameOf } from './frame-context.js';
import { languageOf, translator } from './language.js';
import { visitAt } from './stations/visit-path.js';

/**
 * Which form waits behind a log-in, and since when: `vitals for token 14, sent at 14:05`. For a screen that anybody may
 * read: a token or a patient's number tells who typed it enough, and no name is said.
 */
export function waitingForm(request: Request, unsaved: Unsaved): string {
  const { facility, locale } = frameOf(request);
  const t = translator(request);
  const [, station = ''] = unsaved.target.split(/[/?]/);
  const what = t(`unsaved.forms.${locale.has('en', `unsaved.forms.${station}`) ? station : 'other'}`);
  const at = unsaved.at ?? facility.now();
  const about = whomItIsAbout(unsaved, facility.box);
  const sent = { what, time: istTime(at) };
  if (about === null) return t('unsaved.waits', sent);
  if ('patient' in about) return t('unsaved.waitsForPatient', { ...sent, patient: about.patient });
  const { token, day } = about;
  if (day === dayOf(at)) return t('unsaved.waitsForToken', { ...sent, token });
  return t('unsaved.waitsForOldToken', { ...sent, token, day: formatDay(languageOf(request), day) });
}

/** Of the address, else of a button's hidden field, as in the queue. */
function whomItIsAbout(
  { target, fields }: Unsaved,
  box: BoxId,
): { token: number; day: string } | { patient: string } | null {
  const inForm = fields.flatMap(([name, value]) => (name === 'visit' ? [value] : []));
  for (const part of [...target.split(/[/?]/), ...inForm]) {
    const visit = parseVisitId(visitAt(part, box) ?? part);
    if (visit) return visit;
    const patient = readPatientId(part);
    if (patient?.check) return { patient: printedPatientId(patient.id) };
  }
  return null;
}
