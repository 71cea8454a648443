import { nextCheckpoint, type Checkpoint } from '../../sync/exchange/checkpoint.js';
import type {
  DatabaseIds,
  End,
  NewsCursors,
  Reached,
  Sequence,
  Travelling,
} from '../../sync/exchange/messages.js';
import type { BoxCouch } from './box-couch.js';
import { GatewayError } from './gateway-error.js';

type Behind = NonNullable<End['behind']>;

/**
 * The centre's half of PouchDB's checkpoints, written as the box's own user once CouchDB has what they say. Returns
 * those that stand before what the box was told last: they are left alone, because the database was set back.
 */
export async function writeCheckpoints(
  couch: BoxCouch,
  ids: DatabaseIds,
  reached: Reached,
  cursors: NewsCursors,
): Promise<Behind> {
  const behind: Behind = {};

  async function writeReached(database: keyof Reached): Promise<void> {
    if (!reached[database]) return;
    const [before, to] = reached[database];
    const standing = await couch.readLocal<Checkpoint>(database, ids[database]);
    const stands = standing?.last_seq ?? null;
    if (Number(stands) < before) behind[database] = stands;
    else await write(database, standing, to);
  }

  async function writeCursor(database: keyof NewsCursors): Promise<void> {
    const to = cursors[database];
    if (to !== undefined) await write(database, await couch.readLocal(database, ids[database]), to);
  }

  async function write(database: Travelling, standing: Checkpoint | null, to: Sequence): Promise<void> {
    const next = nextCheckpoint(ids[database], standing, to);
    if (!next) return;
    try {
      await couch.writeLocal(database, ids[database], { ...standing, ...next });
    } catch (error) {
      // A stock replication writes its own just now, or a proxy lets none through: documents do not depend on it.
      if (!(error instanceof GatewayError && error.code === 'refused')) throw error;
    }
  }

  await Promise.all([
    writeReached('records'),
    writeReached('papers'),
    writeCursor('shared'),
    writeCursor('inbox'),
  ]);
  return behind;
}
