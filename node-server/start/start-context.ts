import type { BoxSecrets } from '../box-folder/box-secrets.js';
import type { BoxSettings } from '../box-folder/box-settings.js';
import type { BoxLog } from './box-log.js';
import type { UndoList } from './undo-list.js';

/** What every part of a start is given. Each adds to `undo` how it ends. */
export interface StartContext {
  folder: string;
  settings: BoxSettings;
  secrets: BoxSecrets;
  /** milliseconds since the epoch */
  now: () => number;
  log: BoxLog;
  undo: UndoList;
}
