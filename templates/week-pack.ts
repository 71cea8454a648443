import { join } from 'node:path';
import Joi from 'joi';
import { templatesFolder } from './folder.js';
import type { Kpis } from './kpis.js';
import { readReferenceJson } from './reference-json.js';
import { wrongEdit } from './wrong-edit.js';

/** What an area's weekly review pack tells, as `dashboards/week-pack.json` says. */
export interface WeekPack {
  /** codes of the indicators by which its places are ranked */
  ranked: string[];
  /** a value counted among fewer is not ranked, on the pages neither */
  least: number;
  /** so many of the best, and so many of the last, are named of each */
  ends: number;
  /** no other list names more than so many */
  listed: number;
}

const count = Joi.number().integer().positive().required();
const schema = Joi.object({
  ranked: Joi.array().items(Joi.string()).unique().required(),
  least: count,
  ends: count.max(10),
  listed: count.max(50),
});

const FILE = 'week-pack.json';

/** Throws `bad-input` that names file and place, also where it ranks by an indicator that cannot rank. */
export function loadWeekPack({ groups }: Kpis, folder = templatesFolder()): WeekPack {
  const pack = readReferenceJson(join(folder, 'dashboards', FILE), schema) as unknown as WeekPack;
  const kpis = new Map(groups.flatMap((group) => group.kpis.map((kpi) => [kpi.code, kpi])));
  for (const code of pack.ranked) {
    const kpi = kpis.get(code);
    if (!kpi) throw wrongEdit(FILE, code, 'there is no such indicator');
    if (kpi.better === null) throw wrongEdit(FILE, code, 'neither more nor less of it is better');
  }
  return pack;
}
