import { useCallback, useEffect, useRef, useState } from 'react';

export interface Answer<T> {
  /** null until the first one came; after a failure the last one stays */
  answer: T | null;
  /** why the last question failed, null where it didn't */
  failure: unknown;
  refresh: () => Promise<void>;
}

/**
 * What is answered, asked again `refreshMs` after each answer. One question at a time: a server that hangs must not be
 * asked ever more. `ask` has to stay the same function while it asks the same.
 */
export function useAnswer<T>(ask: () => Promise<T>, refreshMs: number): Answer<T> {
  const [seen, setSeen] = useState<{ answer: T | null; failure: unknown }>({ answer: null, failure: null });
  const asking = useRef<Promise<void> | null>(null);
  const gone = useRef(false);

  const refresh = useCallback((): Promise<void> => {
    asking.current ??= ask()
      .then(
        (answer) => {
          if (!gone.current) setSeen({ answer, failure: null });
        },
        (failure: unknown) => {
          if (!gone.current) setSeen((known) => ({ ...known, failure }));
        },
      )
      .finally(() => (asking.current = null));
    return asking.current;
  }, [ask]);

  useEffect(() => {
    gone.current = false;
    let timer: NodeJS.Timeout | undefined;
    const look = (): void => {
      void refresh().then(() => {
        if (!gone.current) timer = setTimeout(look, refreshMs);
      });
    };
    look();
    return () => {
      gone.current = true;
      clearTimeout(timer);
    };
  }, [refresh, refreshMs]);

  return { ...seen, refresh };
}
