import type { BoxPicture } from './box-book.js';
import type { BoxRow } from './box-row.js';
import { BOX_STATES, boxState, isPlannedOff } from './order-boxes.js';

/** One line of a metric: labels without values that grow with time, and a number. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
  /** of a histogram: `_bucket`, `_sum`, `_count` */
  suffix?: string;
}

export interface Metric {
  name: string;
  type: 'gauge' | 'histogram';
  help: string;
  samples: Sample[];
}

/**
 * Alerts that are told by box: some hundred name those that need a hand, thousands would only fill the scraper's disk.
 * How many are left out stands beside them.
 */
export const MOST_ALERTS_TOLD = 500;

/** Seconds since boxes were heard: when one is late, silent, gone for a day, for a week. */
const CONTACT_BUCKETS = [60, 300, 720, 900, 3_600, 6 * 3_600, 86_400, 7 * 86_400];

/** How boxes are, in numbers. Labels are states, districts, kinds of alert and, for alerts alone, boxes: no person. */
export function boxMetrics({ rows, deaf, watchedAt, at }: BoxPicture): Metric[] {
  const unseen = rows.flatMap(({ box, place, alerts }) =>
    alerts
      .filter(({ acknowledged }) => acknowledged === undefined)
      .map(({ kind, since = '' }) => ({ ...placeLabels(place), box, kind, since })),
  );
  const told = unseen
    .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : a.box < b.box ? -1 : 1))
    .slice(0, MOST_ALERTS_TOLD);
  const gauge = (name: string, help: string, samples: Sample[]): Metric => ({
    ...{ name: `nadi_${name}`, help, samples },
    type: 'gauge',
  });
  const one = (value: number): Sample[] => [{ labels: {}, value }];
  return [
    gauge('boxes', 'Boxes by how they do and where they stand (LGD codes).', levelSamples(rows)),
    gauge(
      'boxes_planned_offline',
      'Boxes for which nobody waits now: a planned day, closed hours, a closed facility.',
      one(count(rows, isPlannedOff)),
    ),
    gauge(
      'box_alerts',
      'Alerts that stand, by kind and whether somebody has acknowledged them.',
      alertSamples(rows),
    ),
    gauge(
      'box_alert',
      `Alerts that nobody has acknowledged, the ${MOST_ALERTS_TOLD} oldest by box: always 1.`,
      told.map(({ since: _, ...labels }) => ({ labels, value: 1 })),
    ),
    gauge(
      'box_alerts_untold',
      'Alerts that nobody has acknowledged and nadi_box_alert leaves out.',
      one(unseen.length - told.length),
    ),
    gauge(
      'records_waiting',
      'Records that boxes hold and the centre does not have yet.',
      sumSamples(rows, 'waiting'),
    ),
    gauge(
      'record_gaps',
      'Records that the centre lacks below the newest that it has.',
      sumSamples(rows, 'gaps'),
    ),
    contactHistogram(rows, at),
    gauge('centre_deaf', '1 while no box at all can be heard.', one(deaf ? 1 : 0)),
    gauge(
      'watch_timestamp_seconds',
      'When the watcher last went through all boxes; 0: never.',
      one(watchedAt === null ? 0 : Date.parse(watchedAt) / 1_000),
    ),
  ];
}

function count(rows: readonly BoxRow[], is: (row: BoxRow) => boolean): number {
  return rows.filter(is).length;
}

function placeLabels(place: BoxRow['place']): { state: string; district: string } {
  return { state: place?.state ?? '', district: place?.district ?? '' };
}

/** Each state of a district is told, also where it is 0: a series that comes and goes cannot be compared. */
function levelSamples(rows: readonly BoxRow[]): Sample[] {
  return byDistrict(rows).flatMap(({ labels, own }) =>
    BOX_STATES.map((level) => ({
      labels: { ...labels, level },
      value: count(own, (row) => boxState(row) === level),
    })),
  );
}

function sumSamples(rows: readonly BoxRow[], field: 'waiting' | 'gaps'): Sample[] {
  return byDistrict(rows).map(({ labels, own }) => ({
    labels,
    value: own.reduce((sum, { status }) => sum + (status[field] ?? 0), 0),
  }));
}

function byDistrict(rows: readonly BoxRow[]): { labels: Record<string, string>; own: BoxRow[] }[] {
  const groups = new Map<string, { labels: Record<string, string>; own: BoxRow[] }>();
  for (const row of rows) {
    const labels = placeLabels(row.place);
    const key = `${labels.state}/${labels.district}`;
    const group = groups.get(key);
    if (group) group.own.push(row);
    else groups.set(key, { labels, own: [row] });
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function alertSamples(rows: readonly BoxRow[]): Sample[] {
  const counts = new Map<string, Sample>();
  for (const { kind, acknowledged } of rows.flatMap(({ alerts }) => alerts)) {
    const labels = { kind, acknowledged: acknowledged === undefined ? 'no' : 'yes' };
    const key = `${kind} ${labels.acknowledged}`;
    counts.set(key, { labels, value: (counts.get(key)?.value ?? 0) + 1 });
  }
  return [...counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sample]) => sample);
}

/** Boxes that plan to be offline today, and those never heard, are left out: nobody waits for them. */
function contactHistogram(rows: readonly BoxRow[], at: number): Metric {
  const ages = rows.flatMap(({ status, plannedOff }) =>
    plannedOff || status.lastContact === undefined
      ? []
      : [Math.max(0, (at - Date.parse(status.lastContact)) / 1_000)],
  );
  const buckets = [...CONTACT_BUCKETS, Infinity].map((le) => ({
    suffix: '_bucket',
    labels: { le: le === Infinity ? '+Inf' : String(le) },
    value: ages.filter((age) => age <= le).length,
  }));
  return {
    name: 'nadi_contact_age_seconds',
    type: 'histogram',
    help: 'Seconds since each box was heard.',
    samples: [
      ...buckets,
      { suffix: '_sum', labels: {}, value: Math.round(ages.reduce((sum, age) => sum + age, 0)) },
      { suffix: '_count', labels: {}, value: ages.length },
    ],
  };
}
