import t from 'tap';
import type { StaffRecord } from '../records/people.js';
import { StaffRoll } from './staff-roll.js';

const record = (n: number, staff: string, change: Partial<StaffRecord> = {}): StaffRecord => ({
  _id: `staff:BR1042:${staff}:${n}`,
  type: 'staff',
  n,
  at: '2026-11-21T04:00:00.000Z',
  by: 'admin',
  v: 1,
  staff,
  name: { hi: 'सुनीता', en: 'Sunita' },
  roles: ['clerk'],
  active: true,
  ...change,
});

void t.test('the latest state of each person counts', async (t) => {
  const roll = new StaffRoll();
  for (const one of [
    record(1, 'sunita'),
    record(2, 'anil', { roles: ['doctor'], registration: 'BMC 123' }),
    record(3, 'sunita', { roles: ['clerk', 'nurse'] }),
    record(4, 'anil', { roles: ['doctor'], active: false }),
  ]) {
    roll.apply(one);
  }
  t.same(roll.find('sunita')?.roles, ['clerk', 'nurse']);
  t.same(
    roll.list().map(({ id }) => id),
    ['anil', 'sunita'],
  );
  t.same(
    roll.active().map(({ id }) => id),
    ['sunita'],
  );
  t.match(
    roll.find('anil'),
    { active: false, name: { en: 'Sunita' } },
    'who has left is still named by old records',
  );
  t.same(roll.withRole('doctor'), []);
  t.equal(roll.find('nobody'), undefined);
});
