import Joi from 'joi';
import { BOX_PATTERN, type BoxId } from '../../records/ids.js';
import type { SyncPolicy } from '../../sync/lanes.js';
import type { Language } from '../../templates/locale.js';
import type { BackupPlan } from '../backup/backup-plan.js';
import { lanSettingsSchema, type LanSettings } from '../lan/lan-settings.js';

/** `nadi.json`: what makes a folder a box's data folder. */
export interface BoxSettings {
  format: 1;
  box: BoxId;
  language: Language;
  host: string;
  port: number;
  lan?: LanSettings;
  /** absent while no centre is set */
  centre?: { url: string; user: string; gateway?: string };
  /** the centre's public key, given by hand: see sync/stick/centre-key.ts */
  centreKey?: string;
  /** what the operator allows the line to the centre; absent: everything */
  sync?: SyncPolicy;
  /** absent on a box that never changed what it began with */
  backup?: BackupPlan;
  /** papers that printers here take */
  papers?: ('a5' | 'thermal-58' | 'thermal-80')[];
  /** `skip`: how many tokens a promoted spare box leaves out; see docs/adr/0014-standby.md */
  standby?: { skip?: number };
}

const clockTime = Joi.string().pattern(/^([01]\d|2[0-3]):[0-5]\d$/);

const settingsSchema = Joi.object<BoxSettings>({
  format: Joi.valid(1).required(),
  box: Joi.string().pattern(BOX_PATTERN).required(),
  language: Joi.valid('hi', 'en').required(),
  host: Joi.string().max(255).required(),
  port: Joi.number().port().allow(0).required(),
  lan: lanSettingsSchema,
  centre: Joi.object({
    url: Joi.string()
      .uri({ scheme: ['http', 'https'] })
      .required(),
    user: Joi.string().required(),
    gateway: Joi.string().uri({ scheme: ['http', 'https'] }),
  }),
  centreKey: Joi.string().pattern(/^nadi-centre-key age1/),
  sync: Joi.object({
    bytesPerDay: Joi.number().integer().min(0),
    quiet: Joi.object({ from: clockTime.required(), to: clockTime.required() }),
    urgentOnly: Joi.boolean(),
  }),
  backup: Joi.object({
    places: Joi.array()
      .items(
        Joi.object({ kind: Joi.valid('folder').required(), path: Joi.string().required() }),
        Joi.object({ kind: Joi.valid('usb').required() }),
      )
      .required(),
    schedule: Joi.object({
      time: clockTime.required(),
      fullOn: Joi.number().integer().min(0).max(6).required(),
    }),
    keep: Joi.object({
      daily: Joi.number().integer().min(1).required(),
      weekly: Joi.number().integer().min(0).required(),
      monthly: Joi.number().integer().min(0).required(),
    }).required(),
    recoveryKey: Joi.string().pattern(/^age1/),
    centreKey: Joi.string().pattern(/^age1/),
  }),
  papers: Joi.array().items(Joi.valid('a5', 'thermal-58', 'thermal-80')),
  standby: Joi.object({ skip: Joi.number().integer().min(0).max(999) }),
}).unknown(true);

/** Throws Joi's ValidationError. */
export function checkSettings(read: unknown): BoxSettings {
  const settings: BoxSettings = Joi.attempt(read, settingsSchema);
  return settings;
}
