import type { AdminStatus } from '../../node-server/admin/admin-api.js';
import { sayOldBox, sayStandby } from '../../node-server/standby/say-standby.js';
import type { Language, Translate } from '../../templates/locale.js';

/** The spare box that follows, and on a box that was one, what became of the old box: a line for each. */
export function standbyFacts(
  { standby, oldBox }: Pick<AdminStatus, 'standby' | 'oldBox'>,
  language: Language,
  say: Translate,
): { label: string; value: string }[] {
  return [
    ...(standby ? [{ label: say('standby.label'), value: sayStandby(standby, language, say) }] : []),
    ...(oldBox ? [{ label: say('standby.oldLabel'), value: sayOldBox(oldBox, language, say) }] : []),
  ];
}
