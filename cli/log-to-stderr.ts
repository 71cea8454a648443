import type { CommandContext } from './command-context.js';

/** The log of a server of the centre: one JSON line each, with its time, for the service manager to keep. */
export function logToStderr({ stderr }: Pick<CommandContext, 'stderr'>): (entry: object) => void {
  return (entry) => void stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
}
