import type { ServerScope } from 'nano';

/** Copies that CouchDB keeps of each document of a database: of several any may answer, each in its own words. */
export async function copiesOf(nano: ServerScope, name: string): Promise<number> {
  const { cluster } = (await nano.db.get(name)) as { cluster?: { n: number } };
  return cluster?.n ?? 1;
}
