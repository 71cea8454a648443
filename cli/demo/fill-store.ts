import type { Day } from '../../records/day.js';
import type { Facility } from '../../node-server/facility.js';
import type { DemoReason } from './demo-data.js';
import { DEMO_CREW } from './demo-staff.js';
import type { Random } from './random.js';

/** Some drugs have batches that expire soon, and some run out before the month does. */
export async function fillDemoStore(
  facility: Facility,
  reasons: DemoReason[],
  random: Random,
  day: Day,
  by: string = DEMO_CREW.pharmacy,
): Promise<void> {
  const codes = new Set(
    reasons.flatMap(({ drugs, child = [] }) => [...drugs, ...child].map(([code]) => code)),
  );
  for (const extra of [
    'amoxicillin-cap-500mg',
    'azithromycin-tab-500mg',
    'albendazole-tab-400mg',
    'metronidazole-tab-400mg',
  ])
    codes.add(extra);
  await facility.append({ by }, (draft) => {
    for (const code of codes) {
      const counted = facility.reference.drugs.get(code)?.unit === 'tablet';
      const amount = counted ? random.between(15, 60) * 100 : random.between(60, 260);
      const batches = [
        { share: 0.2, months: 1 },
        { share: 0.5, months: random.between(8, 14) },
        { share: 0.3, months: random.between(15, 26) },
      ];
      for (const { share, months } of batches) {
        draft.stock({
          item: code,
          batch: `${code.slice(0, 2).toUpperCase()}${random.between(1000, 9999)}`,
          expiry: monthAfter(day, months),
          change: Math.max(5, Math.round(amount * share)),
          kind: 'opening',
          source: 'District warehouse',
        });
      }
    }
  });
}

function monthAfter(day: Day, months: number): string {
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(4, 6)) - 1 + months;
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}
