/** PouchDB's tree of a document's revisions, as it stands in the index: PouchDB walks it without looking. */
export function isRevisionTree(tree: unknown): boolean {
  return Array.isArray(tree) && tree.length > 0 && (tree as Branch[]).every(isBranch);
}

type Branch = { pos: unknown; ids: unknown } | null;

function isBranch(branch: Branch): boolean {
  return typeof branch?.pos === 'number' && isNode(branch.ids);
}

function isNode(node: unknown): boolean {
  if (!Array.isArray(node)) return false;
  const [digest, options, children] = node as unknown[];
  const { status } = (options ?? {}) as { status?: unknown };
  return (
    typeof digest === 'string' &&
    (status === 'available' || status === 'missing') &&
    Array.isArray(children) &&
    children.every(isNode)
  );
}
