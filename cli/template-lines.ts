import { COLUMNS, NEEDED, type Column } from '../central/directory/columns.js';
import { csvLine } from '../records/csv.js';
import type { FacilityDirectoryReference } from '../templates/facility-directory-reference.js';
import type { Language, Translate } from '../templates/locale.js';

const EXAMPLE: Partial<Record<Column, string>> = {
  ...{ code: 'BR1042', name: 'PHC Rampur', name_hi: 'पीएचसी रामपुर', kind: 'PHC', ownership: 'government' },
  ...{ state: '10', district: '208', block: '1214' },
  ...{ state_name: 'Bihar', district_name: 'Muzaffarpur', block_name: 'Sakra' },
  ...{ state_hi: 'बिहार', district_hi: 'मुज़फ्फरपुर', block_hi: 'सकरा' },
  ...{ lat: '25.982', lon: '85.593', services: 'opd; lab', hours: 'mon-sat 09:00-17:00', status: 'open' },
};

/** A list of facilities to fill in: the names of its columns, and an example and meanings, which an import leaves out. */
export function templateLines(
  { kinds, services }: FacilityDirectoryReference,
  language: Language,
  say: Translate,
): string[] {
  const words = (key: string, params?: Record<string, string>): string =>
    say(`cli.directory.template.${key}`, params);
  const notes = [
    words('how'),
    words('needed', { columns: NEEDED.join(', ') }),
    words('kinds', { kinds: kinds.map(({ code, name }) => `${code} (${name[language]})`).join(', ') }),
    words('ownership'),
    words('areas'),
    words('tenant'),
    words('position'),
    words('services', { services: services.join(', ') }),
    words('hours'),
    words('status'),
    words('offline'),
  ];
  const example = COLUMNS.map((column, i) => (i === 0 ? '# ' : '') + (EXAMPLE[column] ?? ''));
  return [[...COLUMNS], example, ...notes.map((note) => [`# ${note}`])].map((cells) =>
    csvLine(cells).trimEnd(),
  );
}
