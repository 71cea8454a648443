import http from 'node:http';
import { listenHere } from './listen-here.js';

/**
 * `open`: passes everything on. `cut`: connections break at once. `hung`: connections stand and nothing comes.
 * `lost-answer`: the centre gets the request, its answer never comes back. `full`: the centre's disk is full.
 */
type Condition = 'open' | 'cut' | 'hung' | 'lost-answer' | 'full';

export interface BadLine {
  url: string;
  /** `POST _bulk_docs`, in order of arrival; queries are left out */
  requests: string[];
  set(condition: Condition): void;
  /** asked for each request that arrives; a condition here is for that request and all later ones */
  onRequest(decide: (request: string) => Condition | null): void;
  close(): Promise<void>;
}

/** A line to the centre that tests can break: an HTTP proxy on an address of its own. */
export async function startBadLine(target: string): Promise<BadLine> {
  const { hostname, port } = new URL(target);
  let condition: Condition = 'open';
  let decide: (request: string) => Condition | null = () => null;
  const requests: string[] = [];

  const server = http.createServer((request, response) => {
    const name =
      `${request.method ?? ''} ${request.url?.split('?')[0]?.split('/').slice(2).join('/') ?? ''}`.trim();
    requests.push(name);
    condition = decide(name) ?? condition;
    if (condition === 'hung') return void request.resume();
    if (condition === 'cut') return void request.socket.destroy();
    if (condition === 'full') {
      request.resume();
      response.writeHead(507, { 'content-type': 'application/json' });
      return void response.end('{"error":"insufficient_storage","reason":"enospc"}');
    }
    const lost = condition === 'lost-answer';
    const { method, headers, url: path } = request;
    const onward = http.request({ hostname, port, method, path, headers }, (answer) => {
      if (lost) {
        answer.resume().on('end', () => request.socket.destroy());
        return;
      }
      const status = answer.statusCode ?? 502;
      response.writeHead(status, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => request.socket.destroy());
    request.pipe(onward);
  });
  const { url: here, close } = await listenHere(server);

  return {
    url: here,
    requests,
    set: (next) => {
      condition = next;
      if (next === 'cut') server.closeAllConnections();
    },
    onRequest: (next) => {
      decide = next;
    },
    close,
  };
}
