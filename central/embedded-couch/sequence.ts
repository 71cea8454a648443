import { badRequest } from './couch-error.js';

/** CouchDB's sequences are text that a client must not look into; so are ours. */
export function sequenceText(seq: number | string): string {
  return `${seq}-embedded`;
}

/** The number in a sequence that a client sends back. `now` is the caller's to read. */
export function readSequence(text: string): number {
  const match = /^"?(\d{1,15})(-embedded)?"?$/.exec(text);
  if (!match) throw badRequest(`Malformed sequence supplied in 'since' parameter.`);
  return Number(match[1]);
}
