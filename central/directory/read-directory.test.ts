import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { readFacilityDirectoryReference } from '../../templates/facility-directory-reference.js';
import { templatesFolder } from '../../templates/folder.js';
import { openLocale } from '../../templates/locale.js';
import { readLgdLists, type LgdLists } from './lgd-lists.js';
import { readDirectory, type Directory } from './read-directory.js';

const LISTS = readFacilityDirectoryReference(join(templatesFolder(), 'reference'));
const HEAD =
  'code,name,kind,ownership,state,district,block,lat,lon,services,hours,status,closed_on,offline_days,tenant';
const GOOD = 'BR1042,PHC Rampur,PHC,government,10,216,1800,26.1,85.4,opd; lab,mon-sat 09:00-17:00,,,,';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (rows: string[], lgd: LgdLists | null = null): Directory =>
  readDirectory(encode([HEAD, ...rows].join('\n')), LISTS, lgd);

/** The good row with one cell changed. */
function row(change: Record<string, string>): string {
  const cells = GOOD.split(',');
  for (const [name, value] of Object.entries(change)) cells[HEAD.split(',').indexOf(name)] = value;
  return cells.join(',');
}

const found = (directory: Directory): string[] =>
  directory.problems.map(({ line, field, code }) => `${line} ${field} ${code}`);

t.test('a row that is right becomes a facility', (t) => {
  const { facilities, problems } = read([row({ offline_days: 'Sun; 15/08/2027' })]);
  t.same(problems, []);
  t.same(facilities, [
    {
      _id: 'facility:BR1042',
      type: 'facility',
      v: 1,
      code: 'BR1042',
      name: { en: 'PHC Rampur' },
      kind: 'PHC',
      ownership: 'government',
      state: '10',
      district: '216',
      block: '1800',
      position: { lat: 26.1, lon: 85.4 },
      services: ['lab', 'opd'],
      hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '09:00', to: '17:00' }],
      status: 'open',
      offlineDays: ['sun', '2027-08-15'],
    },
  ]);
  t.end();
});

t.test('names of areas are taken in both languages, and in one where the list has no other', (t) => {
  const head = `${HEAD},district_name,district_hi,block_hi`;
  const bytes = encode([head, `${GOOD},Gaya,गया,बोधगया`].join('\n'));
  const [facility] = readDirectory(bytes, LISTS, null).facilities;
  t.match(facility, { districtName: 'Gaya', districtNameHi: 'गया', blockNameHi: 'बोधगया' });
  t.notHas(facility, 'stateNameHi');
  t.end();
});

const WRONG: [change: Record<string, string>, problem: string][] = [
  [{ name: '' }, 'name required'],
  [{ code: '1042' }, 'code wrongCode'],
  [{ code: 'BR1042b' }, 'code wrongCode'],
  [{ kind: 'Hospital' }, 'kind unknownKind'],
  [{ ownership: 'NGO' }, 'ownership unknownOwnership'],
  [{ ownership: 'private' }, 'tenant tenantMissing'],
  [{ tenant: 'apollo' }, 'tenant tenantOfGovernment'],
  [{ state: 'Bihar' }, 'state wrongLgd'],
  [{ block: '1.8E+03' }, 'block scientific'],
  [{ lat: '85.4', lon: '26.1' }, 'lat latLonSwapped'],
  [{ lat: '48.2' }, 'lat outsideArea'],
  [{ lon: '8.54' }, 'lon outsideArea'],
  [{ lat: '26°6′' }, 'lat notANumber'],
  [{ lon: '' }, 'lon halfPosition'],
  [{ services: 'opd; barber' }, 'services unknownService'],
  [{ hours: 'mon-sat 9-5' }, 'hours wrongHours'],
  [{ hours: 'mon-sat 17:00-09:00' }, 'hours wrongHours'],
  [{ hours: 'sat-mon 09:00-17:00' }, 'hours wrongHours'],
  [{ status: 'maybe' }, 'status wrongStatus'],
  [{ closed_on: '2026-11-01' }, 'closed_on closedOnOfOpen'],
  [{ status: 'closed', closed_on: '31/02/2026' }, 'closed_on wrongDate'],
  [{ offline_days: 'someday' }, 'offline_days wrongDay'],
  [{ tenant: ',x' }, ' cellCount'],
  [{ lat: '25,98' }, 'lat decimalComma'],
  [{ lon: '85,59' }, 'lon decimalComma'],
];

