import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { RouteOptions, ServerRoute } from '@hapi/hapi';
import { repositoryRoot, templatesFolder } from '../folder.js';

const ASSETS = path.join(templatesFolder(), 'pages', 'assets');
const FONTS = path.join(repositoryRoot(), 'node_modules', '@expo-google-fonts', 'noto-sans-devanagari');
const FONT_FILES = new Map([
  ['noto-400.ttf', '400Regular/NotoSansDevanagari_400Regular.ttf'],
  ['noto-600.ttf', '600SemiBold/NotoSansDevanagari_600SemiBold.ttf'],
]);
/** The address changes with the content, so that a browser asks once. */
const FOREVER = 'public, max-age=31536000, immutable';

/** A short hash over all assets; stands in their addresses. */
export function readAssetVersion(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(ASSETS).sort()) hash.update(readFileSync(path.join(ASSETS, file), 'latin1'));
  return hash.digest('base64url').slice(0, 8);
}

/** `options`: what lets everybody in, as the server's guard reads it. */
export function assetRoutes(options: RouteOptions): ServerRoute[] {
  return [
    {
      method: 'GET',
      path: '/assets/{version}/{file}',
      options,
      handler: (request, h) =>
        h
          .file(path.join(ASSETS, path.basename(String(request.params['file']))), { confine: ASSETS })
          .header('cache-control', FOREVER),
    },
    {
      method: 'GET',
      path: '/assets/fonts/{file}',
      options,
      handler: (request, h) =>
        h
          .file(path.join(FONTS, FONT_FILES.get(String(request.params['file'])) ?? 'no-such-font'), {
            confine: FONTS,
          })
          .header('cache-control', FOREVER),
    },
  ];
}
