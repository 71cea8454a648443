import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import t, { type Test } from 'tap';
import * as td from 'testdouble';
import { ScriptedLedger } from '../../records/fixtures/scripted-ledger.js';
import { encodeBundle } from '../../sync/bundle.js';
import { bundleId } from '../../sync/exchange/bundle-id.js';
import { frame, FrameReader } from '../../sync/exchange/frames.js';
import type { BoxCouch } from './box-couch.js';
import { BoxMemory } from './box-memory.js';
import { ExchangeSession } from './exchange-session.js';
import { GatewayError } from './gateway-error.js';
import { NewsFeed } from './news-feed.js';
import { Spool } from './spool.js';

async function makeSpool(t: Test): Promise<Spool> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-spool-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return new Spool(folder);
}

/** What a box sends: hello and one bundle, whose bytes reach the disk before its end comes. */
async function* oneBundle(): AsyncGenerator<Uint8Array> {
  const ledger = new ScriptedLedger();
  ledger.visit('vitals');
  const bytes = await encodeBundle(ledger.records);
  const half = bytes.length >> 1;
  yield frame('hello', { v: 1 });
  yield frame('bundle', { id: bundleId(bytes), size: bytes.length });
  yield frame('data', bytes.subarray(0, half));
  await pause(400);
  yield frame('data', bytes.subarray(half));
}

/** Runs one exchange; the kinds of frames that the box was answered. */
async function exchange(spool: Spool, box: string, couch: object, storing = pLimit(8)): Promise<string[]> {
  const kinds: string[] = [];
  const reader = new FrameReader();
  const session = new ExchangeSession({
    ...{ box, spool, storing, couch: couch as BoxCouch, memory: new BoxMemory() },
    ...{ news: new NewsFeed(() => performance.now()), before: Promise.resolve(), onTrouble: () => undefined },
    answer: {
      write: (bytes) => {
        for (const { kind } of reader.take(bytes)) kinds.push(kind);
        return Promise.resolve();
      },
    },
  });
  await session.run(oneBundle());
  return kinds;
}

async function openFilesUnder(folder: string): Promise<string[]> {
  const names = await readdir('/proc/self/fd');
  const paths = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')));
  return paths.filter((path) => path.startsWith(folder));
}

t.test(
  'a CouchDB that cannot write leaves no file open, and the bundle lies there for the next time',
  { skip: process.platform !== 'linux' && 'looks into /proc' },
  async (t) => {
    const spool = await makeSpool(t);
    const down = td.object<Pick<BoxCouch, 'write'>>();
    td.when(down.write(td.matchers.anything() as never)).thenReject(
      new GatewayError('centre-down', 'no answer'),
    );
    const kinds = await exchange(spool, 'BR1042', down);
    t.equal(kinds.at(-1), 'failed');
    t.same(await openFilesUnder(spool.folder), []);
    t.equal((await readdir(join(spool.folder, 'BR1042'))).length, 1);
  },
);

t.test('however many boxes come at once, only so many bundles are with CouchDB', async (t) => {
  const spool = await makeSpool(t);
  const storing = pLimit(3);
  let now = 0;
  let most = 0;
  const slow = {
    async write() {
      most = Math.max(most, (now += 1));
      await pause(20);
      now -= 1;
      return [];
    },
    sum: () => Promise.resolve(null),
    copies: () => Promise.resolve(1),
  };
  const boxes = Array.from({ length: 12 }, (_, i) => `BR${1000 + i}`);
  const answers = await Promise.all(boxes.map((box) => exchange(spool, box, slow, storing)));
  t.equal(most, 3);
  t.ok(
    answers.every((kinds) => kinds.includes('confirmed') && kinds.at(-1) === 'end'),
    'and each is confirmed',
  );
});