t.test('each thing that can be wrong is named by line and field, in words of both languages', (t) => {
  const locale = openLocale();
  for (const [change, problem] of WRONG) {
    const { facilities, problems } = read([GOOD.replace('BR1042', 'BR1041'), row(change)]);
    t.same(
      problems.map(({ line, field, code }) => `${line} ${field} ${code}`),
      [`3 ${problem}`],
      JSON.stringify(change),
    );
    t.equal(facilities.length, 1);
    for (const { code, params } of problems)
      for (const language of ['hi', 'en'] as const)
        t.notMatch(locale.in(language)(`cli.directory.problems.${code}`, params), /problems\.|\{/);
  }
  t.end();
});

t.test('what spreadsheets do to numbers is forgiven where nothing was lost', (t) => {
  const { facilities, problems } = read([
    row({ state: "'10", district: '216.0', block: '१८००', lat: '2.61E+01', lon: ' 85.40 ' }),
    row({ code: 'br1043', ownership: 'Govt', kind: 'phc', hours: '24x7', status: 'CLOSED' }),
  ]);
  t.same(found({ facilities, problems, rows: 2, leftOut: [] }), ['3 ownership unknownOwnership']);
  t.match(facilities[0], { state: '10', district: '216', block: '1800', position: { lat: 26.1, lon: 85.4 } });
  const semicolons = encode(
    `${HEAD}\r\n${row({ services: 'opd' })}`.replaceAll(',', ';').replace('26.1', '26,1'),
  );
  t.match(readDirectory(semicolons, LISTS, null).facilities[0], { position: { lat: 26.1 } });
  t.end();
});

t.test('rows that contradict each other are named', (t) => {
  const rows = [
    GOOD,
    row({ code: 'BR1043' }),
    row({ code: 'BR1042', name: 'Once more' }),
    row({ code: 'UP0001', state: '9' }),
    row({ code: 'BR1044', district: '217' }),
    row({ code: 'JH0001', state: '9', district: '300', block: '' }),
  ];
  t.same(found(read(rows)), [
    '4 code doubledCode',
    '5 district districtInOtherState',
    '6 block blockInOtherDistrict',
  ]);
  t.match(read(rows).problems[0], { params: { line: 2 } });
  const even = [row({ code: 'BR1043' }), row({ code: 'UP0001', state: '9' })];
  t.same(found(read(even)), ['2 district districtInOtherState', '3 district districtInOtherState']);
  t.same(
    found(
      read([GOOD, row({ code: 'BR1043' }), row({ code: 'BR1044', state: '9', district: '5', block: '' })]),
    ),
    ['4 code codeOfOtherState'],
  );
  t.end();
});

t.test('with the lists of the LGD areas are asked there, and get their names', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-lgd-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await t.rejects(readLgdLists(folder), { code: 'bad-input' });
  await writeFile(
    join(folder, 'districts.csv'),
    'state_lgd,state,district_lgd,district\n10,Bihar,216,Muzaffarpur\n10,Bihar,217,Nalanda\n9,Uttar Pradesh,118,Agra\n',
  );
  await writeFile(
    join(folder, 'blocks.csv'),
    'state_lgd,district_lgd,block_lgd,block\n10,216,1800,Sakra\n10,217,1900,Hilsa\n',
  );
  const lgd = await readLgdLists(folder);
  const { facilities, problems } = read([GOOD], lgd);
  t.same(problems, []);
  t.match(facilities[0], { stateName: 'Bihar', districtName: 'Muzaffarpur', blockName: 'Sakra' });
  const wrong = read(
    [
      row({ district: '118' }),
      row({ code: 'BR1', block: '1900' }),
      row({ code: 'BR11', block: '1' }),
      row({ code: 'BR12', district: '999' }),
      row({ code: 'XX13', state: '77' }),
      row({ code: 'UP14', state: '9', district: '118', block: '5' }),
    ],
    lgd,
  );
  t.same(found(wrong), [
    '2 district districtInOtherState',
    '3 code wrongCode',
    '4 block unknownBlock',
    '5 district unknownDistrict',
    '6 state unknownState',
  ]);
});

t.test('a file that cannot be read as a whole says why', (t) => {
  const attempt = (bytes: Uint8Array) => () => readDirectory(bytes, LISTS, null);
  t.throws(attempt(encode('')), { code: 'bad-input', message: /empty/ });
  t.throws(attempt(encode('code,name\nBR1042,x\n')), { message: /lacks kind, ownership, state, district/ });
  t.throws(attempt(encode(`${HEAD},Latitude\n`)), { message: /lat twice/ });
  t.throws(attempt(encode(`${HEAD}\nBR1042,"PHC`)), { message: /line 2/ });
  t.throws(attempt(Uint8Array.from([...encode(HEAD), 10, 0xe9, 0xe8])), { message: /not in UTF-8/ });
  const utf16 = Uint8Array.from([0xff, 0xfe, ...Buffer.from(`${HEAD}\n${GOOD}`, 'utf16le')]);
  t.equal(readDirectory(utf16, LISTS, null).facilities.length, 1);
  t.same(readDirectory(encode(`${HEAD},Remarks\n${GOOD},old`), LISTS, null).leftOut, ['Remarks']);
  t.end();
});

/** Three that stand in block 1800 of district 216 (Muzaffarpur) of state 10. */
const STANDING = read(
  ['BR1', 'BR2', 'BR3'].map((code, i) => row({ code: `${code}0`, lat: `26.${i}` })),
).facilities.map((facility) => ({ ...facility, districtName: 'Muzaffarpur' }));

const against = (rows: string[], names = ''): Directory =>
  readDirectory(encode([HEAD + (names && ',district_name'), ...rows].join('\n')), LISTS, null, STANDING);

t.test('one row that contradicts the directory that stands is refused', (t) => {
  t.same(found(against([row({})])), []);
  t.same(found(against([row({ state: '9' })])), [
    '2 code codeOfOtherState',
    '2 district districtInOtherState',
  ]);
  t.same(found(against([row({ district: '217' })])), ['2 block blockInOtherDistrict']);
  t.same(found(against([row({ lat: '12.1', lon: '77.5' })])), ['2 lat farAway']);
  t.same(found(against([`${row({})},Patna`], 'names')), ['2 district_name otherName']);
  t.same(found(against([`${row({})},Muzaffarpur`], 'names')), []);
  t.end();
});

t.test('a list with all of a district may move and rename it', (t) => {
  const all = STANDING.map(({ code }) => row({ code, state: '9', lat: '12.1', lon: '77.5' }));
  t.same(
    found(
      against(
        all.map((one) => `${one},Patna`),
        'names',
      ),
    ),
    [],
  );
  t.end();
});
