/** A path on this very server, or `/` for anything else: `//evil.example` and `/\evil.example` lead elsewhere. */
export function localPath(text: unknown): string {
  if (typeof text !== 'string' || !/^\/(?![/\\])[^\s\\]*$/.test(text) || text.length > 2000) return '/';
  return text;
}
