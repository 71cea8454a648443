import { inboxDatabase, parsePatientId, type BoxId } from '../../../records/ids.js';
import { laterLink, readLink } from '../../../records/person-links.js';
import type { Copy } from '../copy.js';
import type { CouchDocument } from '../router-couch.js';

/** A decision in `patients` goes to the homes of both patients, and to the boxes that hold anything of the person. */
export function routeLink(document: CouchDocument, holders: readonly BoxId[]): Copy[] {
  const patients = [document['a'], document['b']].map((id) => (typeof id === 'string' ? id : ''));
  const homes = patients.flatMap((id) => parsePatientId(id)?.box ?? []);
  return [...new Set([...homes, ...holders])].map((box) => linkCopy(document, box));
}

/** One that was undone or decided anew goes again, and the later word counts, whoever carries it first. */
export function linkCopy(document: CouchDocument, box: BoxId): Copy {
  const { _id, _rev, _conflicts, ...decision } = document;
  return {
    ...{ database: inboxDatabase(box), id: _id, body: decision, elsewhere: [] },
    merge: (standing) => {
      const [before, said] = [readLink(standing), readLink(document)];
      return before && said && laterLink(before, said) === before ? null : decision;
    },
  };
}
