import type { Request } from '@hapi/hapi';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CouchError, badRequest } from './couch-error.js';

/**
 * A request's body, unzipped. The limit (bytes) holds after gunzip and is counted while unzipping, so that a zip
 * bomb is refused (413) without being held. A refused request's rest is read and dropped: closing the connection
 * at once would take the answer away from the client.
 */
export function readBody(request: Request, limit: number): Promise<Buffer> {
  const source = request.raw.req;
  return new Promise((resolve, reject) => {
    const decoded = decode(source);
    const chunks: Uint8Array[] = [];
    let size = 0;
    const refuse = (error: CouchError): void => {
      decoded.removeAllListeners('data');
      if (decoded !== source) {
        source.unpipe();
        decoded.destroy();
      }
      source.resume();
      reject(error);
    };
    decoded.on('data', (chunk: Uint8Array) => {
      size += chunk.length;
      if (size > limit) return refuse(new CouchError(413, 'too_large', 'the request entity is too large'));
      chunks.push(chunk);
    });
    decoded.once('end', () => resolve(Buffer.concat(chunks, size)));
    decoded.on('error', () => refuse(badRequest('the request body is not valid gzip')));
    source.once('close', () => {
      if (!source.complete) refuse(badRequest('the request ended early'));
    });
  });
}

function decode(source: IncomingMessage): Readable {
  const encoding = source.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return source;
  // Exactly this: CouchDB knows neither `x-gzip` nor `deflate` nor a list of encodings.
  if (encoding === 'gzip') return source.pipe(createGunzip());
  source.resume();
  throw new CouchError(415, 'bad_content_type', `${encoding} is not a supported content encoding.`);
}

/** A body of any JSON. CouchDB asks POST, and POST only, for the JSON content type. */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  if (
    request.method === 'post' &&
    request.raw.req.headers['content-type']?.split(';')[0]?.trim() !== 'application/json'
  ) {
    request.raw.req.resume();
    throw new CouchError(415, 'bad_content_type', 'Content-Type must be application/json');
  }
  const bytes = await readBody(request, limit);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw badRequest('invalid UTF-8 JSON');
  }
  // CouchDB reads no half of a pair, which JavaScript writes as an escape.
  if (/\\u[dD][89a-fA-F]/.test(bytes.toString('latin1')) && HALF_PAIR.test(JSON.stringify(value))) {
    throw badRequest('invalid UTF-8 JSON');
  }
  return value;
}

/** In what JSON.stringify writes: an escaped surrogate, and no backslash that only looks like its own. */
const HALF_PAIR = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

export async function readObject(
  request: Request,
  limit: number,
  reason = 'Request body must be a JSON object',
): Promise<Record<string, unknown>> {
  const value = await readJson(request, limit);
  if (!isObject(value)) throw badRequest(reason);
  return value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
