import { join } from 'node:path';
import Joi from 'joi';
import type { Words } from '../records/envelope.js';
import { templatesFolder } from './folder.js';
import type { Kpis } from './kpis.js';
import { readReferenceJson, wordsSchema } from './reference-json.js';
import { wrongEdit } from './wrong-edit.js';

/** A count that stands under a card's figure; `less` is taken from it. */
export interface CardPart {
  name: Words;
  figure: string;
  less?: string;
}

/** One thing that an area's day is told by: a figure of the daily summary, or an indicator. */
export type DayCard = { code: string; name: Words; parts?: CardPart[] } & (
  { figure: string } | { kpi: string }
);

/** What the page of a day shows, as `dashboards/day.json` says. */
export interface DayPicture {
  cards: DayCard[];
  /** codes of cards that are columns of the table too */
  columns: string[];
  /** a disease is pointed out with so many cases in a week, and so many times those of the weeks before */
  rise: { least: number; times: number };
}

const code = Joi.string().pattern(/^[\w-]{1,40}$/);
const figure = Joi.string().pattern(/^[\w.:+/-]{1,80}$/);
const schema = Joi.object({
  cards: Joi.array()
    .items(
      Joi.object({
        code: code.required(),
        name: wordsSchema.required(),
        figure,
        kpi: code,
        parts: Joi.array().items({ name: wordsSchema.required(), figure: figure.required(), less: figure }),
      }).xor('figure', 'kpi'),
    )
    .unique('code')
    .min(1)
    .required(),
  columns: Joi.array().items(code).min(1).required(),
  rise: Joi.object({
    least: Joi.number().integer().positive().required(),
    times: Joi.number().min(1).required(),
  }).required(),
});

const FILE = 'day.json';

/**
 * Throws `bad-input` that names file and place, also where a figure or an indicator is named that is not there.
 * @param known figures of a summary: see `summaryFigures`
 */
export function loadDayPicture(
  known: ReadonlySet<string>,
  { groups }: Kpis,
  folder = templatesFolder(),
): DayPicture {
  const picture = readReferenceJson(join(folder, 'dashboards', FILE), schema) as unknown as DayPicture;
  const kpis = new Set(groups.flatMap((group) => group.kpis.map((kpi) => kpi.code)));
  for (const card of picture.cards) {
    const figures = [
      ...('figure' in card ? [card.figure] : []),
      ...(card.parts ?? []).flatMap((part) => [part.figure, ...(part.less === undefined ? [] : [part.less])]),
    ];
    for (const one of figures)
      if (!known.has(one)) throw wrongEdit(FILE, one, 'no figure of the daily summary has this key');
    if ('kpi' in card && !kpis.has(card.kpi)) throw wrongEdit(FILE, card.kpi, 'there is no such indicator');
  }
  const cards = new Set(picture.cards.map((card) => card.code));
  const column = picture.columns.find((one) => !cards.has(one));
  if (column !== undefined) throw wrongEdit(FILE, column, 'there is no such card');
  return picture;
}
