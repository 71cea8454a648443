import { once } from 'node:events';
import http from 'node:http';
import { listenHere } from './listen-here.js';

/**
 * What a cluster of three nodes does while one of them is killed and comes back, beside what one node does. Each is as
 * CouchDB's own source says it; see docs/embedded-couch.md.
 */
export interface Nodes {
  /** views and words on a database are answered by a copy that has stood still since this began */
  behind?: boolean;
  /** changes are told by such a copy: it knows of none */
  unaware?: boolean;
  /** the copy that answers has counted fewer writes than another one: its sequences begin with a smaller number */
  countsLess?: boolean;
  /** changes are told by a copy that is ahead: the others lack the documents yet */
  ahead?: boolean;
  /** the node that gave out a sequence is gone: its changes come again from the start */
  rewound?: boolean;
  /** one node of three takes the writes: 202, but still 201 to `new_edits: false` */
  few?: boolean;
  /** no node is up that holds the database */
  none?: boolean;
  /** a `_local` document is read of copies that missed its writing */
  forgetful?: boolean;
}

export interface ClusterLine {
  url: string;
  /** what the nodes do from now on */
  nodes: Nodes;
  /** `GET _changes?since=3-x`, in order of arrival, of whichever database; of a database itself `GET` */
  requests: string[];
  /** documents that were posted to `_bulk_docs` */
  posted: number;
  close(): Promise<void>;
}

interface Asked {
  method: string;
  /** below the database; without the query */
  path: string;
  url: string;
}

interface Answer {
  status: number;
  body: string;
}

/** A line to one CouchDB that makes it look like a cluster whose nodes die and come back. */
export async function startClusterLine(target: string): Promise<ClusterLine> {
  const { hostname, port } = new URL(target);
  /** the last answers of a copy, by address */
  const stood = new Map<string, Answer>();

  const server = http.createServer((request, response) => {
    void answer(request, response).catch(() => request.socket.destroy());
  });

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = request;
    // As they are when it arrives.
    const { nodes } = line;
    const { pathname, search } = new URL(url, target);
    const path = pathname.split('/').slice(2).map(decodeURIComponent).join('/');
    const asked = { method, path, url };
    line.requests.push(`${method} ${path}${search}`.trim());
    const chunks: Uint8Array[] = [];
    for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (path === '_bulk_docs') line.posted += countPosted(body, headers['content-encoding']);
    const own = pathname === '/' ? null : ownAnswer(asked, nodes);
    if (own) return send(response, own);
    const rewound = nodes.rewound === true && path === '_changes';
    const onward = http.request({
      ...{ hostname, port, method, headers },
      path: rewound ? url.replace(/([?&])since=[^&]*/, '$1') : url,
    });
    onward.end(body);
    const [coming] = (await once(onward, 'response')) as [http.IncomingMessage];
    const pieces: Uint8Array[] = [];
    for await (const piece of coming as AsyncIterable<Uint8Array>) pieces.push(piece);
    const status = coming.statusCode ?? 502;
    const type = coming.headers['content-type'] ?? '';
    if (!type.includes('json') || status >= 300 || method === 'HEAD') {
      response.writeHead(status, coming.headers);
      return void response.end(Buffer.concat(pieces));
    }
    const told = changed(asked, { status, body: Buffer.concat(pieces).toString() }, nodes);
    send(response, old(asked, told, nodes), coming.headers);
  }

  /** What the copy that stands still says; else what is so, which it will say from now on. */
  function old({ method, path, url }: Asked, told: Answer, { behind }: Nodes): Answer {
    const isOfOneCopy = method === 'GET' && (path === '' || path.includes('/_view/'));
    if (!isOfOneCopy) return told;
    if (!behind) stood.set(url, told);
    return stood.get(url) ?? told;
  }

  const { url: here, close } = await listenHere(server);
  const line: ClusterLine = {
    url: here,
    nodes: {},
    requests: [],
    posted: 0,
    close,
  };
  return line;
}

/** What the cluster says without asking the CouchDB behind it. */
function ownAnswer({ method, path, url }: Asked, { none, forgetful, unaware }: Nodes): Answer | null {
  const since = new URL(url, 'http://x').searchParams.get('since');
  if (unaware && path === '_changes')
    return { status: 200, body: JSON.stringify({ results: [], last_seq: since ?? '0', pending: 0 }) };
  if (none) return { status: 412, body: '{"error":"nodedown","reason":"progress not possible"}' };
  if (forgetful && method === 'GET' && path.startsWith('_local/'))
    return { status: 404, body: '{"error":"not_found","reason":"missing"}' };
  return null;
}

function changed({ method, path }: Asked, answer: Answer, { few, ahead, countsLess }: Nodes): Answer {
  const { status, body } = answer;
  if (method === 'GET' && path === '' && body.includes('"update_seq"')) {
    const { update_seq: sequence, ...info } = JSON.parse(body) as { update_seq: string };
    const counted = countsLess ? countedLess(sequence) : sequence;
    const told = { ...info, update_seq: counted, cluster: { q: 2, n: 3, w: 2, r: 2 } };
    return { status, body: JSON.stringify(told) };
  }
  if (countsLess && path === '_changes' && method === 'POST') {
    const { last_seq: sequence, ...changes } = JSON.parse(body) as { last_seq: string };
    return { status, body: JSON.stringify({ ...changes, last_seq: countedLess(sequence) }) };
  }
  if (few && method === 'PUT' && status === 201) return { status: 202, body };
  if (ahead && path === '_bulk_get') return { status, body: withoutDocuments(body) };
  return answer;
}

function countedLess(sequence: string): string {
  const [count = '0', ...opaque] = sequence.split('-');
  return [`${Math.max(0, Number(count) - 2)}`, ...opaque].join('-');
}

function withoutDocuments(body: string): string {
  const { results } = JSON.parse(body) as { results: { id: string; docs: { ok?: { _rev: string } }[] }[] };
  const missing = results.map(({ id, docs }) => ({
    id,
    docs: docs.map(({ ok }) => ({
      error: { id, rev: ok?._rev ?? 'undefined', error: 'not_found', reason: 'missing' },
    })),
  }));
  return JSON.stringify({ results: missing });
}

function countPosted(body: Buffer, encoding: string | undefined): number {
  if (encoding !== undefined) return 0;
  return (JSON.parse(body.toString()) as { docs?: unknown[] }).docs?.length ?? 0;
}

function send(response: http.ServerResponse, { status, body }: Answer, headers: object = {}): void {
  const { 'transfer-encoding': _coding, ...kept } = headers as Record<string, string>;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...kept,
    'content-length': String(Buffer.byteLength(body)),
  });
  response.end(body);
}
