import type { ChildProcess } from 'node:child_process';
import type { LineStats } from '../line-profiles.js';

/** Two hosts and the bad line between them. */
export interface BenchLine {
  /** where the centre listens */
  centreHost: string;
  /** where the box finds what listens there on a port; may be asked once */
  reach: (port: number) => Promise<{ host: string; port: number }>;
  /** a script of this repository on one of the hosts, with a channel for messages */
  run: (side: 'box' | 'centre', script: string, trust?: string) => ChildProcess;
  stats: () => Promise<LineStats>;
  /** nothing passes for so many milliseconds */
  downFor: (ms: number) => Promise<void>;
  /** connections that are open now die without a word */
  nat: () => Promise<void>;
  close: () => Promise<void>;
}
