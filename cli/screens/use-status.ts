import { useCallback, useEffect, useRef, useState } from 'react';
import type { AdminStatus } from '../../node-server/admin/admin-api.js';

/**
 * The box's state, asked again `refreshMs` after each answer. After a failure the last known state stays beside
 * it. One question at a time: a server that hangs must not be asked ever more.
 */
export function useStatus(
  readStatus: () => Promise<AdminStatus>,
  refreshMs: number,
): { status: AdminStatus | null; failure: unknown; refresh: () => Promise<void> } {
  const [seen, setSeen] = useState<{ status: AdminStatus | null; failure: unknown }>({
    status: null,
    failure: null,
  });
  const asking = useRef<Promise<void> | null>(null);
  const gone = useRef(false);

  const refresh = useCallback((): Promise<void> => {
    asking.current ??= readStatus()
      .then(
        (status) => {
          if (!gone.current) setSeen({ status, failure: null });
        },
        (failure: unknown) => {
          if (!gone.current) setSeen(({ status }) => ({ status, failure }));
        },
      )
      .finally(() => (asking.current = null));
    return asking.current;
  }, [readStatus]);

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
