import { sayTime } from '../../sync/sync-state.js';
import type { Language, Translate } from '../../templates/locale.js';
import type { OldBoxState, StandbyState } from './standby-api.js';

/** `अलमारी: सब कुछ पहुँच चुका, पिछली बार 21 नव, 10:42` */
export function sayStandby(
  { name, lastSeen, behind, isSilent }: StandbyState,
  language: Language,
  say: Translate,
): string {
  if (lastSeen === null) return say('standby.never', { name });
  const time = sayTime(lastSeen, language);
  if (isSilent || behind === null) return say('standby.silent', { name, time });
  return say('standby.follows', { name, behind, time });
}

/** Whether the box that this one replaced has heard of it. */
export function sayOldBox({ box, toldAt, late }: OldBoxState, language: Language, say: Translate): string {
  if (toldAt === null) return say('standby.oldSilent', { box });
  return say('standby.oldTold', { box, late, time: sayTime(toldAt, language) });
}
