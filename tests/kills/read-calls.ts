/** A system call in a trace of `strace -f -yy`: its arguments as they stand there, its outcome and the file behind it. */
export interface Call {
  name: string;
  arguments: string;
  result: number;
  /** of the descriptor that it gave back */
  opened?: string;
}

/** What a trace tells, in its order: a call that another thread interrupts begins and ends in lines of their own. */
export type Moment =
  { at: 'begin'; call: Omit<Call, 'result'>; thread: string } | { at: 'end'; call: Call; thread: string };

export function* readCalls(trace: string): Generator<Moment> {
  const interrupted = new Map<string, string>();
  for (const line of trace.split('\n')) {
    const [, thread = '', text = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text);
    if (resumed) {
      const whole = (interrupted.get(thread) ?? '') + (resumed[1] ?? '');
      interrupted.delete(thread);
      const call = readCall(whole);
      if (call) yield { at: 'end', call, thread };
      continue;
    }
    const begun = /^(\w+)\((.*) <unfinished \.\.\.>$/.exec(text);
    if (begun) {
      interrupted.set(thread, text.replace(' <unfinished ...>', ''));
      yield { at: 'begin', call: { name: begun[1] ?? '', arguments: begun[2] ?? '' }, thread };
      continue;
    }
    const call = readCall(text);
    if (!call) continue;
    yield { at: 'begin', call, thread };
    yield { at: 'end', call, thread };
  }
}

function readCall(text: string): Call | null {
  const [, name, given = '', result, opened] = /^(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?/.exec(text) ?? [];
  if (name === undefined) return null;
  return { name, arguments: given, result: Number(result), ...(opened === undefined ? {} : { opened }) };
}
