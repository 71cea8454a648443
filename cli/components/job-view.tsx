import { useEffect, useRef, useState } from 'react';
import type { Job, Progress } from '../../records/progress.js';
import type { Translate } from '../../templates/locale.js';
import { barOf, PaceMeter, sayAmount, sayLeft, saySpeed } from '../job-progress.js';
import { Pane, useFrame, type KeyHint } from './frame.js';
import { useKeys } from './keys.js';
import type { Piece } from './row.js';

export interface JobViewProps<T> {
  title: string;
  start: () => Job<T>;
  onDone: (result: T) => void;
  /** `null` where it was cancelled */
  onFailed: (error: unknown) => void;
  /**
   * How the job is told to end, where that is more than to end `start`'s: then it lasts, a terminal that goes away
   * leaves it running, and so does `q`.
   */
  cancel?: () => Promise<unknown> | void;
  /** back, while a job that lasts goes on */
  onLeave?: () => void;
  /** milliseconds that only ever grow */
  now?: () => number;
}

/**
 * Shows a long job: bar, speed, time left. `c` cancels it, which lets it clean up. Other keys wait until it has ended,
 * so that nobody leaves one running unseen, unless it is one that lasts and is seen again.
 */
export function JobView<T>(props: JobViewProps<T>) {
  const { say, columns } = useFrame();
  const { now = () => performance.now() } = props;
  const [progress, setProgress] = useState<Progress | null>(null);
  const [cancelling, setCancelling] = useState(false);
  const pace = useRef(new PaceMeter()).current;
  const cancelled = useRef(false);
  const told = useRef(props);
  told.current = props;

  useEffect(() => {
    let gone = false;
    const running = told.current.start();
    const run = async (): Promise<void> => {
      for (;;) {
        const step = await running.next();
        if (gone) return;
        if (step.done)
          return cancelled.current ? told.current.onFailed(null) : told.current.onDone(step.value);
        if (cancelled.current && told.current.cancel === undefined) {
          await running.return(undefined as never);
          return gone ? undefined : told.current.onFailed(null);
        }
        setProgress(step.value);
      }
    };
    run().catch((error: unknown) => {
      if (!gone) told.current.onFailed(cancelled.current ? null : error);
    });
    return () => {
      gone = true;
      void running.return(undefined as never).catch(() => undefined);
    };
  }, []);

  const cancel = (): void => {
    if (cancelled.current) return;
    cancelled.current = true;
    setCancelling(true);
    // One that was over meanwhile has nothing to cancel; its end is told above.
    void Promise.resolve(props.cancel?.()).catch(() => undefined);
  };
  useKeys(({ name, text }) => {
    if (text === 'c') cancel();
    else if (name === 'escape' || text === 'q') props.onLeave?.();
    return true;
  });

  const keys: KeyHint[] = cancelling ? [] : [['c', say('jobs.cancel')]];
  return (
    <Pane
      body={jobRows(props.title, progress, { pace, now: now(), say, columns })}
      note={cancelling ? [{ text: ` ${say('jobs.cancelling')}`, color: 'yellow' }] : []}
      keys={props.onLeave ? [...keys, ['q', say('jobs.leave')]] : keys}
    />
  );
}

function jobRows(
  title: string,
  progress: Progress | null,
  { pace, now, say, columns }: { pace: PaceMeter; now: number; say: Translate; columns: number },
): Piece[][] {
  const head: Piece[][] = [[{ text: ` ${title}`, bold: true }], []];
  if (progress === null) return [...head, [{ text: ` ${say('jobs.begins')}` }]];
  const seen = pace.read(progress, now);
  return [
    ...head,
    [{ text: ` ${say(`jobs.${progress.step}`)}` }],
    [],
    [{ text: ` ${barOf(progress, columns - 10)}`, color: 'cyan' }],
    [],
    ...[
      sayAmount(progress, say),
      ...(seen.perSecond > 0 ? [saySpeed(seen, progress, say)] : []),
      sayLeft(seen, say),
    ].map((text): Piece[] => [{ text: ` ${text}` }]),
  ];
}
