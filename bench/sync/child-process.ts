import type { ChildProcess } from 'node:child_process';

/** What a process of the benchmark can be asked to do, by name; arguments and answers are JSON. */
export type Commands = Record<string, (argument: never) => Promise<unknown>>;

interface Question {
  id: number;
  name: string;
  argument: unknown;
}

interface Answer {
  id: number;
  value?: unknown;
  error?: string;
}

/** Another process, asked as if its commands were functions here. */
export class Child<C extends Commands> {
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #asked = 0;

  constructor(
    readonly name: string,
    readonly process: ChildProcess,
  ) {
    process.on('message', (message: Answer) => {
      const { id, value, error } = message;
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(value as never);
      else waiting?.reject(new Error(`${this.name}: ${error}`));
    });
    process.on('exit', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${this.name} ended (${code})`));
      this.#waiting.clear();
    });
  }

  ask<N extends keyof C & string>(name: N, argument: Parameters<C[N]>[0]): ReturnType<C[N]> {
    const question: Question = { id: (this.#asked += 1), name, argument };
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, { resolve, reject });
      this.process.send(question, (error) => {
        if (error) reject(error);
      });
    }) as ReturnType<C[N]>;
  }

  end(): void {
    if (this.process.connected) this.process.disconnect();
  }
}

/** The other side of `Child`: answers until the process that asks is gone. */
export function serveCommands(commands: Commands): void {
  process.on('message', ({ id, name, argument }: Question) => {
    const command = commands[name];
    const work = command ? command(argument as never) : Promise.reject(new Error(`no command ${name}`));
    work.then(
      (value) => process.send?.({ id, value } satisfies Answer),
      (error: unknown) => process.send?.({ id, error: textOf(error) } satisfies Answer),
    );
  });
  process.on('disconnect', () => process.exit());
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : JSON.stringify(error);
}
