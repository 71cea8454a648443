import { loggableError } from '../../node-server/loggable-error.js';

export interface RunningServer {
  box: string;
  addresses: string[];
  stop(): Promise<void>;
}

/**
 * Keeps the process alive through a promise that nobody caught (libraries have some): every save has its own answer,
 * and a health centre that stands still is worse than a line in the log. An error that nobody caught still ends it, as
 * Node would, but without its message: what stands on stderr is kept as a log, too.
 */
export function survive(tell: (line: string) => unknown): void {
  process.on('unhandledRejection', (error) => tell(`stray failure: ${inLines(error)}\n`));
  process.on('uncaughtException', (error) => {
    tell(`fatal: ${inLines(error)}\n`);
    process.exit(1);
  });
}

function inLines(error: unknown): string {
  const { message, stack = '' } = loggableError(error);
  return [message, stack].filter(Boolean).join('\n');
}

/** The part of `process` that tells of Ctrl-C and of a service manager's stop. */
export interface Signals {
  once(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  removeListener(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
}

export interface RunServerHooks {
  onStarted: (server: RunningServer) => void;
  onStopping: () => void;
}

/**
 * Starts a server and stops it at the first SIGINT or SIGTERM, also one that comes while it starts. A second
 * signal finds no listener and ends the process at once, which loses nothing that was said to be saved.
 */
export async function runServer(
  start: () => Promise<RunningServer>,
  signals: Signals,
  hooks: RunServerHooks,
): Promise<void> {
  let onSignal = (): void => {};
  const signalled = new Promise<void>((resolve) => (onSignal = resolve));
  const unlisten = (): void => {
    signals.removeListener('SIGINT', onSignal);
    signals.removeListener('SIGTERM', onSignal);
  };
  signals.once('SIGINT', onSignal);
  signals.once('SIGTERM', onSignal);
  try {
    const server = await start();
    hooks.onStarted(server);
    await signalled;
    unlisten();
    hooks.onStopping();
    await server.stop();
  } finally {
    unlisten();
  }
}
