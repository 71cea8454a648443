import type { Words } from '../records/envelope.js';
import type { FieldError } from '../records/facility-error.js';
import { STAFF_PATTERN, type StaffId } from '../records/ids.js';
import type { Role } from '../records/people.js';
import { keepCredential } from './credentials.js';
import type { Drafting } from './store/drafting.js';

export interface NewStaff {
  id: StaffId;
  name: Words;
  roles: Role[];
  password: string;
  registration?: string;
}

const PASSWORD_LENGTH = 8;

/** Drafts a new staff member and the hash of the password. */
export function addStaff(draft: Drafting, member: NewStaff, hash: string): void {
  draft.staff({
    staff: member.id,
    name: member.name,
    roles: member.roles,
    active: true,
    ...(member.registration ? { registration: member.registration } : {}),
  });
  keepCredential(draft, member.id, hash);
}

/** What is wrong with a new staff member's particulars. */
export function wrongStaffFields(member: NewStaff): FieldError[] {
  const fields: FieldError[] = [];
  if (!STAFF_PATTERN.test(member.id)) fields.push({ field: 'id', code: 'wrongStaffId' });
  if (!member.name.hi.trim() || !member.name.en.trim()) fields.push({ field: 'name', code: 'required' });
  if (member.roles.length === 0) fields.push({ field: 'roles', code: 'required' });
  return [...fields, ...wrongPassword(member.password)];
}

export function wrongPassword(password: string): FieldError[] {
  if (password.length >= PASSWORD_LENGTH) return [];
  return [{ field: 'password', code: 'tooShort', params: { min: PASSWORD_LENGTH } }];
}
