import { addDays, startOfDay, type Day } from '../records/day.js';
import { randomFrom } from '../sync/bundle/fixtures/mutate.js';
import { waitHistogram } from '../records/summary/wait-histogram.js';
import type { FacilityDocument } from '../central/directory/facility-document.js';
import type { StoredSummary } from '../central/summaries/stored-summary.js';

export interface SampleDistrict {
  facilities: FacilityDocument[];
  summaries: StoredSummary[];
}

export interface SampleOptions {
  facilities: number;
  days: number;
  /** the last day that was summed up */
  last: Day;
  state?: string;
  district?: string;
  /** what the codes of its facilities begin with */
  letters?: string;
  name?: string;
  /** degrees of longitude by which it lies farther east */
  east?: number;
}

const BLOCKS = ['Bakhtiyarpur', 'Barh', 'Danapur', 'Maner', 'Masaurhi', 'Mokama', 'Phulwari Sharif'];
const KINDS = ['PHC', 'APHC', 'APHC', 'HWC', 'CHC'];
/** Where all of them send patients. */
const REFERRED_TO = 'BR1005';
const ITEMS = [
  'paracetamol-tab-500mg',
  'paracetamol-syrup-125mg-5ml',
  'ibuprofen-tab-400mg',
  'diclofenac-inj-25mg-ml',
  'diclofenac-gel-1pct',
];

/**
 * A district as a centre has it after some months: facilities of five sizes in seven blocks, Sundays with little, one
 * facility in ten silent for days, one that never reported. The same for the same options.
 */
export function sampleDistrict(options: SampleOptions): SampleDistrict {
  const { facilities: count, last, days } = options;
  const random = randomFrom(42);
  const facilities = Array.from({ length: count }, (_, index) => facilityOf(options, index, random));
  const summaries = facilities.flatMap((facility, index) => {
    // The last one has no box yet.
    if (index === count - 1) return [];
    const silent = index % 10 === 3 ? 1 + Math.floor(random() * 9) : 0;
    return Array.from({ length: days - silent }, (_, back) =>
      summaryOf(facility, addDays(last, -silent - back), 1 + (index % 5), random),
    );
  });
  return { facilities, summaries };
}

function facilityOf(
  { state = '10', district = '203', letters = 'BR', name: districtName = 'Patna', east = 0 }: SampleOptions,
  index: number,
  random: () => number,
): FacilityDocument {
  const code = `${letters}${1001 + index}`;
  const block = index % BLOCKS.length;
  const name = BLOCKS[block] ?? '';
  const kind = KINDS[index % KINDS.length] ?? 'PHC';
  return {
    _id: `facility:${code}`,
    ...{ type: 'facility', v: 1, code, kind, ownership: 'government', status: 'open', services: [] },
    name: {
      en: `${kind} ${name} ${1 + Math.floor(index / 7)}`,
      hi: `प्रा. स्वा. केंद्र ${name} ${1 + Math.floor(index / 7)}`,
    },
    ...{ state, district, block: `${1100 + block}` },
    ...{ stateName: 'Bihar', districtName, blockName: name },
    ...{ stateNameHi: 'बिहार', ...(districtName === 'Patna' && { districtNameHi: 'पटना' }) },
    position: {
      lat: 25.3 + block * 0.06 + random() * 0.09,
      lon: 84.9 + east + (block % 4) * 0.25 + random() * 0.2,
    },
  };
}

function summaryOf(
  { code, state, district, block, kind, ownership }: FacilityDocument,
  day: Day,
  size: number,
  random: () => number,
): StoredSummary {
  const isSunday = new Date(startOfDay(day) + 12 * 3_600_000).getUTCDay() === 0;
  const opd = Math.round(size * (isSunday ? 2 : 12 + random() * 14));
  const part = (share: number): number => Math.round(opd * share * (0.7 + random() * 0.6));
  const least = (a: number, b: number): number => Math.min(a, b);
  const seen = least(opd, part(0.92));
  const diagnoses = seen;
  const kept = 60 + size * 8;
  const soon = addDays(day, 40);
  const expiry = `${soon.slice(0, 4)}-${soon.slice(4, 6)}`;
  const out = ITEMS.filter(() => random() < 0.4);
  const expiring = ITEMS.filter((item) => !out.includes(item) && random() < 0.3).map((item) => ({
    ...{ item, units: Math.round(10 + random() * 400), expiry },
  }));
  const figures: Record<string, number> = {
    ...{
      opd,
      'opd-new': part(0.3),
      'opd-female': part(0.55),
      'opd-under5': part(0.12),
      'opd-60up': part(0.15),
    },
    ...{
      emergency: part(0.03),
      vitals: least(opd, part(0.85)),
      seen,
      referred: part(0.04),
      admitted: part(0.02),
    },
    ...{ ordered: part(0.4), 'ordered-same-day': part(0.3), tests: part(0.35), critical: part(0.01) },
    ...doubtsOf(code, isSunday),
    ...{ rx: seen, 'rx-full': least(seen, part(0.75)), 'rx-none': part(0.03) },
    ...{
      '30up': part(0.5),
      '30up-bp': part(0.36),
      '30up-sugar': part(0.2),
      anc: part(0.08),
      'anc-hb': part(0.06),
    },
    ...{
      'anc-bp': part(0.075),
      fever: part(0.2),
      'fever-tested': part(0.12),
      'fever-any': part(0.24),
      'fever-any-tested': part(0.14),
      urti: part(0.2),
      'urti-antibiotic': part(0.06),
    },
    ...{
      'child-diarrhoea': part(0.03),
      'child-diarrhoea-ors': part(0.025),
      'no-age': part(0.02),
      open: part(0.05),
    },
    ...{
      diagnoses,
      uncoded: part(0.1),
      'seen-coded': seen,
      '1:cases': part(0.02),
      '13:cases': part(0.05),
      '5:cases': part(0.01),
    },
    ...{
      'stock-kept': kept,
      'stock-out': out.length,
      'referral-open-out': part(0.03),
      'referral-open-in': part(0.01),
      'stock-expiring': expiring.length,
    },
  };
  const box = code;
  return {
    _id: `${day}:${code}`,
    ...{ type: 'summary', day, facility: code, box, state, district, block: block ?? null, kind, ownership },
    figures: Object.fromEntries(Object.entries(figures).filter(([, value]) => value > 0)),
    waits: {
      doctor: waitHistogram(Array.from({ length: seen }, () => random() * random() * 130)),
      pharmacy: waitHistogram(Array.from({ length: seen }, () => 20 + random() * 120)),
    },
    stock: { out, expiring },
    referrals: {
      out: [{ to: REFERRED_TO, district: '10/203', sent: part(0.02), open: part(0.03) }],
      in: [{ from: 'BR1002', district: '10/203', accepted: 1, seen: [1, 2, 0, 0, 1] }],
    },
    from: `summary:${code}:${day}:1`,
  };
}

/** Every fourth store has something to explain on each day that it works; the same whatever else is drawn. */
function doubtsOf(code: string, isSunday: boolean): Record<string, number> {
  const number = Number(code.slice(2));
  if (isSunday || number % 4 !== 2) return {};
  const reasons = 1 + (number % 3);
  return {
    'stock-doubts': reasons + 1,
    'stock-doubt-no-reason': reasons,
    'stock-doubt-no-prescription': 1,
  };
}
