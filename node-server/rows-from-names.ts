const MAX_ROWS = 60;

/**
 * Forms are flat; rows of a table are told apart by number: `line.0.drug=…&line.0.days=…` becomes
 * `{ line: [{ drug, days }] }`. Rows in which nothing was typed are left out. A name that doesn't fit this
 * pattern stays as it is.
 */
export function rowsFromNames(typed: Record<string, string | string[]>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const tables = new Map<string, Map<number, Record<string, string | string[]>>>();
  for (const [name, value] of Object.entries(typed)) {
    const match = /^([a-zA-Z]\w*)\.(\d{1,2})\.([a-zA-Z]\w*)$/.exec(name);
    const [, table = '', row = '', column = ''] = match ?? [];
    if (!match || Number(row) >= MAX_ROWS) {
      fields[name] = value;
      continue;
    }
    const rows = tables.get(table) ?? new Map<number, Record<string, string | string[]>>();
    tables.set(table, rows);
    rows.set(Number(row), { ...rows.get(Number(row)), [column]: value });
  }
  for (const [table, rows] of tables) {
    // Holes stay holes, so that an error's path names the row that the person sees.
    const list: (Record<string, string | string[]> | undefined)[] = [];
    for (const [row, columns] of rows) {
      if (Object.values(columns).some((value) => value.length > 0)) list[row] = columns;
    }
    fields[table] = Array.from(list);
  }
  return fields;
}
