import type { DocumentScope, ServerScope } from 'nano';
import { BOXES_DATABASE } from '../../../central/centre-databases.js';
import type { FacilityDocument } from '../../../central/directory/facility-document.js';
import { addDays, dayOf } from '../../../records/day.js';
import { boxStatusId } from '../../../central/monitor/box-status.js';
import { keepDoing } from '../keep-doing.js';
import { drawBoxDay } from './draw-box-day.js';
import { drawBoxStatus, type DemoBoxStatus } from './draw-box-status.js';
import { readDistrictPlan, traitsOf } from './read-district.js';

/** A box that is well is late after five minutes. */
const EVERY_MS = 120_000;
/** Days of which each hour is told at first, then those that may have got another hour. */
const DAYS = { first: 30, then: 2 };
/** Documents in one request. */
const AT_ONCE = 500;

type DemoDocument = DemoBoxStatus | NonNullable<ReturnType<typeof drawBoxDay>>;

export interface LiveBoxesOptions {
  /** logged in as a user of role `centre` */
  nano: ServerScope;
  facilities: readonly FacilityDocument[];
  version: string;
  now: () => number;
}

/** Tells the centre every two minutes how the demo's other boxes do, as they would themselves. */
export async function keepBoxesAlive(options: LiveBoxesOptions): Promise<{ stop: () => Promise<void> }> {
  await tellBoxes(options, DAYS.first);
  return keepDoing(EVERY_MS, () => tellBoxes(options, DAYS.then));
}

async function tellBoxes(
  { nano, facilities, version, now }: LiveBoxesOptions,
  daysBack: number,
): Promise<void> {
  const plan = readDistrictPlan();
  const boxes = nano.use<DemoDocument>(BOXES_DATABASE);
  const at = now();
  const today = dayOf(at);
  const days = Array.from({ length: daysBack }, (_, back) => addDays(today, -back));
  const codes = facilities.filter(({ status }) => status === 'open').map(({ code }) => code);
  const statuses = await readAll(boxes, codes.map(boxStatusId));
  const documents = codes.flatMap((code) => {
    const traits = traitsOf(plan, code);
    const told = statuses.get(boxStatusId(code)) as DemoBoxStatus | undefined;
    const status = drawBoxStatus(code, traits, { now: at, version, told });
    const drawn = days.map((day) => drawBoxDay(status, { traits, day, today }));
    return [...(status === told ? [] : [status]), ...drawn.filter((day) => day !== null)];
  });
  for (let done = 0; done < documents.length; done += AT_ONCE) {
    const some = documents.slice(done, done + AT_ONCE);
    const { rows } = await boxes.fetchRevs({ keys: some.map(({ _id }) => _id) });
    const revisions = new Map(
      rows.flatMap((row) => ('value' in row ? [[row.id, row.value.rev] as const] : [])),
    );
    const docs = some.map((document) => {
      const revision = revisions.get(document._id);
      return revision === undefined ? document : { ...document, _rev: revision };
    });
    await boxes.bulk({ docs });
  }
}

async function readAll(
  boxes: DocumentScope<DemoDocument>,
  keys: string[],
): Promise<Map<string, DemoDocument>> {
  const { rows } = await boxes.fetch({ keys });
  return new Map(rows.flatMap((row) => ('doc' in row && row.doc ? [[row.id, row.doc] as const] : [])));
}
