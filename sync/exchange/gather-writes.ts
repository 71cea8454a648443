/** A request or an answer, as far as its writes can be held back. */
interface Corkable {
  cork(): void;
  uncork(): void;
}

/** Short beside any line's round trip, long beside a read from the disk. */
const GATHER_MS = 10;

/**
 * Lets writes that follow each other closely travel as one: each packet of its own costs some 80 bytes of heads.
 * Returns what to call before each write. The stream's end lets all of them go at once.
 */
export function gatherWrites(stream: Corkable, ms = GATHER_MS): () => void {
  let timer: NodeJS.Timeout | null = null;
  return () => {
    if (timer) return;
    stream.cork();
    timer = setTimeout(() => {
      timer = null;
      stream.uncork();
    }, ms);
  };
}
