import type { RestoreResult } from '../node-server/restore/restore-facility.js';
import type { Translate } from '../templates/locale.js';

/** What a restore says at its end; the password in it is said this once. */
export function restoreLines(result: RestoreResult, folder: string, say: Translate): string[] {
  const { box, from, records, patients, admin, centre } = result;
  return [
    say('cli.restore.done', { box, from, folder }),
    say('cli.restore.counts', { records, patients }),
    ...(admin ? [say('cli.restore.admin', { id: admin.id, password: admin.password })] : []),
    centre && centre.user === box
      ? say('cli.restore.centre', { url: centre.url })
      : say('cli.restore.noCentre', { box, from }),
    say('cli.restore.next', { folder }),
  ];
}
