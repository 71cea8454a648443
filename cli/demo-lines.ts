import type { Language, Translate } from '../templates/locale.js';
import { displayWidth, fit } from './components/display-width.js';

interface Login {
  id: string;
  roles: string[];
}

/** What `nadi demo` says of itself once it runs. */
export interface DemoAnswer {
  folder: string;
  /** of everybody but the centre's admin */
  password: string;
  boxes: {
    box: string;
    name: Record<Language, string>;
    folder: string;
    addresses: string[];
    logins: Login[];
  }[];
  web: { url: string; logins: string[] };
  centre: { url: string; user: string; password: string };
  /** of the user as whom nadi central monitor looks */
  monitorPasswordFile: string;
  /** of both boxes and the centre, which are one process */
  memoryMb: number;
}

const WIDTH = 78;
/** Columns of a log-in and of what its bearer is. */
const NAME = 10;
const ROLE = 26;

/** A table within 80 columns: where, as whom, what to look at first. */
export function demoLines(answer: DemoAnswer, language: Language, say: Translate): string[] {
  const { boxes, web, centre, password, memoryMb, monitorPasswordFile } = answer;
  const [first] = boxes;
  const own = first?.addresses.slice(1) ?? [];
  return [
    '',
    say('cli.demo.runs', { password }),
    ...boxes.flatMap(({ box, name, addresses, logins }) => [
      '',
      heading(`${box} ${name[language]}`, addresses[0] ?? ''),
      ...logins.map(({ id, roles }) =>
        row(
          id,
          roles.map((role) => say(`roles.${role}`)).join(', '),
          say(`cli.demo.first.${roles[0] ?? ''}`),
        ),
      ),
    ]),
    '',
    heading(say('cli.demo.web'), web.url),
    ...web.logins.map((name) => row(name, say(`cli.demo.viewer.${name}`), say(`cli.demo.first.${name}`))),
    '',
    heading(say('cli.demo.couchdb'), centre.url),
    row(centre.user, centre.password, say('cli.demo.first.admin')),
    '',
    ...(own.length > 0 ? [say('cli.demo.phone', { addresses: own.join('  ') })] : []),
    say('cli.demo.board', { address: `${first?.addresses[0] ?? ''}/display` }),
    say('cli.demo.operator'),
    `  node dist/cli/main.js --data ${first?.folder ?? ''}`,
    say('cli.demo.monitor'),
    `  node dist/cli/main.js central monitor --url ${centre.url} \\`,
    `    --password-file ${monitorPasswordFile}`,
    say('cli.demo.invented'),
    say('cli.demo.memory', { memoryMb }),
    say('cli.lan.demoOpen'),
    '',
    say('cli.start.toStop'),
  ];
}

function heading(what: string, address: string): string {
  const space = Math.max(2, WIDTH - displayWidth(what) - displayWidth(address));
  return `${what}${' '.repeat(space)}${address}`;
}

function row(name: string, role: string, first: string): string {
  return `  ${fit(name, NAME)} ${fit(role, ROLE)} ${first}`.trimEnd();
}
