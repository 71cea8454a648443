import type { AddStaffRequest } from '../../node-server/admin/admin-api.js';
import { ROLES } from '../../node-server/admin/roles.js';
import { STAFF_PATTERN } from '../../records/ids.js';
import type { FieldError } from '../../records/facility-error.js';
import type { Role } from '../../records/people.js';
import type { Translate } from '../../templates/locale.js';
import { chosenIn, type FormField } from '../components/form-state.js';

/** What is asked of a new member of the staff, on the staff screen and in the set-up alike. */
export function staffFields(say: Translate): FormField[] {
  return [
    { name: 'id', label: say('cli.staffScreen.id'), hint: say('cli.staffScreen.idHint'), kind: 'text' },
    { name: 'name-hi', label: say('cli.staffScreen.nameHi'), kind: 'text' },
    {
      name: 'name-en',
      label: say('cli.staffScreen.nameEn'),
      hint: say('cli.staffScreen.nameHint'),
      kind: 'text',
    },
    {
      name: 'roles',
      label: say('cli.staffScreen.roles'),
      hint: say('cli.staffScreen.rolesHint'),
      kind: 'many',
      options: ROLES.map((role) => ({ value: role, label: say(`roles.${role}`) })),
    },
    {
      name: 'registration',
      label: say('cli.staffScreen.registration'),
      hint: say('cli.staffScreen.registrationHint'),
      kind: 'text',
    },
  ];
}

/** A name in one language serves for both. */
export function readStaffForm(values: Record<string, string>): AddStaffRequest {
  const text = (name: string): string => (values[name] ?? '').trim();
  const registration = text('registration');
  return {
    id: text('id'),
    name: { hi: text('name-hi') || text('name-en'), en: text('name-en') || text('name-hi') },
    roles: chosenIn(values['roles']) as Role[],
    ...(registration === '' ? {} : { registration }),
  };
}

/** What can be seen to be wrong before anybody is asked. */
export function wrongStaffForm(member: AddStaffRequest, taken: readonly string[]): FieldError[] {
  const fields: FieldError[] = [];
  if (!STAFF_PATTERN.test(member.id)) fields.push({ field: 'id', code: 'wrongStaffId' });
  else if (taken.includes(member.id)) fields.push({ field: 'id', code: 'taken' });
  if (member.name.hi === '') fields.push({ field: 'name-hi', code: 'required' });
  for (const [field, text] of [
    ['name-hi', member.name.hi],
    ['name-en', member.name.en],
  ] as const) {
    if (text.length > 80) fields.push({ field, code: 'tooLong', params: { max: 80 } });
  }
  if (member.roles.length === 0) fields.push({ field: 'roles', code: 'required' });
  return fields;
}
