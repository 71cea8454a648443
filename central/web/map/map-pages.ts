import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import type { Day } from '../../../records/day.js';
import { areaPages } from '../figures/area-pages.js';
import { formatDay } from '../../../templates/format-day.js';
import { isExpectedOn } from '../../summaries/expected-from.js';
import type { Reported } from '../../summaries/followed-reports.js';
import { childCell, childColumn } from '../figures/child-cells.js';
import { lastDay, queryOf } from '../figures/day-request.js';
import type { Telling } from '../figures/day-cell.js';
import { NOTHING } from '../figures/figure-text.js';
import { childrenOf, type Child } from '../figures/read-children.js';
import { tellingOf } from '../figures/telling-of.js';
import { areaHref, readAreaHead } from '../places/area-request.js';
import { sortTable, type Column, type TableRow } from '../table/sorted-table.js';
import { webFrameOf } from '../web-frame.js';
import { mapState } from './map-state.js';
import { mapView, stateWords } from './map-view.js';

/** Where an area's facilities lie, and whether they report. */
export const mapPages = areaPages('map', 'map', showMap);

async function showMap(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const head = await readAreaHead(request, 'map');
  const { place } = head;
  const telling = tellingOf(request);
  const day = lastDay(request);
  const reported = await webFrameOf(request).reports.read();
  const isState = place.area.district === undefined;
  const children = childrenOf(place, isState ? 'child' : 'facility', day);
  const rows = children.map((child) => mapRow(telling, child, reported, day));
  return h.view('centre/map', {
    head,
    day: formatDay(telling.language, day),
    map: mapView(telling, place, reported, day),
    table: sortTable(mapColumns(telling, children), rows, { query: queryOf(request), first: '-days' }),
  });
}

function mapColumns(telling: Telling, children: readonly Child[]): Column[] {
  const { t } = telling;
  return [
    childColumn(telling, children),
    { key: 'days', words: t('centre.map.standing'), isNumber: true },
    { key: 'last', words: t('centre.map.last') },
  ];
}

/** Ordered by how long nobody has heard of it; one that never reported comes first. */
function mapRow(telling: Telling, child: Child, reported: ReadonlyMap<string, Reported>, day: Day): TableRow {
  const { t, language } = telling;
  if (child.facility) {
    const found = mapState(reported.get(child.code), day);
    const last = reported.get(child.code)?.last;
    const tones = { reported: 'good', late: 'warn', silent: 'bad', never: 'bad' } as const;
    return {
      cells: {
        place: childCell(telling, child),
        days: { text: stateWords(telling, found), value: found.days ?? 100_000, tone: tones[found.state] },
        last:
          last === undefined
            ? { text: NOTHING, value: null }
            : { text: formatDay(language, last), value: last },
      },
    };
  }
  const expected = child.facilities.filter((facility) => isExpectedOn(facility, reported, day));
  const silent = expected.filter(({ code }) => mapState(reported.get(code), day).state !== 'reported').length;
  const last = expected.reduce<Day | undefined>((latest, { code }) => {
    const its = reported.get(code)?.last;
    return its !== undefined && (latest === undefined || its > latest) ? its : latest;
  }, undefined);
  return {
    cells: {
      place: childCell(telling, child, child.place ? areaHref('map', child.place.area) : undefined),
      days: {
        text: t('centre.today.reportedOf', {
          reported: expected.length - silent,
          of: expected.length,
        }),
        value: silent,
        ...(silent > 0 && { tone: 'warn' as const }),
      },
      last:
        last === undefined
          ? { text: NOTHING, value: null }
          : { text: formatDay(language, last), value: last },
    },
  };
}
