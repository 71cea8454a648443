import type { Demographics } from '../../records/people.js';
import type { DemoPeople } from './demo-data.js';
import type { Random } from './random.js';

export interface DemoPerson extends Demographics {
  age: number;
  pregnant: boolean;
}

/** Families of a few villages, each behind one mobile number; some names are written in Latin letters. */
export function makeHouseholds(
  people: DemoPeople,
  random: Random,
  count: number,
  year: number,
): DemoPerson[][] {
  return Array.from({ length: count }, () => makeHousehold(people, random, year));
}

function makeHousehold(people: DemoPeople, random: Random, year: number): DemoPerson[] {
  const script = random.chance(0.75) ? 0 : 1;
  const family = random.pick(people.families);
  const village = random.pick(people.villages)[script];
  const mobile = random.chance(0.92) ? makeMobile(random) : undefined;
  const shared = { village, ...(mobile === undefined ? {} : { mobile }) };
  const called = (given: readonly [string, string], surname: readonly [string, string]): string =>
    `${given[script]} ${surname[script]}`;

  const father = called(random.pick(people.men), family.men);
  const mother = called(random.pick(people.women), family.women);
  const fatherAge = random.between(26, 62);
  const motherAge = Math.max(19, fatherAge - random.between(2, 6));
  const person = (
    name: string,
    sex: 'male' | 'female',
    age: number,
    relative: Demographics['relative'],
  ): DemoPerson => {
    const { birthDate, estimated } = makeBirthDate(random, year, age);
    const pregnant = sex === 'female' && age >= 19 && age <= 32 && random.chance(0.22);
    const category = pregnant
      ? 'pregnant'
      : age >= 60
        ? 'elderly'
        : random.chance(0.01)
          ? 'disabled'
          : undefined;
    return {
      ...{ name, sex, birthDate, age, pregnant, ...shared },
      ...(estimated ? { birthDateEstimated: true } : {}),
      ...(relative ? { relative } : {}),
      ...(category ? { category } : {}),
    };
  };

  const members = [
    person(father, 'male', fatherAge, undefined),
    person(mother, 'female', motherAge, { name: father, relation: 'husband' }),
  ];
  for (let child = random.between(0, 4); child > 0; child -= 1) {
    const sex = random.chance(0.5) ? 'female' : 'male';
    const given = random.pick(sex === 'female' ? people.girls : people.boys);
    const surname = sex === 'female' ? people.families[3]?.women : family.men;
    const age = random.between(0, Math.max(1, motherAge - 19));
    if (age > 17) continue;
    members.push(
      person(called(given, surname ?? family.men), sex, age, { name: father, relation: 'father' }),
    );
  }
  if (random.chance(0.35)) {
    const name = called(random.pick(people.women), family.women);
    members.push(person(name, 'female', fatherAge + random.between(18, 26), undefined));
  }
  return members.filter(({ age }) => age < 92);
}

function makeMobile(random: Random): string {
  return `${random.pick(['6', '7', '8', '9'])}${String(random.between(0, 999_999_999)).padStart(9, '0')}`;
}

/** Most people tell an age, so the year is a guess; of children the day is known. */
function makeBirthDate(random: Random, year: number, age: number): { birthDate: string; estimated: boolean } {
  if (age > 12) return { birthDate: String(year - age), estimated: true };
  const month = String(random.between(1, 9)).padStart(2, '0');
  const day = String(random.between(1, 28)).padStart(2, '0');
  return { birthDate: `${year - age}-${month}-${day}`, estimated: false };
}
