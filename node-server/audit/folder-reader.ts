import { fork, type ChildProcess } from 'node:child_process';
import { on } from 'node:events';
import { fileURLToPath } from 'node:url';
import { FacilityError, type ErrorCode } from '../../records/facility-error.js';
import type { LedgerReport } from '../../records/ledger-finding.js';
import type { Job, Progress } from '../../records/progress.js';
import type { AdminFailure } from '../admin/admin-api.js';

export interface FolderRequest {
  folder: string;
  trusted?: readonly string[];
}

export type FolderAnswer =
  { progress: Progress } | { result: LedgerReport } | { failure: AdminFailure['error'] };

const CHILD = fileURLToPath(new URL('./folder-reader-child.js', import.meta.url));

/**
 * Checks folders as `verifyFolder` does, in a process apart: where a file is damaged in the wrong place, LevelDB's own
 * checks end the process that reads it. That, too, is then said in words.
 */
export class FolderReader {
  #child: ChildProcess | null = null;

  /** One at a time. Throws as verifyFolder does. */
  async *verify(folder: string, trusted?: readonly string[]): Job<LedgerReport> {
    const child = this.#running();
    const answers = on(child, 'message', { close: ['exit'] }) as AsyncIterable<[FolderAnswer]>;
    let isOver = false;
    child.send({ folder, ...(trusted ? { trusted } : {}) } satisfies FolderRequest);
    try {
      for await (const [answer] of answers) {
        if ('progress' in answer) {
          yield answer.progress;
          continue;
        }
        isOver = true;
        if ('result' in answer) return answer.result;
        const { code, message, ...more } = answer.failure;
        throw new FacilityError(code as ErrorCode, message, more);
      }
      isOver = true;
      throw new FacilityError('store-damaged', 'The store is so damaged that its reading broke off.', {
        hint: 'hints.keepAndRestore',
        params: { folder },
      });
    } finally {
      // Whoever asked has gone away.
      if (!isOver) child.kill();
    }
  }

  close(): void {
    if (this.#child?.connected) this.#child.disconnect();
    this.#child = null;
  }

  #running(): ChildProcess {
    if (this.#child) return this.#child;
    const child = fork(CHILD, { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    child.once('exit', () => {
      if (this.#child === child) this.#child = null;
    });
    return (this.#child = child);
  }
}
