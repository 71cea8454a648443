import type { HistoryHolder } from '../../sync/history/messages.js';
import type { Language } from '../../templates/locale.js';

/** `PHC Rampur`; its code where the directory gave no name. */
export function holderName(holders: readonly HistoryHolder[], code: string, language: Language): string {
  const name = holders.find((holder) => holder.code === code)?.name;
  return name?.[language] ?? name?.hi ?? name?.en ?? code;
}
