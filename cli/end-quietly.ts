import type { Writable } from 'node:stream';

/**
 * Whoever reads a command's words may have enough of them (`nadi … | head`): what is said after that falls away, and the
 * work goes on to its end, so that nothing is left half done for it. `onClosed`: nobody reads any more.
 */
export function endQuietly(stream: Writable, onClosed: () => void = () => undefined): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    onClosed();
  });
}
