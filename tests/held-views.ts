import http from 'node:http';
import { listenHere } from './listen-here.js';

/** How far the index is that holds its views back; `gives-up`: after `[fabric] request_timeout` CouchDB says 500. */
export interface HeldIndex {
  done: number;
  total: number;
  how: 'holds' | 'gives-up';
}

export interface HeldViews {
  url: string;
  /** what becomes of the views of each design document, by `summaries/_design/places`; the others answer */
  held: Map<string, HeldIndex>;
  /** how often a view of it was asked for, by the same name */
  asked: (design: string) => number;
  close: () => Promise<void>;
}

/**
 * A CouchDB whose indexes are being built: who asks such a view waits until it has seen all, and `_info` tells how far
 * it is, as CouchDB's source says it (`couch_index`, `fabric_streams`, `fabric_group_info`).
 */
export async function holdViews(target: string): Promise<HeldViews> {
  const { hostname, port } = new URL(target);
  const held = new Map<string, HeldIndex>();
  const counts = new Map<string, number>();

  const server = http.createServer((request, response) => {
    const { method = 'GET', headers, url: path = '/' } = request;
    const [, design = '', what] = /^\/([^/]+\/_design\/[^/?]+)\/(_view|_info)/.exec(path) ?? [];
    const index = held.get(design);
    if (what === '_view') counts.set(design, (counts.get(design) ?? 0) + 1);
    if (index && what === '_view') {
      request.resume();
      if (index.how === 'holds') return;
      const reason = 'The request could not be processed in a reasonable amount of time.';
      return answer(response, 500, { error: 'timeout', reason });
    }
    if (index && what === '_info') {
      request.resume();
      const pending = index.total - index.done;
      return answer(response, 200, {
        name: design,
        view_index: {
          ...{ update_seq: index.done, updater_running: pending > 0, waiting_clients: 1 },
          // as where another copy than the preferred one answered first
          updates_pending: { minimum: pending, preferred: 0, total: 3 * pending },
        },
      });
    }
    const onward = http.request({ hostname, port, method, path, headers }, (coming) => {
      response.writeHead(coming.statusCode ?? 502, coming.headers);
      coming.pipe(response);
    });
    onward.on('error', () => request.socket.destroy());
    request.pipe(onward);
  });
  const { url, close } = await listenHere(server, target);
  return {
    url,
    held,
    asked: (design) => counts.get(design) ?? 0,
    close,
  };
}

function answer(response: http.ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
