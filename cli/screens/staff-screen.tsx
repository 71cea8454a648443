import { useCallback, useEffect, useRef, useState } from 'react';
import type { StaffAnswer, StaffMember } from '../../node-server/admin/admin-api.js';
import { FacilityError } from '../../records/facility-error.js';
import { Form } from '../components/form.js';
import { Pane, useFrame, type KeyHint } from '../components/frame.js';
import { useKeys } from '../components/keys.js';
import type { Piece } from '../components/row.js';
import { addStaff, disableStaff, enableStaff, listStaff, resetStaff } from '../tasks/manage-staff.js';
import { problemsOf, sayFailure } from './say-failure.js';
import { readStaffForm, staffFields, wrongStaffForm } from './staff-form.js';
import { staffRows } from './staff-rows.js';

type Action = 'disable' | 'enable' | 'reset';
type Mode = { kind: 'list' } | { kind: 'add' } | { kind: 'ask'; action: Action; member: StaffMember };

const ACT: Record<Action, (folder: string, id: string) => Promise<StaffAnswer>> = {
  disable: disableStaff,
  enable: enableStaff,
  reset: resetStaff,
};

/** Who may log in: add, disable, enable, give a new password. Each act looks again first, for another operator's. */
export function StaffScreen() {
  const frame = useFrame();
  const { folder, say, language, columns, rows } = frame;
  const [members, setMembers] = useState<StaffMember[] | null>(null);
  const [at, setAt] = useState(0);
  const [mode, setMode] = useState<Mode>({ kind: 'list' });
  const [note, setNote] = useState<Piece[]>([]);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const gone = useRef(false);

  const look = useCallback(async (): Promise<StaffMember[]> => {
    const found = await listStaff(folder);
    if (!gone.current) setMembers(found);
    return found;
  }, [folder]);
  const fail = (thrown: unknown): void => {
    if (!gone.current) setNote(sayFailure(thrown, say));
  };
  useEffect(() => {
    gone.current = false;
    look().catch(fail);
    return () => void (gone.current = true);
  }, [look]);

  const selected = members?.[Math.min(at, members.length - 1)];

  const act = async (action: Action, member: StaffMember): Promise<void> => {
    setBusy(true);
    setMode({ kind: 'list' });
    try {
      const now = (await look()).find(({ id }) => id === member.id);
      if (now?.active !== member.active) {
        throw new FacilityError('conflict', say('cli.staffScreen.meanwhile', { id: member.id }));
      }
      const { password } = await ACT[action](folder, member.id);
      await look();
      if (!gone.current) setNote(done(action, member.id, password));
    } catch (error) {
      fail(error);
    }
    if (!gone.current) setBusy(false);
  };
  const done = (action: Action | 'added', id: string, password?: string): Piece[] => [
    { text: ` ${say(`cli.staffScreen.${action}Done`, { id })}`, color: 'green' },
    ...(password === undefined ? [] : passwordPieces(password)),
  ];
  const passwordPieces = (password: string): Piece[] => [
    { text: `  ${say('cli.staff.passwordOnce', { password })} `, bold: true, color: 'yellow' },
  ];

  const add = async (values: Record<string, string>): Promise<void> => {
    const member = readStaffForm(values);
    const wrong = wrongStaffForm(member, []);
    if (wrong.length > 0) {
      const error = new FacilityError('bad-input', 'not accepted', { fields: wrong });
      return setProblems(problemsOf(error, say));
    }
    setBusy(true);
    try {
      const answer = await addStaff(folder, member);
      const found = await look();
      if (gone.current) return;
      setAt(found.findIndex(({ id }) => id === answer.staff.id));
      setNote(done('added', answer.staff.id, answer.password));
      setMode({ kind: 'list' });
    } catch (error) {
      if (!gone.current) setProblems(problemsOf(error, say));
      fail(error);
    }
    if (!gone.current) setBusy(false);
  };

  useKeys(({ name, text }) => {
    if (mode.kind === 'add') return false;
    if (mode.kind === 'ask') {
      if (name === 'enter') void act(mode.action, mode.member);
      else if (name === 'escape') setMode({ kind: 'list' });
      return true;
    }
    if (busy) return name === 'enter' || ['a', 'd', 'p'].includes(text);
    const last = (members?.length ?? 1) - 1;
    const ask = (action: Action): void => {
      setNote([]);
      if (selected) setMode({ kind: 'ask', action, member: selected });
    };
    if (name === 'down') setAt((now) => Math.min(last, now + 1));
    else if (name === 'up') setAt((now) => Math.max(0, now - 1));
    else if (text === 'd') ask(selected?.active === false ? 'enable' : 'disable');
    else if (text === 'p') ask('reset');
    else if (text === 'r') look().then(() => setNote([]), fail);
    else if (text === 'a') {
      setNote([]);
      setProblems({});
      setMode({ kind: 'add' });
    } else return false;
    return true;
  });

  if (mode.kind === 'add') {
    return (
      <Form
        title={[{ text: ` ${say('cli.staffScreen.addTitle')}`, bold: true }]}
        fields={staffFields(say)}
        values={{}}
        problems={problems}
        note={busy ? [{ text: ` ${say('cli.form.wait')}`, color: 'cyan' }] : note}
        busy={busy}
        onSubmit={(values) => void add(values)}
        onLeave={() => {
          setNote([]);
          setMode({ kind: 'list' });
        }}
      />
    );
  }
  const asking: Piece[] =
    mode.kind === 'ask'
      ? [
          {
            text: ` ${say(`cli.staffScreen.${mode.action}Ask`, { id: mode.member.id })}`,
            bold: true,
            color: 'yellow',
          },
        ]
      : note;
  const keys: KeyHint[] =
    mode.kind === 'ask'
      ? [
          ['Enter', say('cli.form.yes')],
          ['Esc', say('cli.form.no')],
        ]
      : [
          ['↑↓', say('cli.form.choose')],
          ['a', say('cli.staffScreen.keyAdd')],
          ['d', say(selected?.active === false ? 'cli.staffScreen.keyEnable' : 'cli.staffScreen.keyDisable')],
          ['p', say('cli.staffScreen.keyReset')],
          ['q', say('cli.form.back')],
        ];
  const body =
    members === null
      ? [[{ text: ` ${say('cli.screen.loading')}` }]]
      : staffRows(members, Math.min(at, members.length - 1), { language, say, columns, rows });
  return <Pane body={body} note={asking} keys={keys} />;
}
