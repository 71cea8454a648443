import fc from 'fast-check';
import t from 'tap';
import { BundleError } from '../bundle/bundle-error.js';
import { ByteWriter } from './byte-writer.js';
import { fuzzFrames } from './fixtures/fuzz-frames.js';
import { frame, FRAME_LIMIT, FrameError, FrameReader } from './frames.js';
import { decodePaper } from './paper-bundle.js';
import { joinBytes } from './plain-bytes.js';

t.test('frames come back whole, wherever the line cut them', (t) => {
  const run = joinBytes([
    frame('hello', { v: 1 }),
    frame('data', new Uint8Array(200).fill(3)),
    frame('alive'),
  ]);
  for (let cut = 0; cut <= run.length; cut += 1) {
    const reader = new FrameReader();
    const frames = [...reader.take(run.subarray(0, cut)), ...reader.take(run.subarray(cut))];
    const kinds = [...new Set(frames.map(({ kind }) => kind))];
    const data = frames.reduce((sum, { kind, bytes }) => sum + (kind === 'data' ? bytes.length : 0), 0);
    t.same([kinds, data, reader.pending], [['hello', 'data', 'alive'], 200, 0], `cut at ${cut}`);
  }
  t.end();
});

t.test('a frame that says that it is longer than any is refused before it comes', (t) => {
  const head = new ByteWriter();
  head.byte('h'.charCodeAt(0));
  head.count(FRAME_LIMIT + 1);
  t.throws(() => new FrameReader().take(head.end()), FrameError);
  t.end();
});

t.test('a changed frame or paper is refused by name, or taken as another one', (t) => {
  const { wrong, taken, refused, slowestMs } = fuzzFrames(10_000, 5);
  t.strictSame(wrong, []);
  t.ok(taken > 100 && refused > 100, `${taken} taken, ${refused} refused`);
  t.ok(slowestMs < 1_000);
  t.end();
});

t.test('a paper whose head is any JSON is refused by name, or is a document', (t) => {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom('x', -1, 2 ** 40, 3, null));
  const file = fc.oneof(value, fc.record({ name: value, type: value, size: value }));
  const document = fc.oneof(value, fc.record({ _id: value, _rev: value }));
  const files = fc.oneof(value, fc.array(file, { maxLength: 3 }));
  fc.assert(
    fc.property(fc.record({ document, files }), fc.uint8Array({ maxLength: 8 }), (head, rest) => {
      const out = new ByteWriter();
      out.text(JSON.stringify(head));
      out.bytes(rest);
      try {
        return typeof (decodePaper(out.end()) as { _id?: unknown })._id === 'string';
      } catch (error) {
        if (error instanceof BundleError) return true;
        throw error;
      }
    }),
    { numRuns: 2_000 },
  );
  t.end();
});
