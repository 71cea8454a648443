import type { ServerScope } from 'nano';

/**
 * nano gives an empty text for an answer that broke off in the middle, as when a node of the cluster is killed: nobody
 * must take that for a database that holds nothing. Such an answer throws here what a broken connection throws.
 */
export function soundCouch(couch: ServerScope): ServerScope {
  return sound(couch);
}

function sound<T extends object>(scope: T): T {
  return new Proxy(scope, {
    get(target, name): unknown {
      const value: unknown = Reflect.get(target, name);
      if (typeof value === 'function')
        return (...given: unknown[]): unknown => soundAnswer(value.apply(target, given) as unknown);
      return name === 'db' ? sound(value as object) : value;
    },
  });
}

function soundAnswer(answer: unknown): unknown {
  if (answer instanceof Promise) return answer.then(whole);
  return isScope(answer) ? sound(answer) : answer;
}

function whole(answer: unknown): unknown {
  if (answer !== '') return answer;
  throw new Error('error happened in your connection. Reason: the answer broke off');
}

/** What `use` gives, and no stream. */
function isScope(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'bulk' in value;
}
