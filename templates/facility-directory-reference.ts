import { join } from 'node:path';
import Joi from 'joi';
import { readReferenceJson, wordsSchema } from './reference-json.js';

/** What may stand in a directory of facilities. */
export interface FacilityDirectoryReference {
  kinds: { code: string; name: { hi: string; en: string } }[];
  services: string[];
  /** degrees, in which all facilities lie: smallest and largest */
  area: { lat: [number, number]; lon: [number, number] };
}

const range = Joi.array().ordered(Joi.number().required(), Joi.number().required()).required();

const file = Joi.object<FacilityDirectoryReference & { confirmed: boolean; note?: string }>({
  /** false until somebody who knows the state's facilities has looked at the lists */
  confirmed: Joi.boolean().required(),
  note: Joi.string(),
  kinds: Joi.array()
    .items(Joi.object({ code: Joi.string().required(), name: wordsSchema.required() }))
    .unique('code')
    .required(),
  services: Joi.array().items(Joi.string()).unique().required(),
  area: Joi.object({ lat: range, lon: range }).required(),
});

export function readFacilityDirectoryReference(folder: string): FacilityDirectoryReference {
  return readReferenceJson(join(folder, 'facility-directory.json'), file);
}
