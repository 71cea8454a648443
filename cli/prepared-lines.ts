import type { Prepared } from '../central/ensure/centre-work.js';
import type { Translate } from '../templates/locale.js';

/** `made     facility-br1042`, a line for each thing at the centre. */
export function preparedLines(prepared: readonly Prepared[], say: Translate): string[] {
  return prepared.map(({ what, outcome }) => `  ${say(`cli.central.${outcome}`)}  ${what}`);
}
