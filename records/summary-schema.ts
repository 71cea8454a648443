import Joi from 'joi';
import { day, month } from './schema-dates.js';
import { box, drugCode, summaryRef } from './schema-ids.js';
import { number } from './schema-scalars.js';
import { line } from './schema-text.js';

/** More than any facility has in a day: a larger count is a mistake. */
const MOST = 1_000_000;
const count = () => number().integer().min(0).max(MOST);
const some = () => number().integer().min(1).max(MOST);
const histogram = () => Joi.array().items(count()).min(2).max(20);

/** Other facilities that one has to do with on a day. */
const MOST_PAIRS = 500;

/** Keys as `figureKey` makes them: `opd-new`, `5:under5`. */
const FIGURE = /^[\w.+/-]{1,40}(:[\w.+/-]{1,40})?$/;

export const summary = {
  _id: summaryRef.required(),
  day: day.required(),
  figures: Joi.object().pattern(FIGURE, some()).max(300).required(),
  waits: Joi.object()
    .pattern(/^[a-z-]{1,20}$/, histogram())
    .max(20),
  stock: Joi.object({
    out: Joi.array().items(drugCode).max(100).required(),
    expiring: Joi.array()
      .items(Joi.object({ item: drugCode.required(), units: count().required(), expiry: month.required() }))
      .max(100)
      .required(),
  }),
  villages: Joi.array()
    .items(
      Joi.object({ village: line().required(), people: count().required(), households: count().required() }),
    )
    .max(500),
  referrals: Joi.object({
    out: Joi.array()
      .items(Joi.object({ to: box.required(), sent: some(), open: some() }))
      .max(MOST_PAIRS)
      .required(),
    in: Joi.array()
      .items(Joi.object({ from: box.required(), accepted: some(), returned: some(), seen: histogram() }))
      .max(MOST_PAIRS)
      .required(),
  }),
};
