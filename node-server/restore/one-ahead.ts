/** What a source gives, asked for one part ahead: the next one is read while the last one is written. */
export async function* oneAhead<T>(parts: AsyncGenerator<T, void, void>): AsyncGenerator<T, void, void> {
  let next = ask(parts);
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = ask(parts);
      yield value;
    }
  } finally {
    await parts.return();
  }
}

function ask<T>(parts: AsyncGenerator<T, void, void>): Promise<IteratorResult<T, void>> {
  const asked = parts.next();
  // Heard when it is waited for; who stops before doesn't need it.
  asked.catch(() => undefined);
  return asked;
}
