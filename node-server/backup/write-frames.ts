import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { brotliParameters, encodeColumns, sealBundle, type BundledRecord } from '../../sync/bundle.js';
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

/** Of brotli's 11 the one at which a full backup takes no longer than gzip of the data folder. */
const QUALITY = 7;
const compress = promisify(brotliCompress);

/** The plain bytes of a backup, a frame at a time; blocks are compressed beside the server's other work. */
export async function* writeFrames(content: BackupContent): AsyncGenerator<Uint8Array> {
  const { header, seal, settings, locals } = content;
  yield json('header', { ...header, seal });
  yield json('settings', settings);
  yield json('locals', locals);
  const trailer: BackupTrailer = { records: 0, blocks: 0, locals: locals.length };
  for await (const records of content.blocks) {
    const columns = encodeColumns(records);
    const packed = await compress(columns, { params: brotliParameters(columns.length, QUALITY) });
    const bundle = sealBundle(packed);
    yield frameBytes({
      kind: 'records',
      content: new Uint8Array(bundle.buffer, bundle.byteOffset, bundle.length),
    });
    trailer.records += records.length;
    trailer.blocks += 1;
  }
  yield json('trailer', trailer);
}

function json(kind: Frame['kind'], value: object): Uint8Array {
  return frameBytes({ kind, content: new TextEncoder().encode(JSON.stringify(value)) });
}
