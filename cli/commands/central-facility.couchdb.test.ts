import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { BOXES_PLAN, SHARED_PLAN } from '../../central/centre-databases.js';
import { workAt } from '../../central/ensure/cluster.js';
import { prepareDatabase } from '../../central/prepare-database.js';
import { openBoxesCentre } from '../../tests/boxes-centre.js';
import { forgetBox } from '../../tests/forget-box.js';
import { temporaryFolder } from '../fake-box.js';
import { typeNadi, type Outcome } from '../type-nadi.js';

t.setTimeout(60_000);

const HEAD = 'code,name,kind,ownership,state,district,block,district_name,lat,lon,status';

/** A centre whose directory has three facilities of Muzaffarpur, and a person at its keyboard. */
async function setScene(t: Test) {
  const { couch } = await openBoxesCentre(t, 0);
  const work = await workAt(couch.nano);
  for (const plan of [BOXES_PLAN, SHARED_PLAN]) await prepareDatabase(work, plan);
  const folder = await temporaryFolder(t);
  const url = new URL(couch.url);
  const password = join(folder, 'password');
  await writeFile(password, decodeURIComponent(url.password));
  const login = ['--url', url.origin, '--password-file', password];
  const admin = [...login, '--user', decodeURIComponent(url.username)];
  const nadi = (...args: string[]): Promise<Outcome> => typeNadi('central', ...args, ...admin);
  const take = async (rows: string[], ...flags: string[]): Promise<Outcome> => {
    const file = join(folder, 'list.csv');
    await writeFile(file, [HEAD, ...rows].join('\n'));
    return nadi('facility', 'import', file, ...flags);
  };
  const first = await take(
    [1, 2, 3].map((n) => `ZY10${n},PHC ${n},PHC,government,10,208,1214,Muzaffarpur,26.${n},85.4,open`),
  );
  t.equal(first.exit, 0, first.err + first.out);
  return { couch, nadi, take, login };
}

t.test('an import is refused where it contradicts the directory, and says what it changes', async (t) => {
  const { take } = await setScene(t);
  const moved = 'ZY104,PHC 4,PHC,government,9,208,1214,Muzaffarpur,26.1,85.4,open';
  t.match(await take([moved]), { exit: 2, out: /district 208 lies in state 10.*Nothing was written/s });
  const far = 'ZY104,PHC 4,PHC,government,10,208,1214,Muzaffarpur,12.9,77.6,open';
  t.match(await take([far]), { exit: 2, out: /km from the nearest other facility of district 208/ });
  t.match(await take([far], '--as-listed', '--dry-run'), { exit: 0, out: /\+ ZY104 PHC 4\n.*1 added/s });
  t.match(await take([far], '--as-listed'), { exit: 0, out: /1 added/ });
  const closed = 'ZY101,PHC One,PHC,government,10,208,1214,Muzaffarpur,26.1,85.4,closed';
  t.match(await take([closed], '--dry-run'), {
    exit: 0,
    out: /ZY101 PHC 1: name PHC 1 → PHC One; status open → closed/,
  });
});

t.test('a facility is shown with the names that others give its areas', async (t) => {
  const { nadi, take } = await setScene(t);
  await take(['ZY105,PHC 5,PHC,government,10,208,,,,,open']);
  t.match((await nadi('facility', 'show', 'ZY105')).out, /Muzaffarpur \(208\)/);
  t.match((await nadi('facility', 'list', '--state', '10')).out, /ZY105.*Muzaffarpur.*PHC 5/);
});

t.test(
  'nobody is given an area in which no facility lies, and a change says from what to what',
  async (t) => {
    const { couch, nadi } = await setScene(t);
    const name = `zy.test${randomInt(1_000_000)}`;
    t.teardown(() => nadi('user', 'remove', name));
    t.match(await nadi('user', 'add', name, '--area', '10/203'), {
      exit: 3,
      err: /No facility lies in 10\/203.*Muzaffarpur \(10\/208\)/s,
    });
    t.match(await nadi('user', 'add', name, '--area', '10/208'), {
      exit: 0,
      out: 'Sees: Muzaffarpur (10/208)',
    });
    t.match(await nadi('user', 'add', name, '--area', '10/999', '--unlisted'), {
      exit: 0,
      out: /Saw before: Muzaffarpur \(10\/208\)\s+Sees: 10\/999/,
    });
    t.match(await nadi('user', 'add', 'Anita_1', '--support'), {
      exit: 2,
      err: /Anita_1 is no log-in name\s+<name>: A log-in name is 2 to 40 small/,
    });
    t.ok(couch);
  },
);

t.test('a later enrolment knows the gateway that an earlier one named', async (t) => {
  const { couch, nadi } = await setScene(t);
  t.teardown(() => forgetBox(couch.nano, 'ZY101'));
  t.match(await nadi('enrol', 'ZY101'), { exit: 2, err: /remembers no gateway yet\n {2}--gateway: /s });
  t.equal((await nadi('enrol', 'ZY101', '--gateway', 'https://gate.example:6985')).exit, 0);
  t.match(await nadi('enrol', 'ZY101'), { exit: 0, out: /nadi-enrol:ZY101@https:\/\/gate.example:6985#/ });
  t.match(await nadi('revoke', 'ZY101', '--reason', ''), { exit: 2, err: /--reason/ });
});

t.test('a password that is not taken is told with the user that was tried', async (t) => {
  const { login } = await setScene(t);
  t.match(await typeNadi('central', 'boxes', ...login), { err: /Tried as the user nadi-web.*--user/ });
});

t.test('the template that is printed can be taken in as it stands, with rows below', async (t) => {
  const { take } = await setScene(t);
  const { out } = await typeNadi('central', 'facility', 'template');
  t.match(out, /# BR1042,PHC Rampur/);
  t.match(out, /private-hospital \(Private hospital\)/);
  const [, ...notes] = out.trimEnd().split('\n');
  t.match(await take([...notes, 'ZY106,PHC 6,PHC,government,10,208,1214,Muzaffarpur,26.1,85.4,open']), {
    exit: 0,
    out: /1 added/,
  });
});

t.test('a list that cannot be read is named as the argument that it is', async (t) => {
  const { nadi } = await setScene(t);
  t.match(await nadi('facility', 'import', '/no/such.csv'), {
    exit: 2,
    err: '<csv>: This file cannot be read',
  });
});
