import type { BoxDayDocument, BoxSample, BoxStatus } from '../central/monitor/box-status.js';
import { boxDayId } from '../central/monitor/box-status.js';
import { addDays, dayOf } from '../records/day.js';
import type { BoxesCentre } from './boxes-centre.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Names of health centres as people write them; made up. */
const NAMES: [en: string, hi: string][] = [
  ['PHC Phulwari Sharif', 'प्रा. स्वा. केंद्र फुलवारी शरीफ़'],
  ['PHC Danapur', 'प्रा. स्वा. केंद्र दानापुर'],
  ['CHC Bikram', 'सामु. स्वा. केंद्र बिक्रम'],
  ['APHC Khagaul', 'अति. प्रा. स्वा. केंद्र खगौल'],
  ['PHC Masaurhi', 'प्रा. स्वा. केंद्र मसौढ़ी'],
  ['HWC Neora', 'स्वास्थ्य केंद्र नेउरा'],
];
const BLOCKS: [code: string, name: string][] = [
  ['1123', 'Danapur'],
  ['1124', 'Phulwari'],
  ['1125', 'Bikram'],
];

/** A status of each kind, one after the other, as of a moment. */
function statusOf(index: number, now: number): BoxStatus {
  const at = (ms: number): string => new Date(now - ms).toISOString();
  const well: BoxStatus = {
    ...{
      lastContact: at(MINUTE),
      contactBy: 'gateway',
      confirmedN: 41_230 + index * 97,
      waiting: 0,
      gaps: 0,
    },
    ...{ clockErrorS: index % 4, healthAt: at(20 * MINUTE), diskFreeMb: 41_000, diskTotalMb: 58_000 },
    ...{ lastBackup: at(7 * HOUR), certificateEnds: at(-200 * DAY), version: '0.1.0' },
    ...{ onBattery: false, batteryPercent: 100, lineBytesPerS: 21_000 + index * 310, lineKind: 'up' },
  };
  const kinds: BoxStatus[] = [
    { ...well, lastContact: at(26 * HOUR), waiting: 214, oldestWaiting: at(25 * HOUR), lineKind: 'down' },
    { ...well, diskFreeMb: 1_900 },
    {
      ...well,
      lastContact: at(8 * MINUTE),
      waiting: 12,
      oldestWaiting: at(9 * MINUTE),
      lineBytesPerS: 900,
      lineKind: 'slow',
    },
    { ...well, onBattery: true, batteryPercent: 43 },
    { ...well, clockErrorS: -5_400, lastBackup: at(5 * DAY) },
    { lastContact: at(3 * MINUTE), contactBy: 'replication', confirmedN: 812 },
    { ...well, storeTrouble: 'disk-full', diskFreeMb: 12, gaps: 3 },
    {},
    { ...well, lastContact: at(31 * MINUTE) },
    { ...well, certificateEnds: at(-9 * DAY) },
  ];
  return index < 20 ? kinds[index % kinds.length]! : well;
}

/** A status for each box of the centre, so that every state is among them, and days of samples for the first. */
export async function tellSampleBoxes(centre: BoxesCentre, now: number): Promise<void> {
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'Asia/Kolkata' });
  for (const [index, box] of centre.boxes.entries()) {
    const [en, hi] = NAMES[index % NAMES.length]!;
    const [block, blockName] = BLOCKS[Math.floor(index / 20) % BLOCKS.length]!;
    const number = Math.floor(index / NAMES.length);
    const isOff = index % 20 === 18;
    await centre.list(box, {
      name: { en: number === 0 ? en : `${en} ${number + 1}`, hi: number === 0 ? hi : `${hi} ${number + 1}` },
      ...{
        block,
        blockName,
        position: { lat: 25.45 + (index % 8) * 0.04, lon: 84.9 + Math.floor(index / 8) * 0.06 },
      },
      ...(isOff ? { offlineDays: [weekday.format(now).toLowerCase(), '2027-01-26'] } : {}),
    });
    await centre.tell(box, statusOf(index, now));
  }
  const [first = ''] = centre.boxes;
  for (let back = 0; back < 12; back += 1) await centre.put(...sampleDay(first, back, now));
}

function sampleDay(box: string, back: number, now: number): [id: string, body: BoxDayDocument] {
  const day = addDays(dayOf(now), -back);
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
  // Silent since yesterday, and in some nights.
  const heard =
    back === 0 ? [] : hours.filter((_, hour) => (back === 1 ? hour < 8 : back % 4 !== 0 || hour > 6));
  const samples = Object.fromEntries(
    heard.map((hour): [string, BoxSample] => [
      hour,
      {
        at: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${hour}:00:00.000Z`,
        ...{ waiting: (Number(hour) * back * 7) % 60, gaps: 0, clockErrorS: back },
        ...{
          diskFreeMb: 43_000 - back * 900 + Number(hour) * 20,
          onBattery: back % 3 === 0 && Number(hour) > 17,
        },
        ...{
          batteryPercent: 100 - ((Number(hour) * 3) % 60),
          lineBytesPerS: 21_000 - Number(hour) * 500,
          lineKind: 'up',
        },
      },
    ]),
  );
  return [boxDayId(box, day), { type: 'box-day', v: 1, box, day, samples }];
}
