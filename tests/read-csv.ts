/** The lines of a CSV by the names in its first one (RFC 4180), for tests. */
export function readCsv(text: string): Record<string, string>[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .split('\r\n')
    .filter(Boolean)
    .map(cellsOf);
  const [head = [], ...rest] = lines;
  return rest.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ''])));
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
