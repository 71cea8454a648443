import { createHash } from 'node:crypto';
import t from 'tap';
import type { Test } from 'tap';
import { FacilityError } from '../../records/facility-error.js';
import { Facility } from '../facility.js';
import { onceName } from './once-mark.js';

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');
const MOVEMENT = { item: 'd1', batch: 'A', expiry: '2099-03', change: 5, kind: 'receive' } as const;

function open(folder: string): Promise<Facility> {
  return Facility.open({
    folder,
    box: 'BR1042',
    now: Date.now,
  });
}

async function openFor(t: Test): Promise<Facility> {
  const facility = await open(t.testdir());
  t.teardown(() => facility.stop());
  return facility;
}

t.test('what a form’s save gave back is known after a restart', async (t) => {
  const folder = t.testdir();
  const before = await open(folder);
  const once = hash('form');
  const save = () =>
    before.append({ by: 'asha', once }, (draft) => {
      draft.stock(MOVEMENT);
      return { units: 5 };
    });
  await Promise.all([save(), before.append({ by: 'asha' }, (draft) => draft.stock(MOVEMENT))]);
  await before.stop();
  const after = await open(folder);
  t.teardown(() => after.stop());
  t.same(await after.findOnce(once), { answer: { units: 5 } });
  t.equal(await after.findOnce(hash('another form')), null);
  t.equal(after.recordCount, 2);
  t.ok(after.isWhole, 'it is no record');
});

t.test('a save that gives nothing back is known, too', async (t) => {
  const facility = await openFor(t);
  await facility.append({ by: 'asha', once: hash('form') }, (draft) => {
    draft.stock(MOVEMENT);
  });
  t.same(await facility.findOnce(hash('form')), { answer: undefined });
});

t.test('a form that wrote nothing is judged anew when it comes again', async (t) => {
  const facility = await openFor(t);
  const once = hash('form');
  await facility.append({ by: 'asha', once }, () => 'look at these first');
  t.equal(await facility.findOnce(once), null);
  const refused = facility.append({ by: 'asha', once }, (draft) => {
    draft.stock(MOVEMENT);
    throw new FacilityError('stock-short', 'Too little.');
  });
  await t.rejects(refused, { code: 'stock-short' });
  t.equal(await facility.findOnce(once), null);
});

t.test('two forms in one place: the later one is known, and is never taken for the earlier', async (t) => {
  const facility = await openFor(t);
  const [first = '', second = ''] = sharingAPlace();
  for (const once of [first, second]) {
    await facility.append({ by: 'asha', once }, (draft) => {
      draft.stock(MOVEMENT);
      return once;
    });
  }
  t.equal(await facility.findOnce(first), null);
  t.same(await facility.findOnce(second), { answer: second });
});

function sharingAPlace(): string[] {
  const places = new Map<string, string>();
  for (let i = 0; ; i += 1) {
    const key = hash(String(i));
    const other = places.get(onceName(key));
    if (other) return [other, key];
    places.set(onceName(key), key);
  }
}
