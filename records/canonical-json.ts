/**
 * JSON with sorted keys, without spaces and without what is undefined: two copies of a record give the same text,
 * in whatever order a store hands out their fields. PouchDB's `_rev` on the top level is left out.
 */
export function canonicalJson(value: object): string {
  return writeObject(value as Record<string, unknown>, '_rev');
}

function write(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((one) => write(one) ?? 'null').join(',')}]`;
  return writeObject(value as Record<string, unknown>);
}

function writeObject(object: Record<string, unknown>, without?: string): string {
  let text = '';
  for (const key of Object.keys(object).sort()) {
    if (key === without) continue;
    const field = write(object[key]);
    if (field === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${field}`;
  }
  return `{${text}}`;
}
