import type { StaffMember } from '../../node-server/admin/admin-api.js';
import type { Language, Translate } from '../../templates/locale.js';
import { displayWidth, fit } from '../components/display-width.js';
import { scrollTo } from '../components/form-rows.js';
import type { Piece } from '../components/row.js';

/** The staff as a table, the chosen one inverse; scrolled so that they are on the screen. */
export function staffRows(
  members: readonly StaffMember[],
  at: number,
  shown: { language: Language; say: Translate; columns: number; rows: number },
): Piece[][] {
  const { language, say, columns, rows } = shown;
  if (members.length === 0) return [[{ text: ` ${say('cli.staff.none')}` }]];
  const widest = (texts: string[], most: number): number =>
    Math.min(most, Math.max(...texts.map(displayWidth)));
  const idTitle = say('cli.staffScreen.id');
  const nameTitle = say('cli.staffScreen.name');
  const idWidth = widest([idTitle, ...members.map(({ id }) => id)], 20);
  const nameWidth = widest([nameTitle, ...members.map(({ name }) => name[language])], 28);
  const off = `(${say('cli.staff.off')})`;
  const roleWidth = columns - idWidth - nameWidth - displayWidth(off) - 9;
  const head: Piece[] = [
    {
      text: `   ${fit(idTitle, idWidth)}  ${fit(nameTitle, nameWidth)}  ${say('cli.staffScreen.roles')}`,
      dim: true,
    },
  ];
  const lines = members.map((member, index): Piece[] => {
    const roles = member.roles.map((role) => say(`roles.${role}`)).join(', ');
    const text = `${fit(member.id, idWidth)}  ${fit(member.name[language], nameWidth)}  ${fit(roles, roleWidth)}`;
    return [
      { text: index === at ? ' ▸ ' : '   ', color: 'cyan' },
      { text, inverse: index === at, dim: !member.active },
      { text: member.active ? '' : `  ${off}`, color: 'yellow' },
    ];
  });
  return [head, ...scrollTo(lines, at, rows - 1)];
}
