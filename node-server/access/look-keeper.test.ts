import t from 'tap';
import * as td from 'testdouble';
import { FacilityError } from '../../records/facility-error.js';
import { patientId } from '../../records/ids.js';
import type { LedgerRecord, RecordOf } from '../../records/ledger-record.js';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import { LookKeeper, type Look } from './look-keeper.js';

const SITA = patientId('BR1042', 1);
const GITA = patientId('BR1042', 2);
const PAGE: Look = {
  by: 'asha',
  action: 'view',
  route: '/counter/patient/{id}',
  patients: [SITA],
  list: false,
};
const QUEUE: Look = { ...PAGE, route: '/queue', list: true };

let centre: StationCentre;
let clock = 0;
let troubles: string[] = [];
let written: RecordOf<'access'>[] = [];
let writes = 0;
let keeper: LookKeeper;
/** asked before each write; a test lets it refuse */
let disk: () => Promise<void>;
t.beforeEach(async () => {
  centre = await openStationCentre(() => []);
  [clock, troubles, written, writes] = [0, [], [], 0];
  centre.facility.onWritten((records: LedgerRecord[]) => {
    writes += 1;
    written.push(...records.filter((record) => record.type === 'access'));
  });
  diskTakes();
  keeper = new LookKeeper({
    append: async (options, build) => {
      await disk();
      return centre.facility.append(options, build);
    },
    monotonic: () => clock,
    onTrouble: ({ message }) => troubles.push(message),
  });
});
t.afterEach(() => centre.stop());

const diskTakes = (): void => {
  disk = td.func<() => Promise<void>>();
  td.when(disk()).thenResolve();
};
const diskIsFull = (): void => {
  disk = td.func<() => Promise<void>>();
  td.when(disk()).thenReject(new FacilityError('disk-full', 'The disk is full.'));
};

void t.test('looks of several people go to the disk in one write, each under its own name', async (t) => {
  keeper.add(PAGE);
  keeper.add({ ...PAGE, by: 'nisha', patients: [SITA, GITA], device: 'abcdefgh' });
  t.equal(written.length, 0, 'nobody waited for them');
  await keeper.flush();
  t.equal(writes, 1);
  t.match(written, [
    { by: 'asha', action: 'view', patients: [SITA], route: '/counter/patient/{id}' },
    { by: 'nisha', patients: [SITA, GITA], device: 'abcdefgh' },
  ]);
});

void t.test('without a flush the records come by themselves', async (t) => {
  keeper.add(PAGE);
  while (written.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  t.equal(written.length, 1);
});

void t.test(
  'a page that is loaded again within a minute is one look, after a minute it is two',
  async (t) => {
    for (const at of [0, 30_000, 80_000, 130_000]) {
      clock = at;
      keeper.add(PAGE);
    }
    await keeper.flush();
    t.equal(written.length, 1);
    clock = 191_000;
    keeper.add(PAGE);
    keeper.add({ ...PAGE, by: 'nisha' });
    keeper.add({ ...PAGE, route: '/queue' });
    await keeper.flush();
    t.equal(written.length, 4, 'another person and another page are looks of their own');
  },
);

void t.test('a list that stands open names only those who are new on it', async (t) => {
  for (let minute = 0; minute < 120; minute += 2) {
    clock = minute * 60_000;
    keeper.add({ ...QUEUE, patients: minute < 60 ? [SITA] : [SITA, GITA] });
  }
  await keeper.flush();
  t.same(
    written.map(({ patients }) => patients),
    [[SITA], [GITA]],
  );
});

void t.test('every print is a look', async (t) => {
  keeper.add({ ...PAGE, action: 'print' });
  keeper.add({ ...PAGE, action: 'print' });
  await keeper.flush();
  t.equal(written.length, 2);
});

void t.test('a list longer than one record becomes several', async (t) => {
  const patients = Array.from({ length: 450 }, (_, serial) => patientId('BR1042', serial + 1));
  keeper.add({ ...QUEUE, patients });
  await keeper.flush();
  t.same(
    written.map((record) => record.patients.length),
    [200, 200, 50],
  );
});

void t.test('a disk that refuses is told of once, and what waited is written later', async (t) => {
  diskIsFull();
  keeper.add(PAGE);
  await keeper.flush();
  keeper.add({ ...PAGE, by: 'nisha' });
  await keeper.flush();
  t.same(troubles, ['The disk is full.']);
  diskTakes();
  await keeper.stop();
  t.same(
    written.map(({ by }) => by),
    ['asha', 'nisha'],
  );
});

void t.test('what could not be kept until the end is said', async (t) => {
  diskIsFull();
  keeper.add(PAGE);
  await keeper.stop();
  t.match(troubles.at(-1), /^1 looks/);
});

void t.test('a look that cannot be written keeps no other from the disk', async (t) => {
  keeper.add(PAGE);
  keeper.add({ ...PAGE, patients: ['patient:nobody'] });
  keeper.add({ ...PAGE, patients: [GITA] });
  await keeper.flush();
  t.same(
    written.map(({ patients }) => patients),
    [[SITA], [GITA]],
  );
  t.match(troubles, [/access/]);
});

void t.test('who sees a person under one number has seen the record under each', async (t) => {
  const linked = new LookKeeper({
    append: (options, build) => centre.facility.append(options, build),
    idsOf: (id) => (id === SITA ? [SITA, GITA] : [id]),
    monotonic: () => clock,
    onTrouble: ({ message }) => troubles.push(message),
  });
  linked.add(PAGE);
  await linked.flush();
  t.match(written, [{ patients: [SITA, GITA] }]);
});
