import { useEffect, useRef, useState } from 'react';
import type { Job, Progress } from '../../records/progress.js';
import type { Translate } from '../../templates/locale.js';
import { Pane, useFrame } from './frame.js';
import { barOf, paceOf, sayPace } from './job-progress.js';
import { useKeys } from './keys.js';
import type { Piece } from './row.js';

/**
 * Shows a long job: bar, speed, time left. `c` cancels it, which lets it clean up. Other keys wait until it has ended,
 * so that nobody leaves one running unseen; a terminal that goes away cancels it, too.
 */
export function JobView<T>(props: {
  title: string;
  start: () => Job<T>;
  onDone: (result: T) => void;
  /** `null` where it was cancelled */
  onFailed: (error: unknown) => void;
  /** milliseconds that only ever grow */
  now?: () => number;
}) {
  const { say, columns } = useFrame();
  const { now = () => performance.now() } = props;
  const [progress, setProgress] = useState<Progress | null>(null);
  const [cancelling, setCancelling] = useState(false);
  const began = useRef(now());
  const job = useRef<Job<T> | null>(null);
  const cancelled = useRef(false);
  const told = useRef(props);
  told.current = props;

  useEffect(() => {
    let gone = false;
    const running = (job.current = told.current.start());
    const run = async (): Promise<void> => {
      for (;;) {
        const step = await running.next();
        if (gone) return;
        if (step.done)
          return cancelled.current ? told.current.onFailed(null) : told.current.onDone(step.value);
        if (cancelled.current) {
          await running.return(undefined as never);
          return gone ? undefined : told.current.onFailed(null);
        }
        setProgress(step.value);
      }
    };
    run().catch((error: unknown) => {
      if (!gone) told.current.onFailed(error);
    });
    return () => {
      gone = true;
      void running.return(undefined as never).catch(() => undefined);
    };
  }, []);

  useKeys(({ text }) => {
    if (text === 'c' && !cancelled.current) {
      cancelled.current = true;
      setCancelling(true);
    }
    return true;
  });

  const elapsed = now() - began.current;
  return (
    <Pane
      body={jobRows(props.title, progress, elapsed, say, columns)}
      note={cancelling ? [{ text: ` ${say('cli.job.cancelling')}`, color: 'yellow' }] : []}
      keys={cancelling ? [] : [['c', say('cli.job.keyCancel')]]}
    />
  );
}

function jobRows(
  title: string,
  progress: Progress | null,
  elapsedMs: number,
  say: Translate,
  columns: number,
): Piece[][] {
  const head: Piece[][] = [[{ text: ` ${title}`, bold: true }], []];
  if (progress === null) return [...head, [{ text: ` ${say('cli.job.begins')}` }]];
  return [
    ...head,
    [{ text: ` ${say(`jobs.${progress.step}`)}` }],
    [],
    [{ text: ` ${barOf(progress, columns - 10)}`, color: 'cyan' }],
    [],
    ...sayPace(paceOf(progress, elapsedMs), progress, say).map((text): Piece[] => [{ text: ` ${text}` }]),
  ];
}
