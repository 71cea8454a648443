/** Writes those of a replaced box's records that are not there yet, and says how many. */
export async function keepFresh(
  takenIn: PouchDB.Database,
  late: readonly PouchDB.Core.ExistingDocument<object>[],
): Promise<number> {
  if (late.length === 0) return 0;
  const { rows } = await takenIn.allDocs({ keys: late.map(({ _id }) => _id) });
  const fresh = late.filter((_, i) => {
    const row = rows[i];
    return row === undefined || 'error' in row;
  });
  if (fresh.length > 0) await takenIn.bulkDocs(fresh, { new_edits: false });
  return fresh.length;
}
