import type { ReferralRecord } from '../../../records/care.js';
import { placeNamesOf, type ListedFacility } from '../../../records/listed-facility.js';
import type { NearFacility } from '../../../records/near-facilities.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { facilityDirectory } from '../../referrals/facility-directory.js';

/** A facility in words, to choose it from a list. */
export interface FacilityWords {
  code: string;
  name: string;
  /** kind, place, distance, code */
  detail: string;
}

/** In the language that its entry has. */
function facilityName(listed: ListedFacility, language: Language): string {
  const { name, code } = listed;
  return name[language] ?? name.hi ?? name.en ?? code;
}

/** The name of a facility as this box's directory has it; the given words where it lists none. */
export function nameByCode(facility: Facility, code: string, language: Language, otherwise: string): string {
  const listed = facilityDirectory(facility).find(code);
  return listed ? facilityName(listed, language) : otherwise;
}

export function facilityWords(
  facility: Facility,
  { facility: listed, km }: Pick<NearFacility, 'facility' | 'km'>,
  language: Language,
  t: Translate,
): FacilityWords {
  const { code, kind = '' } = listed;
  const detail = [
    facility.reference.facilityKinds.get(kind)?.name[language] ?? kind,
    placeNamesOf(listed, language).join(', '),
    km === null ? '' : t('referral.away', { km }),
    code,
  ];
  return { code, name: facilityName(listed, language), detail: detail.filter((part) => part).join(' · ') };
}

/** What a search finds; without one where patients are mostly sent. */
export function findFacilities(
  facility: Facility,
  text: string,
  language: Language,
  t: Translate,
  most = 8,
): FacilityWords[] {
  const directory = facilityDirectory(facility);
  const found = text === '' ? directory.nearest(most) : directory.search(text, most);
  return found.map((one) => facilityWords(facility, one, language, t));
}

/** Whom a referral of this facility names: as the directory calls it now, or as it was written. */
export function receiverName(
  facility: Facility,
  { to, facility: named }: Pick<ReferralRecord, 'to' | 'facility'>,
  language: Language,
): string {
  return to === undefined ? named : nameByCode(facility, to, language, named);
}
