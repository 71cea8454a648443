import type { DemoServerOptions } from '../cli/tasks/run-demo.js';

/** The demo with a past of a few days, on any free ports. */
export const SHORT_DEMO: Omit<DemoServerOptions, 'folder'> = {
  host: '127.0.0.1',
  ports: { boxes: [0, 0], web: 0, centre: 0 },
  now: Date.now,
  version: '0.0.0',
  days: { boxes: 4, district: 5 },
  onProgress: () => undefined,
};
