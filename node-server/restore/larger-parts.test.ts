import t from 'tap';
import { largerParts } from './larger-parts.js';
import { oneAhead } from './one-ahead.js';
import type { SourcePart, StoredRecord } from './restore-source.js';

const records = (...ns: number[]): StoredRecord[] => ns.map((n) => ({ n }) as StoredRecord);
const at = (since: number) => ({ box: 'BR1042', since });

async function* source(parts: SourcePart[], failure?: Error): AsyncGenerator<SourcePart, void, void> {
  for (const part of parts) yield await Promise.resolve(part);
  if (failure) throw failure;
}

async function all(parts: AsyncIterable<SourcePart>): Promise<SourcePart[]> {
  const found: SourcePart[] = [];
  for await (const part of parts) found.push(part);
  return found;
}

t.test('small parts become large ones in the same order, none across the box’s own part', async (t) => {
  const box: SourcePart = { part: 'box', locals: [] };
  const parts: SourcePart[] = [
    { part: 'records', records: records(1, 2), cursor: at(2) },
    { part: 'records', records: records(3), cursor: at(3) },
    { part: 'records', records: records(4), cursor: at(4) },
    { part: 'records', records: records(5) },
    box,
    { part: 'records', records: records(6) },
  ];
  t.same(await all(largerParts(source(parts), 3)), [
    { part: 'records', records: records(1, 2, 3), cursor: at(3) },
    { part: 'records', records: records(4, 5) },
    box,
    { part: 'records', records: records(6) },
  ]);
});

t.test('one part is asked for ahead, and what the source throws arrives behind what it gave', async (t) => {
  const given: SourcePart[] = [{ part: 'records', records: records(1) }];
  const ahead = oneAhead(source(given, new Error('the stick was pulled out')));
  t.same((await ahead.next()).value, given[0]);
  await t.rejects(ahead.next(), { message: 'the stick was pulled out' });
  let closed = false;
  async function* endless(): AsyncGenerator<number, void, void> {
    try {
      for (let i = 0; ; i += 1) yield await Promise.resolve(i);
    } finally {
      closed = true;
    }
  }
  for await (const one of oneAhead(endless())) if (one === 3) break;
  t.ok(closed, 'a source that is left is closed');
});
