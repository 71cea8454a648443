import { encodeBundle, type BundledRecord } from '../../sync/bundle.js';
import type {
  BackupHeader,
  BackupLocal,
  BackupSeal,
  BackupSettings,
  BackupTrailer,
} from './backup-format.js';
import { frameBytes, type Frame } from './frame.js';

export interface BackupContent {
  header: BackupHeader;
  seal: BackupSeal | null;
  settings: BackupSettings;
  locals: BackupLocal[];
  /** in order of n, from the first after `header.from` to `header.upTo` */
  blocks: AsyncIterable<readonly BundledRecord[]>;
}

/** Of brotli's 11: 10 and 11 take four times as long for a tenth less. */
const QUALITY = 9;

/** The plain bytes of a backup, a frame at a time; blocks are made between the server's other work. */
export async function* writeFrames(content: BackupContent): AsyncGenerator<Uint8Array> {
  const { header, seal, settings, locals } = content;
  yield json('header', { ...header, seal });
  yield json('settings', settings);
  yield json('locals', locals);
  const trailer: BackupTrailer = { records: 0, blocks: 0, locals: locals.length };
  for await (const records of content.blocks) {
    yield frameBytes({ kind: 'records', content: await encodeBundle(records, { quality: QUALITY }) });
    trailer.records += records.length;
    trailer.blocks += 1;
  }
  yield json('trailer', trailer);
}

function json(kind: Frame['kind'], value: object): Uint8Array {
  return frameBytes({ kind, content: new TextEncoder().encode(JSON.stringify(value)) });
}
