import type { Language } from '../templates/locale.js';

/** Where a screen opens. */
export interface ScreenPlace {
  folder: string;
  language: Language;
  /** the folder as it was named, if it was */
  data?: string;
  /** another screen stands before it, to which Escape leads back */
  hasBefore?: boolean;
}
