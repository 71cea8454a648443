import { bundleId } from '../sync/exchange/bundle-id.js';
import { frame, readFrame, type FrameKind } from '../sync/exchange/frames.js';
import { GatewayLine } from '../sync/exchange/gateway-line.js';
import { HURRIED, PASSWORD, type ExchangeJourney } from './exchange-journey.js';

export interface Said {
  kind: FrameKind;
  says: object;
}

/** The frames that bring a bundle. */
export function bringing(bytes: Uint8Array, id = bundleId(bytes)): Uint8Array[] {
  return [
    frame('hello', { v: 1, cursors: {} }),
    frame('bundle', { id, size: bytes.length, from: 0 }),
    frame('data', bytes),
  ];
}

/** Sends these frames to the real gateway, as no box of ours would, and returns what it answers. */
export async function sayToGateway(journey: ExchangeJourney, frames: Uint8Array[]): Promise<Said[]> {
  const { box } = journey;
  const line = new GatewayLine({ url: journey.line.url, user: box, password: PASSWORD }, HURRIED);
  const conversation = line.open(`/exchange/${box}`, new AbortController().signal);
  conversation.write(...frames);
  conversation.end();
  const said: Said[] = [];
  try {
    for await (const { kind, bytes } of conversation.frames())
      if (kind === 'confirmed' || kind === 'failed' || kind === 'end')
        said.push({ kind, says: readFrame(bytes) });
  } finally {
    line.close();
  }
  return said;
}
