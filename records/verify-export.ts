import { createHash } from 'node:crypto';
import { LedgerCheck, type CheckOptions } from './ledger-check.js';
import { findingPlace, type Finding, type LedgerReport } from './ledger-finding.js';
import type { Job } from './progress.js';
import { isSigned } from './seal.js';
import { EXPORT_FORMAT, exportSignedText, type ExportHeader } from './signed-export.js';

/** The outcome for an export; `export` is null where its first line cannot be read. */
export interface ExportReport extends LedgerReport {
  export: Omit<ExportHeader, 'format'> | null;
}

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

const LAST = /^\],"count":(\d+),"signature":"([\w-]+)"\}\n$/;

/** Checks an export's signature over the whole file, and the ledger in it. Throws only what reading `chunks` throws. */
export async function* verifyExport(
  chunks: Chunks,
  { trusted }: Pick<CheckOptions, 'trusted'> = {},
  totalBytes?: number,
): Job<ExportReport> {
  const reading = new ExportReading(trusted);
  const total = totalBytes === undefined ? {} : { total: totalBytes };
  let done = 0;
  for await (const { bytes, text } of linesOf(chunks)) {
    reading.take(bytes, text);
    done += bytes.length;
    if (reading.lines % 2_000 === 0) yield { step: 'audit.reading', done, ...total, unit: 'bytes' };
  }
  return reading.finish();
}

class ExportReading {
  lines = 0;
  readonly #hash = createHash('sha256');
  readonly #findings: Finding[] = [];
  #header: ExportHeader | null = null;
  #check = new LedgerCheck();
  #records = 0;
  #end: { count: number; signature: string } | null = null;

  constructor(private readonly trusted: readonly string[] | undefined) {}

  take(bytes: Uint8Array, text: string): void {
    this.lines += 1;
    const last = LAST.exec(text);
    if (this.#end) this.#findings.push({ kind: 'bad-file', line: this.lines });
    else if (last && this.lines > 1) {
      const [, count, signature = ''] = last;
      // Every byte before the signature's own quotation mark; the pattern leaves nothing free behind it.
      this.#hash.update(text.slice(0, -`"${signature}"}\n`.length));
      this.#end = { count: Number(count), signature };
      return;
    } else if (this.lines === 1) this.#takeHeader(text);
    else this.#takeRecord(text);
    this.#hash.update(bytes);
  }

  finish(): ExportReport {
    const header = this.#header;
    const signed = header !== null && this.#isSigned(header);
    if (!signed) this.#findings.push({ kind: 'bad-file', line: 0 });
    const report = this.#check.finish(!signed);
    const findings = [...this.#findings, ...report.findings].sort(
      (a, b) => findingPlace(a) - findingPlace(b),
    );
    if (!header) return { ...report, findings, whole: false, export: null };
    const { format: _format, ...told } = header;
    return { ...report, findings, whole: findings.length === 0, export: told };
  }

  #takeHeader(text: string): void {
    const header = readHeader(text);
    if (header) {
      const trusted = this.trusted ?? [header.publicKey];
      this.#check = new LedgerCheck({ box: header.box, trusted, start: header.after });
      this.#header = header;
    } else this.#findings.push({ kind: 'bad-file', line: 1 });
  }

  #takeRecord(text: string): void {
    this.#records += 1;
    const record = readRecord(text, this.#records === 1);
    if (record) this.#check.add(record);
    else this.#findings.push({ kind: 'bad-file', line: this.lines });
  }

  #isSigned({ publicKey }: ExportHeader): boolean {
    if (!this.#end || this.#end.count !== this.#records) return false;
    if (this.trusted && !this.trusted.includes(publicKey)) return false;
    return isSigned(exportSignedText(this.#hash), this.#end.signature, publicKey);
  }
}

/** Lines with their ends. */
async function* linesOf(chunks: Chunks): AsyncGenerator<{ bytes: Uint8Array; text: string }> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const line = (bytes: Uint8Array) => ({ bytes, text: decoder.decode(bytes) });
  let rest = new Uint8Array();
  for await (const chunk of chunks) {
    const all = new Uint8Array(rest.length + chunk.length);
    all.set(rest);
    all.set(chunk, rest.length);
    let from = 0;
    for (let at = all.indexOf(10); at >= 0; at = all.indexOf(10, from)) {
      yield line(all.slice(from, at + 1));
      from = at + 1;
    }
    rest = all.slice(from);
  }
  if (rest.length > 0) yield line(rest);
}

function readHeader(text: string): ExportHeader | null {
  const header = parse(`${text}]}`) as Partial<ExportHeader> | null;
  const { format, box, publicKey, after } = header ?? {};
  const fits = format === EXPORT_FORMAT && typeof box === 'string' && typeof publicKey === 'string';
  return fits && Number.isSafeInteger(after?.n) && typeof after?.head === 'string'
    ? (header as ExportHeader)
    : null;
}

function readRecord(text: string, isFirst: boolean): object | null {
  if (!isFirst && !text.startsWith(',')) return null;
  return parse(isFirst ? text : text.slice(1));
}

function parse(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
