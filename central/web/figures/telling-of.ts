import type { Request } from '@hapi/hapi';
import { webFrameOf } from '../web-frame.js';
import { languageOfWeb } from '../web-session.js';
import type { Telling } from './day-cell.js';

/** Words, language and figures of a request. */
export function tellingOf(request: Request): Telling {
  const { locale, figures } = webFrameOf(request);
  const language = languageOfWeb(request);
  return { t: locale.in(language), language, book: figures() };
}
