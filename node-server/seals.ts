import type { KeyRecord, SealRecord } from '../records/box.js';
import { dayOf } from '../records/day.js';
import { sealText, signText, type SealKey } from '../records/seal.js';
import type { Facility } from './facility.js';
import { readPrefix } from './store/read-records.js';

export interface SealOptions {
  facility: Facility;
  key: SealKey;
  /** told why a seal could not be written; the next try comes by itself */
  onTrouble: (error: unknown) => void;
  /** how often to look whether a day is over, milliseconds */
  lookEveryMs?: number;
}

export interface Seals {
  /** the box's public key, base64url */
  publicKey: string;
  /**
   * Seals all records that were appended until now; null where nothing but seals was written since the last one.
   * Throws `disk-full`, `store-failed`.
   */
  sealNow(): Promise<SealRecord | null>;
  /** Before a sync that nobody asked for: seals if the last seal is a quarter of an hour old. Never throws. */
  sealForSync(): Promise<void>;
  stop(): Promise<void>;
  onTrouble: (error: unknown) => void;
}

/** Who writes what nobody ordered. */
const BOX_ITSELF = 'nadi';
const SYNC_EVERY_MS = 15 * 60_000;
const LOOK_EVERY_MS = 60_000;
/** Stands while a record is drafted: the signature covers all other fields, also those that the ledger adds. */
const UNSIGNED = 'A'.repeat(86);

/**
 * Seals a box's ledger: at a day's end, before syncs, and when asked. Writes the key record where the ledger has none
 * for this key, and the seal of a day at whose end the box was off.
 */
export async function openSeals({ facility, key, onTrouble, lookEveryMs }: SealOptions): Promise<Seals> {
  const ensureKey = async (): Promise<string> =>
    ((await findKey(facility, key)) ?? (await writeKey(facility, key)))._id;
  // A box whose disk is full opens all the same; it seals when there is room.
  let keyId = await ensureKey().catch((error: unknown) => {
    onTrouble(error);
    return null;
  });
  let sealing: Promise<SealRecord | null> | null = null;

  const sealNow = async (): Promise<SealRecord | null> => {
    const id = (keyId ??= await ensureKey());
    return facility.append({ by: BOX_ITSELF }, (draft) => {
      const { chain } = facility;
      if (!chain.hasUnsealed) return null;
      const seal = draft.box('seal', { upTo: chain.n, head: chain.head, key: id, signature: UNSIGNED });
      seal.signature = signText(sealText(seal), key);
      return seal;
    });
  };

  /** One at a time: a box whose disk is full would else pile up tries. */
  const tryToSeal = (): Promise<unknown> =>
    (sealing ??= sealNow().finally(() => {
      sealing = null;
    })).catch(onTrouble);

  const isDayOver = (): boolean => {
    const { hasUnsealed, writtenAt } = facility.chain;
    return hasUnsealed && writtenAt !== null && dayOf(writtenAt) < facility.today();
  };

  let day = facility.today();
  const stopListening = facility.onWritten((records) => {
    const now = dayOf(records.at(-1)?.at ?? 0);
    if (now <= day) return;
    day = now;
    const { sealedAt } = facility.chain;
    // Unless the clock's turn was seen first.
    if (sealedAt === null || dayOf(sealedAt) < now) void tryToSeal();
  });
  const timer = setInterval(() => {
    if (isDayOver()) void tryToSeal();
  }, lookEveryMs ?? LOOK_EVERY_MS);
  timer.unref();
  if (isDayOver()) await tryToSeal();

  return {
    publicKey: key.public,
    onTrouble,
    sealNow,
    async sealForSync() {
      const { sealedAt } = facility.chain;
      if (sealedAt === null || facility.now() - Date.parse(sealedAt) >= SYNC_EVERY_MS) await tryToSeal();
    },
    async stop() {
      clearInterval(timer);
      stopListening();
      await sealing?.catch(() => undefined);
    },
  };
}

async function findKey(facility: Facility, key: SealKey): Promise<KeyRecord | undefined> {
  const standing = await readPrefix(facility.databases.records, `key:${facility.box}:`);
  return standing.find((record): record is KeyRecord => record.type === 'key' && record.key === key.public);
}

function writeKey(facility: Facility, key: SealKey): Promise<KeyRecord> {
  return facility.append({ by: BOX_ITSELF }, (draft) => draft.box('key', { key: key.public }));
}
