import { createHash } from 'node:crypto';
import type { Request } from '@hapi/hapi';
import type { PlainDifference } from '../../records/duplicates/plain-differences.js';
import { firstBox, parsePatientId, printedPatientId, type PatientId } from '../../records/ids.js';
import type { NumberOwner } from '../../records/number-owner.js';
import type { Demographics } from '../../records/people.js';
import { look } from '../access/look.js';
import type { Facility } from '../facility.js';
import { numberOwners, type OwnerState } from '../history/number-owners.js';
import { languageOf, translator } from '../language.js';
import { facilityDirectory } from '../referrals/facility-directory.js';
import { ageAndSex } from './person-line.js';
import { nameByCode } from './referrals/facility-picks.js';

/** Whose a card of another facility is there, and in what who is here differs from them. */
export interface NumberCheck {
  patient: PatientId;
  state: OwnerState;
  /** as typed or known here; null: nothing yet */
  here: Demographics | null;
  differs: PlainDifference[];
}

/** Null where the number is of this house. */
export async function checkNumber(
  facility: Facility,
  request: Request,
  patient: PatientId,
  here: Demographics | null,
  onlyKnown = false,
): Promise<NumberCheck | null> {
  const owners = numberOwners(facility);
  const state = await owners.of(request, patient, onlyKnown);
  if (!state) return null;
  if (state.kind === 'known') look(request, patient);
  return { patient, state, here, differs: here ? owners.differences(state, here) : [] };
}

/** What a word that both are one person is for: said of other particulars, it says nothing of these. */
export function sameAnswer({ state, here, differs }: NumberCheck): string {
  const owner = state.kind === 'known' ? state.owner : null;
  const sides = [owner, here].map((one) => one && [one.name, one.sex, one.birthDate, one.village]);
  return createHash('sha256')
    .update(JSON.stringify([differs, sides]))
    .digest('base64url')
    .slice(0, 22);
}

/** The same in a page's words, as `partials/number-owner` shows it. */
export async function numberWords(facility: Facility, request: Request, check: NumberCheck) {
  const { patient, state, here, differs } = check;
  const t = translator(request);
  await facilityDirectory(facility).ready();
  const code = firstBox(parsePatientId(patient)?.box ?? '');
  const name = nameByCode(facility, code, languageOf(request), '');
  const side = (person: NumberOwner) => ({
    name: person.name,
    ageSex: ageAndSex(person, t, facility.today()),
    village: person.village ?? '',
  });
  return {
    id: printedPatientId(patient),
    place: name === '' ? code : `${name} (${code})`,
    owner: state.kind === 'known' ? side(state.owner) : null,
    here: here && side(here),
    differs,
    answer: sameAnswer(check),
    what: differs.map((one) => t(`number.particular.${one}`)).join(', '),
    unknown: unknownWords(state),
  };

  /** What is not known is said, and why. */
  function unknownWords(state: OwnerState): string {
    if (state.kind === 'known') return '';
    if (state.kind !== 'not-asked') return t(`number.${state.kind}`);
    return t(OTHER_REASONS.has(state.why) ? 'number.notTold' : 'number.lineDown');
  }
}

/** The line is up, and the centre still says nothing. */
const OTHER_REASONS = new Set([
  'no-gateway',
  'no-grounds',
  'not-offered',
  'not-recorded',
  'account',
  'box-revoked',
]);
