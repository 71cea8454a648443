/** A line to the internet as a health centre has it. */
export interface LineProfile {
  /** kbit/s, from the box */
  up: number;
  /** kbit/s, to the box */
  down: number;
  /** milliseconds one way */
  delay: number;
  /** a packet is lost so often, from 0 to 1 */
  loss: number;
  /** milliseconds that a packet may wait for those before it */
  queue: number;
  /** seconds with and without a line, about; always with one unless said */
  flap?: { up: number; down: number };
}

/** The same names and figures as the packet-level emulator's. */
export const LINE_PROFILES = {
  edge: { up: 64, down: 128, delay: 300, loss: 0.02, queue: 2_000 },
  '3g-poor': { up: 384, down: 384, delay: 150, loss: 0.01, queue: 1_000 },
  vsat: { up: 256, down: 1_000, delay: 350, loss: 0.005, queue: 1_000 },
  'flap-edge': { up: 64, down: 128, delay: 300, loss: 0.02, queue: 2_000, flap: { up: 60, down: 30 } },
  lan: { up: 100_000, down: 100_000, delay: 0.2, loss: 0, queue: 100 },
} satisfies Record<string, LineProfile>;

export type ProfileName = keyof typeof LINE_PROFILES;

export interface LineStats {
  /** bytes that the box has put on the line */
  up: number;
  /** bytes that the centre has put on it */
  down: number;
  /** that the box has opened */
  connections: number;
}
