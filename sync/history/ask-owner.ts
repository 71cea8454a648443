import type { BoxId, PatientId } from '../../records/ids.js';
import { numberOwner, type NumberOwner } from '../../records/number-owner.js';
import { encodeBundle, type BundledRecord } from '../bundle.js';
import { framedWithHead, FrameError, readFrame } from '../exchange/frames.js';
import type { GatewayLine } from '../exchange/gateway-line.js';
import { stranger } from '../line-failure.js';
import { cutOff, offered } from './ask-history.js';
import { historyRefusal } from './history-refusal.js';
import type { HistoryHello, HistoryRefusal, OwnerNews } from './messages.js';

/**
 * Asks the gateway whose a health id is. `look`: the box's own record of the question, with its revision. Null: nobody
 * there knows, or may say. Throws as `askHistory`.
 */
export async function askOwner(options: {
  line: GatewayLine;
  box: BoxId;
  patient: PatientId;
  look: BundledRecord;
  signal: AbortSignal;
}): Promise<NumberOwner | null> {
  const { line, box, patient, look, signal } = options;
  const hello: HistoryHello = { v: 1, patient, only: 'owner' };
  const conversation = line.open(`/history/${box}`, signal);
  conversation.write(framedWithHead('hello', hello, await encodeBundle([look])));
  conversation.end();
  let news: OwnerNews | null = null;
  try {
    for await (const { kind, bytes } of conversation.frames()) {
      if (kind === 'failed') throw historyRefusal(readFrame<HistoryRefusal>(bytes));
      if (kind === 'news') news = readFrame<OwnerNews>(bytes);
    }
  } catch (error) {
    throw error instanceof FrameError ? stranger(200) : offered(error);
  }
  if (news === null) throw cutOff();
  return news.owner && numberOwner(news.owner);
}
