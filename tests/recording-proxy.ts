import { createServer, request as ask } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Test } from 'tap';
import { listenHere } from './listen-here.js';

/** What somebody asked a server. */
export interface Recorded {
  method: string;
  /** as it was sent, encoded */
  path: string;
  query: URLSearchParams;
  /** parsed where it is JSON, else null */
  body: unknown;
}

/** A proxy before a server over plain HTTP that passes everything on as it is, and remembers what was asked. */
export async function startRecordingProxy(
  t: Test,
  target: string,
): Promise<{ url: string; recorded: Recorded[] }> {
  const { hostname, port } = new URL(target);
  const recorded: Recorded[] = [];
  const server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    request.on('end', () => {
      const sent = Uint8Array.from(Buffer.concat(chunks));
      const { method = 'GET', url = '/', headers } = request;
      const { pathname: path, searchParams: query } = new URL(url, target);
      const body = readJson(
        headers['content-encoding'] === 'gzip' ? Uint8Array.from(gunzipSync(sent)) : sent,
      );
      recorded.push({ method, path, query, body });
      const onward = ask({ hostname, port, method, path: url, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      response.on('close', () => onward.destroy());
      onward.end(sent);
    });
  });
  const { url, close } = await listenHere(server);
  t.teardown(close);
  return { url, recorded };
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return null;
  }
}
