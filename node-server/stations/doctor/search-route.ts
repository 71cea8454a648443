import { notFound } from '@hapi/boom';
import type { ServerRoute } from '@hapi/hapi';
import { showsNobody } from '../../access/look.js';
import { languageOf, translator } from '../../language.js';
import type { Facility } from '../../facility.js';
import { searchLists, SEARCH_KINDS } from './search-lists.js';

/** `GET /api/search/drug?q=para`: what the type-ahead of the doctor's form shows. */
export function searchRoute(facility: Facility): ServerRoute {
  return {
    method: 'GET',
    path: '/api/search/{kind}',
    options: showsNobody('drugs, diagnoses, tests and complaints of the lists'),
    handler: (request) => {
      const kind = SEARCH_KINDS.find((one) => one === request.params['kind']);
      if (!kind) throw notFound();
      const { q } = request.query as Record<string, unknown>;
      const text = typeof q === 'string' ? q.normalize('NFC').trim().slice(0, 100) : '';
      const found =
        text === '' ? [] : searchLists(facility, kind, text, languageOf(request), translator(request));
      return { found };
    },
  };
}
