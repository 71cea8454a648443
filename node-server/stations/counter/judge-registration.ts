import type { Request } from '@hapi/hapi';
import { abhaChecks } from '../../../records/abha.js';
import type { FieldError } from '../../../records/facility-error.js';
import { householdOf } from '../../../records/household.js';
import type { LikelyDuplicate } from '../../../records/patient-directory.js';
import type { Demographics } from '../../../records/people.js';
import type { Facility } from '../../facility.js';
import { checkNumber, sameAnswer, type NumberCheck } from '../number-check.js';
import { householdAsked } from './household-routes.js';
import type { SlipChoice } from './issue-slip.js';
import { judgePerson, type PersonQuestion } from './judge-person.js';
import { readPerson, type PersonValues } from './person-form.js';
import type { RegisterValues } from './register-form.js';
import { idElsewhere, searchedText } from './search-routes.js';
import { ageErrorsOf } from './understood-age.js';

/** A form of a new person, and everything that is to be said of it before it is saved. */
export interface JudgedRegistration {
  /** null while the form lacks what every person has */
  person: Demographics | null;
  /** the id of another facility that stays the patient's */
  number: ReturnType<typeof idElsewhere>;
  /** whose that is there */
  check: NumberCheck | null;
  questions: PersonQuestion[];
  errors: FieldError[];
  duplicates: LikelyDuplicate[];
  /** the ABHA number as it was read, whose check digit fails; empty where it is right, or none */
  doubtedAbha: string;
}

/** `typed`: as much of the form as could be read: of what is right by itself everything is said beside what is wrong. */
export async function judgeRegistration(
  facility: Facility,
  request: Request,
  typed: Partial<RegisterValues>,
): Promise<JudgedRegistration> {
  const read = readTyped(facility, request, typed);
  const { name, sex, abha = '' } = read;
  const person = name !== undefined && sex !== undefined ? { ...read, name, sex } : null;
  const number = typed.number === 'without' ? null : idElsewhere(facility, searchedText(request));
  const check = number && (await checkNumber(facility, request, number.patient, person));
  const isCompared = !check || check.differs.length === 0 || typed.sameNumber === sameAnswer(check);
  const { questions, errors } = judgePerson(facility, read, typed);
  return {
    ...{ person, number, check, questions },
    errors: [
      ...ageErrorsOf(facility, request, typed),
      ...errors,
      ...(isCompared ? [] : [{ field: 'sameNumber', code: 'person.sameNumber' }]),
    ],
    duplicates:
      name === undefined ? [] : facility.patients.likelyDuplicates({ ...read, name, sex: sex ?? 'unknown' }),
    doubtedAbha: abha !== '' && !abhaChecks(abha) ? abha : '',
  };
}

function readTyped(
  facility: Facility,
  request: Request,
  typed: Partial<RegisterValues>,
): Partial<Demographics> {
  const home = householdAsked(facility, request);
  return {
    ...readPerson({ ...typed, ...categoryOf(typed) }, facility.today()),
    ...(home && { household: householdOf(home.id, home) }),
  };
}

/** Why somebody goes first is mostly what he is: it is kept, except an emergency. */
function categoryOf({ priority }: SlipChoice): Pick<PersonValues, 'category'> {
  return priority === undefined || priority === 'emergency' ? {} : { category: priority };
}
