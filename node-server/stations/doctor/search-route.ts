import { notFound } from '@hapi/boom';
import type { ServerRoute } from '@hapi/hapi';
import { showsNobody } from '../../access/look.js';
import { languageOf, translator } from '../../language.js';
import type { Facility } from '../../facility.js';
import { facilityDirectory } from '../../referrals/facility-directory.js';
import { facilityPicks, searchLists, SEARCH_KINDS } from './search-lists.js';

/** `GET /api/search/drug?q=para`: what the type-ahead of the doctor's form shows. */
export function searchRoute(facility: Facility): ServerRoute {
  return {
    method: 'GET',
    path: '/api/search/{kind}',
    options: showsNobody('drugs, diagnoses, tests, complaints and facilities of the lists'),
    handler: async (request) => {
      const kind = ['facility' as const, ...SEARCH_KINDS].find((one) => one === request.params['kind']);
      if (!kind) throw notFound();
      const { q } = request.query as Record<string, unknown>;
      const text = typeof q === 'string' ? q.normalize('NFC').trim().slice(0, 100) : '';
      if (text === '') return { found: [] };
      const language = languageOf(request);
      const t = translator(request);
      if (kind !== 'facility') return { found: searchLists(facility, kind, text, language, t) };
      await facilityDirectory(facility).ready();
      return { found: facilityPicks(facility, text, language, t) };
    },
  };
}
