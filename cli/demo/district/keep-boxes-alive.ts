import { setTimeout as pause } from 'node:timers/promises';
import type { ServerScope } from 'nano';
import { BOXES_DATABASE } from '../../../central/centre-databases.js';
import type { FacilityDocument } from '../../../central/directory/facility-document.js';
import { addDays, dayOf } from '../../../records/day.js';
import { drawBoxDay } from './draw-box-day.js';
import { drawBoxStatus } from './draw-box-status.js';
import { readDistrictPlan, traitsOf } from './read-district.js';

/** A box that is well is late after five minutes. */
const EVERY_MS = 120_000;
/** Days of which each hour is told. */
const DAYS = 3;

export interface LiveBoxesOptions {
  /** logged in as a user of role `centre` */
  nano: ServerScope;
  facilities: readonly FacilityDocument[];
  version: string;
  now: () => number;
}

/** Tells the centre every two minutes how the demo's other boxes do, as they would themselves. */
export async function keepBoxesAlive(options: LiveBoxesOptions): Promise<{ stop: () => Promise<void> }> {
  await tellBoxes(options);
  const stopping = new AbortController();
  const { signal } = stopping;
  const follow = async (): Promise<void> => {
    for (;;) {
      await pause(EVERY_MS, undefined, { signal, ref: false });
      // A demo's centre that is busy: the next time does.
      await tellBoxes(options).catch(() => undefined);
    }
  };
  const over = follow().catch(() => undefined);
  return {
    stop: () => {
      stopping.abort();
      return over;
    },
  };
}

async function tellBoxes({ nano, facilities, version, now }: LiveBoxesOptions): Promise<void> {
  const plan = readDistrictPlan();
  const at = now();
  const days = Array.from({ length: DAYS }, (_, back) => addDays(dayOf(at), -back));
  const documents = facilities
    .filter(({ status }) => status === 'open')
    .flatMap(({ code }) => {
      const status = drawBoxStatus(code, traitsOf(plan, code), at, version);
      return [status, ...days.map((day) => drawBoxDay(status, day)).filter((day) => day !== null)];
    });
  const boxes = nano.use(BOXES_DATABASE);
  const { rows } = await boxes.fetchRevs({ keys: documents.map(({ _id }) => _id) });
  const revisions = new Map(
    rows.flatMap((row) => ('value' in row ? [[row.id, row.value.rev] as const] : [])),
  );
  const docs = documents.map((document) => {
    const revision = revisions.get(document._id);
    return revision === undefined ? document : { ...document, _rev: revision };
  });
  await boxes.bulk({ docs });
}
