import { useApp, useInput } from 'ink';
import {
  createContext,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { toKeyPresses, type KeyPress } from './key-press.js';

/** true where the key was for this handler and nobody else shall have it */
export type KeyHandler = (press: KeyPress) => boolean;

const Handlers = createContext<Set<{ current: KeyHandler }>>(new Set());

/**
 * The one place that listens to the keyboard. A key goes to the parts on the screen that called `useKeys`, and where
 * none wants it, to `onKey`. Keys that come fast are given one after the other, each to what the one before it has put
 * on the screen.
 */
export function KeyRoot({ onKey, children }: { onKey: (press: KeyPress) => void; children: ReactNode }) {
  const { exit } = useApp();
  const handlers = useRef(new Set<{ current: KeyHandler }>()).current;
  const waiting = useRef<KeyPress[]>([]);
  const busy = useRef(false);
  const [given, setGiven] = useState(0);
  const fallback = useRef(onKey);
  fallback.current = onKey;
  useEffect(() => () => void waiting.current.splice(0), []);

  const drain = (): void => {
    const press = waiting.current.shift();
    busy.current = press !== undefined;
    if (press === undefined) return;
    // Not by Ink, which knows Ctrl-C only where it comes alone.
    if (press.name === 'interrupt') return exit();
    const taken = [...handlers].some((handler) => handler.current(press));
    if (!taken) fallback.current(press);
    // Comes in one go with what the key has changed: only when that is drawn is the next key given.
    setGiven((n) => n + 1);
  };
  useLayoutEffect(() => {
    // Later, not within: a pasted line would be an update within an update, of which React allows fifty.
    if (busy.current) setImmediate(drain);
  }, [given]);
  useInput((input, key) => {
    waiting.current.push(...toKeyPresses(input, key));
    if (!busy.current) drain();
  });
  return <Handlers.Provider value={handlers}>{children}</Handlers.Provider>;
}

/** Hears of keys while the component is on the screen; a part that is not at work returns false. */
export function useKeys(handler: KeyHandler): void {
  const handlers = useContext(Handlers);
  const own = useRef(handler);
  own.current = handler;
  // With the drawing itself: the next key may come at once.
  useLayoutEffect(() => {
    handlers.add(own);
    return () => void handlers.delete(own);
  }, [handlers]);
}
