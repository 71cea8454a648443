import { join } from 'node:path';
import Joi from 'joi';
import { readReferenceJson, wordsSchema } from './reference-json.js';

export interface FacilityKind {
  code: string;
  name: { hi: string; en: string };
  /** how large it is: to where patients are sent on. The larger number is the larger house */
  size: number;
}

/** What may stand in a directory of facilities. */
export interface FacilityDirectoryReference {
  kinds: FacilityKind[];
  services: string[];
  /** degrees, in which all facilities lie: smallest and largest */
  area: { lat: [number, number]; lon: [number, number] };
  /** kilometres from all others of its district beyond which a position is doubted */
  farKm: number;
}

const range = Joi.array().ordered(Joi.number().required(), Joi.number().required()).required();

const file = Joi.object<FacilityDirectoryReference & { confirmed: boolean; note?: string }>({
  /** false until somebody who knows the state's facilities has looked at the lists */
  confirmed: Joi.boolean().required(),
  note: Joi.string(),
  kinds: Joi.array()
    .items(
      Joi.object({
        code: Joi.string().required(),
        name: wordsSchema.required(),
        size: Joi.number().min(0).default(0),
      }),
    )
    .unique('code')
    .required(),
  services: Joi.array().items(Joi.string()).unique().required(),
  area: Joi.object({ lat: range, lon: range }).required(),
  farKm: Joi.number().positive().required(),
});

export function readFacilityDirectoryReference(folder: string): FacilityDirectoryReference {
  return readReferenceJson(join(folder, 'facility-directory.json'), file);
}
