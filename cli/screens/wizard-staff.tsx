import { useState } from 'react';
import type { AddStaffRequest } from '../../node-server/admin/admin-api.js';
import { Form } from '../components/form.js';
import { Pane, useFrame } from '../components/frame.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { sayField } from '../say-error.js';
import { sayFailure } from './say-failure.js';
import { readStaffForm, staffFields, wrongStaffForm } from './staff-form.js';
import { staffRows } from './staff-rows.js';
import type { WizardPage } from './wizard-screen.js';

/** Who works here: as many as one likes, one of them in charge. */
export function WizardStaff({ page }: { page: WizardPage }) {
  const { say, language, columns, rows } = useFrame();
  const { staff, draft } = page.answers;
  const [at, setAt] = useState(0);
  /** index of the one that is being written, `staff.length` for a new one, null for none */
  const [editing, setEditing] = useState<number | null>(draft?.index ?? (staff.length === 0 ? 0 : null));
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [note, setNote] = useState<Piece[]>([]);

  const take = (values: Record<string, string>): void => {
    const member = readStaffForm(values);
    const others = staff.filter((_, index) => index !== editing);
    const wrong = wrongStaffForm(
      member,
      others.map(({ id }) => id),
    );
    setProblems(Object.fromEntries(wrong.map((field) => [field.field, sayField(field, say)])));
    if (wrong.length > 0) return;
    const index = editing ?? staff.length;
    page.keep({ staff: [...staff.slice(0, index), member, ...staff.slice(index + 1)], draft: null });
    setAt(index);
    setNote([]);
    setEditing(null);
  };

  useKeys(({ name, text }) => {
    if (editing !== null) return false;
    if (name === 'down') setAt(Math.min(staff.length - 1, at + 1));
    else if (name === 'up') setAt(Math.max(0, at - 1));
    else if (name === 'escape') page.back();
    else if (text === 'q') page.leave();
    else if (text === 'a' || text === 'e') {
      setProblems({});
      setEditing(text === 'a' ? staff.length : Math.min(at, staff.length));
    } else if (text === 'd') {
      page.keep({ staff: staff.filter((_, index) => index !== at) });
      setAt(Math.max(0, at - 1));
    } else if (name === 'enter') {
      if (staff.some(({ roles }) => roles.includes('incharge'))) page.next();
      else setNote([{ text: ` ✖ ${say('cli.wizard.staff.needIncharge')}`, color: 'red' }]);
    } else return false;
    return true;
  });

  const trouble = page.trouble === null ? note : sayFailure(page.trouble, say);
  if (editing !== null) {
    const standing = staff[editing];
    return (
      <Form
        title={[
          {
            text: ` ${say(staff.length === 0 ? 'cli.wizard.staff.first' : 'cli.wizard.staff.info')}`,
            dim: true,
          },
        ]}
        fields={staffFields(say)}
        values={
          draft?.index === editing
            ? draft.values
            : standing === undefined
              ? { roles: staff.length === 0 ? 'incharge,operator' : '' }
              : asForm(standing)
        }
        problems={problems}
        note={trouble}
        onMove={(values) => page.keep({ draft: { index: editing, values } })}
        onSubmit={take}
        onLeave={() => {
          page.keep({ draft: null });
          setEditing(null);
          if (staff.length === 0) page.back();
        }}
        keys={[['^C', say('cli.wizard.keyLeave')]]}
      />
    );
  }
  const members = staff.map((member) => ({ ...member, active: true }));
  return (
    <Pane
      body={[
        [{ text: ` ${say('cli.wizard.staff.info')}`, dim: true }],
        [],
        ...staffRows(members, at, { language, say, columns, rows: rows - 2 }),
      ]}
      note={trouble}
      keys={[
        ['Enter', say('cli.form.next')],
        ['a', say('cli.staffScreen.keyAdd')],
        ['e', say('cli.wizard.staff.keyEdit')],
        ['d', say('cli.wizard.staff.keyRemove')],
        ['Esc', say('cli.form.back')],
        ['q', say('cli.wizard.keyLeave')],
      ]}
    />
  );
}

function asForm(member: AddStaffRequest): Record<string, string> {
  return {
    id: member.id,
    'name-hi': member.name.hi,
    'name-en': member.name.en,
    roles: member.roles.join(','),
    registration: member.registration ?? '',
  };
}
