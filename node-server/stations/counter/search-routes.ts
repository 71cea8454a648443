import type { Request, ServerRoute } from '@hapi/hapi';
import {
  firstBox,
  parsePatientId,
  printedPatientId,
  readPatientId,
  type BoxId,
  type PatientId,
} from '../../../records/ids.js';
import type { KnownPatient } from '../../../records/patient-directory.js';
import type { PatientSearch } from '../../../records/search-patients.js';
import { readReferralCode } from '../../../records/referral-code.js';
import { maskedMobile } from '../../../records/mobile.js';
import type { Translate } from '../../../templates/locale.js';
import { lookAtList, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { emptyForm } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { eachOnce, searchPeople } from '../../one-person.js';
import { referralBook } from '../../referrals/referral-book.js';
import { referralPath } from '../referrals/find-referral.js';
import { queueRows } from '../queue/queue-row.js';
import { stationName } from '../station-room.js';
import { foundPatients } from './found-patient.js';

/** A card's QR code is the longest that anybody searches for. */
const LONGEST = 4096;
const MOST_FOUND = 20;
const LATEST = 8;

/** `GET /counter?q=…`: the search field, and whom it finds. */
export function searchRoute(facility: Facility): ServerRoute {
  return {
    method: 'GET',
    path: '/counter',
    options: looks('search'),
    handler: async (request, h) => {
      const t = translator(request);
      const language = languageOf(request);
      const q = searchedText(request);
      const referral = await referralNamed(facility, q);
      if (referral !== null) return h.redirect(referralPath(referral));
      const found = searchPeople(facility, q, { limit: MOST_FOUND });
      const rows = q === '' ? latestRows(facility, request) : [];
      const perhaps = perhapsOf(facility, found);
      lookAtList(
        request,
        [...found.patients, ...perhaps].map(({ id }) => id),
      );
      return h.view('counter/search', {
        title: t('counter.title'),
        q,
        kind: found.kind,
        heading: q === '' ? t('counter.title') : headingWords(found, t),
        wrongCheck: found.kind === 'id' && found.check === false,
        elsewhere: found.patients.length === 0 ? idElsewhere(facility, q) : null,
        patients: foundPatients(facility, request, found.patients, t, language),
        many: found.patients.length >= MOST_FOUND,
        perhaps: foundPatients(facility, request, perhaps, t, language),
        registerPath: `/counter/new${q === '' ? '' : `?q=${encodeURIComponent(q)}`}`,
        once: emptyForm().once,
        latest: rows,
        issuedToday: q === '' ? facility.queue.entries().length : 0,
      });
    },
  };
}

/** A typed or scanned id of another facility's patient; null where it is none. */
export function idElsewhere(
  { box }: Facility,
  q: string,
): { patient: PatientId; id: string; code: BoxId } | null {
  const patient = readPatientId(q)?.id ?? '';
  const home = parsePatientId(patient)?.box;
  if (home === undefined || firstBox(home) === firstBox(box)) return null;
  return { patient, id: printedPatientId(patient), code: firstBox(home) };
}

/** The referral whose slip was scanned; null where it is no such code, or nothing of it has come. */
async function referralNamed(facility: Facility, q: string): Promise<string | null> {
  const named = readReferralCode(q);
  if (named === null) return null;
  const book = referralBook(facility);
  await book.ready();
  return book.knows(named) ? named : null;
}

/** A card that belongs to nobody known may be that of somebody who came without it. */
function perhapsOf(facility: Facility, { card, patients }: PatientSearch): KnownPatient[] {
  if (!card?.name || patients.length > 0) return [];
  const { name, sex = 'unknown', birthDate, mobile } = card;
  const person = { name, sex, ...(birthDate && { birthDate }), ...(mobile && { mobile }) };
  return eachOnce(
    facility,
    facility.patients.likelyDuplicates(person).map(({ patient }) => patient),
  );
}

export function searchedText(request: Request): string {
  const { q } = request.query as Record<string, unknown>;
  return typeof q === 'string' ? q.normalize('NFC').trim().slice(0, LONGEST) : '';
}

function headingWords(found: PatientSearch, t: Translate): string {
  const count = found.patients.length;
  const mobile = found.kind === 'mobile' ? found.patients[0]?.mobile : undefined;
  if (mobile !== undefined) return t('counter.foundBehindMobile', { count, mobile: maskedMobile(mobile) });
  return t('counter.found', { count });
}

/** The day's last slips, for a reprint. */
function latestRows(facility: Facility, request: Request) {
  const language = languageOf(request);
  const entries = facility.queue.entries().slice(-LATEST).reverse();
  lookAtList(
    request,
    entries.map(({ patient }) => patient),
    true,
  );
  const rows = queueRows(facility, request, undefined)(entries);
  return rows.map((row, index) => ({
    ...row,
    where: stationName(facility.workflow, entries[index]?.station ?? 'vitals', language),
  }));
}
