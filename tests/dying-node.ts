import http from 'node:http';
import { text } from 'node:stream/consumers';
import { listenHere } from './listen-here.js';

/**
 * What becomes of a request at a node of a cluster that is killed or comes back. `gone`: no answer. `lost`: done, without
 * an answer. `broken-off`: done, and half of the answer comes. `no-shard`: the shards of another node are missing.
 * `accepted`: done by too few nodes to be vouched for. `behind`: its copy lacks the last half of the rows of a view or a
 * range. `again`: its feed begins anew. `unknown`: the database was made while it was down.
 */
export type Fate =
  'well' | 'gone' | 'lost' | 'broken-off' | 'no-shard' | 'accepted' | 'behind' | 'again' | 'unknown';

export interface DyingNode {
  url: string;
  /** asked for each request, in the order in which they come */
  onRequest: (decide: (method: string, path: string) => Fate) => void;
  close: () => Promise<void>;
}

/** A node between us and the CouchDB, on an address of its own. */
export async function startDyingNode(target: string): Promise<DyingNode> {
  const { hostname, port } = new URL(target);
  let decide: (method: string, path: string) => Fate = () => 'well';

  const server = http.createServer((request, response) => {
    const { method = 'GET', headers, url: asked = '/' } = request;
    const fate = decide(method, asked.split('?')[0] ?? '');
    if (fate === 'gone') return void request.socket.destroy();
    if (fate === 'no-shard' || fate === 'unknown') {
      request.resume();
      const [status, error, reason] =
        fate === 'unknown'
          ? [404, 'not_found', 'Database does not exist.']
          : [500, 'nodedown', 'progress not possible'];
      response.writeHead(Number(status), { 'content-type': 'application/json' });
      return void response.end(JSON.stringify({ error, reason }));
    }
    const path = fate === 'again' ? asked.replace(/([?&]since=)[^&]*/, '$10') : asked;
    const onward = http.request({ hostname, port, method, path, headers }, (answer) => {
      if (fate === 'well' || fate === 'again') {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        return void answer.pipe(response);
      }
      void text(answer).then((body) => {
        if (fate === 'lost') return void request.socket.destroy();
        const { 'content-length': _length, ...rest } = answer.headers;
        const whole = changed(fate, body);
        response.writeHead(statusOf(fate, answer.statusCode ?? 502), rest);
        if (fate !== 'broken-off') return void response.end(whole);
        response.write(whole.slice(0, whole.length / 2), () => request.socket.destroy());
      });
    });
    onward.on('error', () => request.socket.destroy());
    request.pipe(onward);
  });
  const { url, close } = await listenHere(server, target);

  return {
    url,
    onRequest: (next) => {
      decide = next;
    },
    close,
  };
}

function statusOf(fate: Fate, status: number): number {
  return fate === 'accepted' && status === 201 ? 202 : status;
}

function changed(fate: Fate, body: string): string {
  if (fate === 'broken-off') return body;
  const answer = JSON.parse(body) as { rows?: object[] } | { ok?: true }[];
  if (fate === 'accepted' && Array.isArray(answer))
    return JSON.stringify(answer.map((row) => (row.ok ? { ...row, accepted: true } : row)));
  if (fate === 'behind' && 'rows' in answer && answer.rows)
    return JSON.stringify({ ...answer, rows: answer.rows.slice(0, answer.rows.length / 2) });
  return body;
}
