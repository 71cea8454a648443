import type { ServerRoute } from '@hapi/hapi';
import { FacilityError } from '../../records/facility-error.js';
import { DEVICE_PATTERN } from '../../records/ids.js';
import type { StandbyCode, StandbyList } from './standby-api.js';
import type { StandbyBook } from './standby-book.js';
import { markOf, writeCode } from './standby-code.js';

/** The operator's side at the main box, over the admin socket. `ca`: its certificate; undefined without TLS. */
export function standbyAdminRoutes(
  book: StandbyBook,
  ca: string | undefined,
  addresses: () => string[],
): ServerRoute[] {
  const list = (): StandbyList => ({ standbys: book.list() });
  return [
    { method: 'GET', path: '/standby', handler: list },
    {
      method: 'POST',
      path: '/standby/code',
      handler(): StandbyCode {
        const { secret, minutes } = book.issueCode();
        const mark = ca === undefined ? null : markOf(ca);
        return { code: writeCode({ secret, mark }), minutes, addresses: addresses() };
      },
    },
    {
      method: 'POST',
      path: '/standby/{standby}/remove',
      async handler(request): Promise<StandbyList> {
        const standby = String(request.params['standby']);
        if (!DEVICE_PATTERN.test(standby)) {
          throw new FacilityError('bad-input', 'This is no id of a spare box.', {
            fields: [{ field: 'standby', code: 'notValid' }],
          });
        }
        await book.remove(standby);
        return list();
      },
    },
  ];
}
