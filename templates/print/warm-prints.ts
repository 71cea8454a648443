import { warmFonts } from './fonts.js';
import { labelTexts } from './labels.js';

/**
 * Opens the fonts and shapes the fixed words, so that the day's first slip is as quick as the others. Takes about
 * half a second of work in small pieces; call it without waiting once the server listens.
 */
export async function warmPrints(facilityTexts: string[] = []): Promise<void> {
  await warmFonts([...labelTexts(), '0123456789', ...facilityTexts]);
}
