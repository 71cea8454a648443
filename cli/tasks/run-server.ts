export interface RunningServer {
  box: string;
  addresses: string[];
  stop(): Promise<void>;
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
