import { once } from 'node:events';
import { constants, createBrotliCompress } from 'node:zlib';
import t from 'tap';
import { facilityDatabase } from '../records/ids.js';
import { encodeBundle } from '../sync/bundle.js';
import { writeChecksum } from '../sync/bundle/envelope.js';
import { frame } from '../sync/exchange/frames.js';
import type { End } from '../sync/exchange/messages.js';
import { joinBytes, plainBytes } from '../sync/exchange/plain-bytes.js';
import { OTHER_CONTENT } from '../sync/refusals.js';
import { copiesOf } from './copies-of.js';
import { atCentre, onBox, PATIENCE, setOut, visit, type ExchangeJourney } from './exchange-journey.js';
import { bringing, sayToGateway, type Said } from './say-to-gateway.js';
import { settle } from './settle.js';

const GIB = 1024 ** 3;

async function bundleOf(...records: object[]): Promise<Uint8Array> {
  return encodeBundle(records as never[]);
}

/** A bundle of the first format that unpacks to four gigabytes. */
async function fourGigabytes(): Promise<Uint8Array> {
  const packer = createBrotliCompress({
    params: { [constants.BROTLI_PARAM_QUALITY]: 2, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  const packed: Uint8Array[] = [new Uint8Array([1])];
  packer.on('data', (chunk: Buffer) => packed.push(plainBytes(chunk)));
  const zeros = Buffer.alloc(GIB / 16);
  for (let i = 0; i < 64; i += 1) await new Promise((done) => packer.write(zeros, done));
  packer.end();
  await once(packer, 'end');
  return joinBytes(packed);
}

function ofLaterFormat(bytes: Uint8Array): Uint8Array {
  const later = Uint8Array.from(bytes);
  later[0] = 3;
  writeChecksum(later);
  return later;
}

function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 4 : byte));
}

type Attempt = (good: Uint8Array, journey: ExchangeJourney) => Promise<Uint8Array[]> | Uint8Array[];

const REFUSED: [what: string, attempt: Attempt, code: string][] = [
  ['of a later format', (good) => bringing(ofLaterFormat(good)), 'newer'],
  ['with a flipped bit', (good) => bringing(flipped(good)), 'damaged'],
  ['under the name of another one', (good) => bringing(good, 'ab'.repeat(16)), 'damaged'],
  ['that is cut off, and says so nowhere', (good) => bringing(good.slice(0, -9)), 'damaged'],
  ['of noise', () => bringing(new Uint8Array(500).fill(7)), 'newer'],
  ['of four gigabytes', async () => bringing(await fourGigabytes()), 'too-large'],
  [
    'that is longer than it says',
    (good) => [...bringing(good).slice(0, 2), frame('data', joinBytes([good, good]))],
    'bad-request',
  ],
  ['without a hello', (good) => bringing(good).slice(1), 'bad-request'],
  [
    'without a name and of no size',
    () => [frame('hello', { v: 1 }), frame('bundle', { id: null, size: 'x', from: {} })],
    'bad-request',
  ],
  ['after cursors that are none', () => [frame('hello', { v: 1, cursors: { inbox: [{}] } })], 'refused'],
  ['of a later kind of box', () => [frame('hello', { v: 2 })], 'newer'],
];

t.test(
  'a bundle that cannot be read is refused by name on both sides, and nothing of it is kept',
  async (t) => {
    const journey = await setOut(t);
    const good = await bundleOf(visit(journey.box, 1), visit(journey.box, 2));
    for (const [what, attempt, code] of REFUSED) {
      const before = process.memoryUsage().rss;
      const said = await sayToGateway(journey, await attempt(good, journey));
      t.match(said.at(-1), { kind: 'failed', says: { code, message: String } }, what);
      t.match(journey.entries.at(-1), { box: journey.box, records: 0, code, why: String }, what);
      t.ok(process.memoryUsage().rss - before < GIB / 2, `memory ${what}`);
    }
    t.same(await atCentre(journey), []);
    await journey.write(3);
    t.match(await journey.start().syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });
    t.same(
      await atCentre(journey),
      await onBox(journey),
      'and the box itself goes on as if nothing had been',
    );
  },
);

t.test('of records that break the laws each is refused by its id, and the others are taken', async (t) => {
  const journey = await setOut(t);
  const { box } = journey;
  const stands = visit(box, 1);
  await sayToGateway(journey, bringing(await bundleOf(stands)));
  const foreign = visit('BR77', 2);
  const changed = { ...stands, words: 'something else' };
  const nameless = { ...visit(box, 3), by: '' };
  const fine = visit(box, 4);
  const said = await sayToGateway(journey, bringing(await bundleOf(changed, foreign, nameless, fine)));
  const ids = [foreign, nameless].map((record) => ({ id: (record as { _id: string })._id, reason: String }));
  t.match(said[0], {
    kind: 'confirmed',
    says: { refused: [{ id: (stands as { _id: string })._id, reason: OTHER_CONTENT }, ...ids] },
  });
  t.match(journey.entries.at(-1), { refused: { records: 3, reason: OTHER_CONTENT } });
  const { rows } = await journey.nano
    .use(facilityDatabase(box))
    .list({ include_docs: true, conflicts: true });
  const docs = rows.flatMap(({ doc }) => (doc && !doc._id.startsWith('_design/') ? [doc] : []));
  t.match(docs, [stands, fine]);
  t.notOk(docs.some((doc) => '_conflicts' in doc));
});

t.test('a request that comes once more changes nothing', async (t) => {
  const journey = await setOut(t);
  const frames = bringing(await bundleOf(visit(journey.box, 1), visit(journey.box, 2)));
  const first = await sayToGateway(journey, frames);
  await settle();
  const { update_seq: before } = await journey.nano.use(facilityDatabase(journey.box)).info();
  await journey.restartGateway();
  const again = await sayToGateway(journey, frames);
  const isCluster = (await copiesOf(journey.nano, facilityDatabase(journey.box))) > 1;
  const told = (said: Said[]): object[] => (isCluster ? said.map(withCounts) : said);
  t.same(told(again), told(first));
  const { update_seq: after } = await journey.nano.use(facilityDatabase(journey.box)).info();
  t.equal((await atCentre(journey)).length, 2, 'two records');
  t.equal(Number.parseInt(String(after)), Number.parseInt(String(before)));
});

/** Each copy of a cluster tells its place in its own words, and only the numbers before them are the same. */
function withCounts({ kind, says }: Said): object {
  const { tag: _tag, cursors, ...rest } = says as Partial<End>;
  const counts = Object.entries(cursors ?? {}).map(([name, place]) => [name, Number.parseInt(String(place))]);
  return { kind, ...rest, counts };
}
