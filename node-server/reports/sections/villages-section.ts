import type { ReportTable } from '../../../records/report.js';
import { villageKey } from '../../../records/village-counts.js';
import type { PlainDefinition } from '../../../templates/report-definition.js';
import type { Village } from '../../../templates/village-reference.js';
import { peopleByVillage } from '../../people-by-village.js';
import type { SectionContext } from '../section-context.js';

const right = { align: 'right' as const, width: 1.3 };

/** How many of each village are registered, beside how many live there; villages of the list from which nobody is, too. */
export function villagesSection(section: PlainDefinition, context: SectionContext): ReportTable {
  const { deps, language, t } = context;
  const { villages } = deps.facility.reference;
  const counted = peopleByVillage(deps.facility);
  const seen = new Set<Village>();
  const rows = counted.map(({ village, people, households }) => {
    const listed = villages.get(villageKey(village));
    if (listed) seen.add(listed);
    return rowOf(listed?.name[language] ?? village, people, households, listed);
  });
  const empty = [...new Set(villages.values())].filter((listed) => !seen.has(listed));
  const all = [...rows, ...empty.map((listed) => rowOf(listed.name[language], 0, 0, listed))];
  const sum = (key: 'people' | 'households'): number => counted.reduce((total, one) => total + one[key], 0);
  return {
    kind: 'table',
    ...(section.title && { title: section.title[language] }),
    columns: [
      { key: 'village', title: t('labels.village'), width: 3 },
      { key: 'people', title: t('reports.villages.people'), ...right },
      { key: 'population', title: t('reports.villages.population'), ...right },
      { key: 'share', title: t('reports.villages.share'), ...right },
      { key: 'households', title: t('reports.villages.households'), ...right },
      { key: 'homes', title: t('reports.villages.homes'), ...right },
    ],
    rows: all.map((cells) => ({ cells })),
    total: {
      cells: {
        ...{ village: t('reports.villages.total'), people: sum('people'), households: sum('households') },
        ...{ population: null, share: null, homes: null },
      },
    },
  };
}

function rowOf(village: string, people: number, households: number, listed: Village | undefined) {
  const population = listed?.population ?? null;
  return {
    village,
    people,
    population,
    share: population === null || population === 0 ? null : Math.round((people / population) * 100),
    households,
    homes: listed?.households ?? null,
  };
}
