import { FacilityError } from '../../records/facility-error.js';
import type { BoxId, PatientId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { readRecord } from '../../records/record-schemas.js';
import { BundleError } from '../bundle/bundle-error.js';
import { decodeBundle, encodeBundle, type BundledRecord } from '../bundle.js';
import type { GatewayLine } from '../exchange/gateway-line.js';
import { framedWithHead, FrameError, readFrame } from '../exchange/frames.js';
import { joinBytes } from '../exchange/plain-bytes.js';
import { stranger } from '../line-failure.js';
import { historyRefusal } from './history-refusal.js';
import type { HistoryHead, HistoryHello, HistoryRefusal } from './messages.js';

export interface AskHistoryOptions {
  line: GatewayLine;
  box: BoxId;
  patient: PatientId;
  /** the look, and the consent where there is one, as they stand in the ledger, with their revisions */
  records: readonly BundledRecord[];
  signal: AbortSignal;
  /** bytes of the answer */
  onProgress?: (received: number, size: number) => void;
}

export interface ReceivedHistory {
  head: HistoryHead;
  records: LedgerRecord[];
}

/** Nobody's history is larger: see the gateway's bounds. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Asks the gateway once for what other facilities hold of a patient. Throws `centre-unreachable`, `centre-refused`,
 * `box-revoked`, and what `historyRefusal` names.
 */
export async function askHistory(options: AskHistoryOptions): Promise<ReceivedHistory> {
  const { line, box, patient, records, signal, onProgress = () => undefined } = options;
  const hello = framedWithHead(
    'hello',
    { v: 1, patient } satisfies HistoryHello,
    await encodeBundle(records),
  );
  const conversation = line.open(`/history/${box}`, signal);
  conversation.write(hello);
  conversation.end();
  let head: HistoryHead | null = null;
  const parts: Uint8Array[] = [];
  let received = 0;
  let isWhole = false;
  try {
    for await (const { kind, bytes } of conversation.frames()) {
      if (kind === 'failed') throw historyRefusal(readFrame<HistoryRefusal>(bytes));
      if (kind === 'bundle') {
        head = readFrame<HistoryHead>(bytes);
        if (head.size > MOST_BYTES) throw stranger(200);
      }
      if (kind === 'data' && head) {
        parts.push(bytes);
        received += bytes.length;
        onProgress(received, head.size);
      }
      isWhole ||= kind === 'end';
    }
    if (isWhole && head && received === head.size) return { head, records: readHistory(joinBytes(parts)) };
  } catch (error) {
    if (error instanceof FrameError || error instanceof BundleError) throw stranger(200);
    throw offered(error);
  }
  throw cutOff();
}

export function cutOff(): FacilityError {
  return new FacilityError('centre-unreachable', 'The answer of the centre was cut off.', {
    hint: 'hints.askAgain',
    params: { why: 'silent' },
  });
}

/** Opens a connection on which an ask will not wait for TCP and TLS. Throws as `askHistory`. */
export async function openHistoryLine(line: GatewayLine, box: BoxId, signal: AbortSignal): Promise<void> {
  const conversation = line.open(`/history/${box}`, signal);
  conversation.end();
  // Read to its end, or the connection would go with it.
  for await (const { kind } of conversation.frames()) if (kind === 'failed') throw stranger(200);
}

/** Records that this version cannot read are left out: the rest is of use. */
function readHistory(bundle: Uint8Array): LedgerRecord[] {
  return decodeBundle(bundle).flatMap(({ _rev, ...record }) => {
    try {
      readRecord(record);
      return [record];
    } catch {
      return [];
    }
  });
}

/** A gateway that knows no such path is older than this, or has no user of its own. */
export function offered(error: unknown): unknown {
  const isUnknown = error instanceof FacilityError && error.params['status'] === 404;
  return isUnknown ? historyRefusal({ code: 'not-offered' }) : error;
}
