import { lineageOf, parseVisitId } from '../../records/ids.js';
import type { Report, ReportRow } from '../../records/report.js';
import type { Facility } from '../facility.js';
import { readIds } from '../store/read-records.js';

/** A row that is about one visit or one drug counts no figure: behind it stand that visit's or that drug's records. */
export async function traceRow(
  facility: Facility,
  report: Report,
  figure: string,
): Promise<{ name: string; records: string[] } | null> {
  const row = rowsOf(report).find((one) => one.figure === figure);
  if (!row) return null;
  const name = Object.values(row.cells).find((cell) => typeof cell === 'string' && /\p{L}/u.test(cell));
  if (parseVisitId(figure)) {
    const records = await facility.loadVisit(figure);
    return { name: String(name ?? figure), records: records.map(({ _id }) => _id) };
  }
  if (!facility.reference.drugs.has(figure) && facility.stock.allBatches(figure).length === 0) return null;
  return { name: String(name ?? figure), records: await movementsOf(facility, figure) };
}

function rowsOf({ sections }: Report): ReportRow[] {
  return sections.flatMap((section) => (section.kind === 'table' ? section.rows : []));
}

/** Ids of a drug's movements, in the order in which they were written. */
async function movementsOf({ box, databases }: Facility, item: string): Promise<string[]> {
  const ids: string[] = [];
  for (const ledger of lineageOf(box)) {
    const found = await readIds(databases.records, `stock:${ledger}:${item}:`);
    ids.push(...found.sort((a, b) => numberOf(a) - numberOf(b)));
  }
  return ids;
}

function numberOf(id: string): number {
  return Number(id.slice(id.lastIndexOf(':') + 1));
}
