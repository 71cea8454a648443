import type { FacilityDocument } from '../../../central/directory/facility-document.js';
import { summaryDocumentId, type StoredSummary } from '../../../central/summaries/stored-summary.js';
import { addDays, daysBetween, type Day } from '../../../records/day.js';
import { RESULT, waitHistogram, waitScale } from '../../../records/summary/wait-histogram.js';
import type { DemoReason } from '../demo-data.js';
import { Random } from '../random.js';
import { drawDoubts } from './draw-doubts.js';
import { drawStock } from './draw-stock.js';
import { drawFootfall, drawReasons } from './draw-visits.js';
import { traitsOf, type DistrictPlan, type Traits } from './read-district.js';

/** A summary that nobody's patients stand behind. */
export interface DemoSummary extends StoredSummary {
  demo: true;
}

export interface DrawnDistrict {
  plan: DistrictPlan;
  reasons: readonly DemoReason[];
  today: Day;
}

/**
 * What a facility of the demo's district might have reported of a day, the same on every machine; null where nothing
 * came of it. Counts fit each other as those of a box do.
 */
export function drawSummary(
  { plan, reasons, today }: DrawnDistrict,
  facility: FacilityDocument,
  day: Day,
): DemoSummary | null {
  const { code } = facility;
  const traits = traitsOf(plan, code, daysBetween(day, today));
  const random = Random.of(code, day);
  if (facility.status === 'closed' || day > addDays(today, -1 - traits.silentDays)) return null;
  if (misses(traits, random)) return null;
  const opd = drawFootfall(plan, facility, day, random);
  const found = drawReasons(plan, reasons, { facility, day, today }, opd, random);
  const items = [...new Set(reasons.flatMap(({ drugs }) => drugs.map(([drug]) => drug)))].sort();
  const { figures: kept, stock } = drawStock(items, code, day, traits.stocked);
  const missing = stock.out.length / items.length;
  const drawn = { ...drawFigures(found, opd, traits, missing, random), ...kept };
  const figures = { ...drawn, ...(opd > 0 ? drawDoubts(code, day) : {}) };
  const { state, district, block = null, kind, ownership } = facility;
  return {
    ...{ _id: summaryDocumentId(day, code), type: 'summary', demo: true, day, facility: code, box: code },
    ...{ state, district, block, kind, ownership },
    figures: Object.fromEntries(Object.entries(figures).filter(([, value]) => value > 0)),
    ...(opd > 0 ? { waits: drawWaits(drawn, traits, random) } : {}),
    ...{ stock, from: 'demo' },
  };
}

/** The first that is drawn of a day: its box was off, and nothing will come of it. */
export function misses({ missedDays }: Traits, random: Random): boolean {
  return random.chance(missedDays);
}

function drawFigures(
  found: Map<DemoReason, number>,
  opd: number,
  { careful, coded, prompt, box }: Traits,
  missing: number,
  random: Random,
) {
  const part = (whole: number, share: number): number =>
    Math.min(whole, Math.max(0, Math.round(whole * share * random.around(1, 0.18, 3))));
  const of = (...codes: string[]): number =>
    [...found].reduce((sum, [{ code }, count]) => sum + (codes.includes(code) ? count : 0), 0);
  const [fever, urti, diarrhoea, bites] = [of('R50.9'), of('J06.9'), of('A09'), of('W54')];
  const anc = of('Z34.9');
  const [under5, seen, rx] = [part(opd, 0.13), part(opd, 0.97), part(opd, 0.9)];
  const over30 = part(opd, 0.48);
  const bp = part(over30, careful * 0.95);
  const ordered = part(opd, 0.16);
  const child = part(Math.min(diarrhoea, under5), 0.5);
  const rxNone = part(rx, missing * 0.4);
  const clockIsWrong = box === 'clock';
  return {
    ...{ opd, seen, rx, fever, urti, anc, ordered },
    'opd-new': part(opd, 0.42),
    'opd-female': part(opd, 0.55),
    'opd-under5': under5,
    'opd-60up': part(opd, 0.12),
    emergency: part(opd, 0.01),
    vitals: part(opd, careful),
    referred: part(opd, 0.018),
    'ordered-same-day': part(ordered, prompt),
    tests: ordered,
    critical: part(ordered, 0.02),
    'rx-none': rxNone,
    'rx-full': part(rx - rxNone, 1 - missing * 1.6),
    '30up': over30,
    '30up-bp': bp,
    '30up-bp-high': part(bp, 0.22),
    '30up-sugar': part(over30, careful * 0.5),
    'anc-hb': part(anc, careful * 0.85),
    'anc-bp': part(anc, careful),
    'fever-tested': part(fever, prompt * 0.8),
    'urti-antibiotic': part(urti, 0.55 - careful * 0.4),
    'child-diarrhoea': child,
    'child-diarrhoea-ors': part(child, 0.95 - missing),
    '1:cases': diarrhoea,
    '1:under5': child,
    '14:cases': fever,
    '14:under5': part(Math.min(fever, under5), 0.25),
    '15:cases': urti,
    '15:under5': part(Math.min(urti, under5), 0.3),
    '19:cases': bites,
    clock: clockIsWrong ? part(opd, 0.9) : 0,
    'no-age': part(opd, (1 - careful) * 0.1),
    'no-sex': part(opd, (1 - careful) * 0.02),
    open: part(opd, (1 - careful) * 0.25),
    diagnoses: seen,
    uncoded: part(seen, 1 - coded),
    'seen-coded': part(seen, 0.98),
  };
}

function drawWaits(
  { seen, tests }: { seen: number; tests: number },
  { waitMinutes, prompt }: Traits,
  random: Random,
): Record<string, number[]> {
  const waits = (middle: number): number[] =>
    waitHistogram(Array.from({ length: seen }, () => Math.max(1, random.around(middle, middle * 0.8))));
  return {
    doctor: waits(waitMinutes),
    pharmacy: waits(waitMinutes * 1.5),
    stay: waits(waitMinutes * 1.7),
    ...(tests > 0 && { [RESULT]: drawResults(tests, prompt, random) }),
  };
}

/** Most come within hours; those that are not prompt, on the next day. */
function drawResults(tests: number, prompt: number, random: Random): number[] {
  const minutes = Array.from({ length: tests }, () =>
    random.chance(prompt) ? random.between(25, 190) : random.between(1_200, 1_900),
  );
  return waitHistogram(minutes, waitScale(RESULT));
}
