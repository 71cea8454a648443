// These two ship without types.
declare module '@hapi/crumb' {
  import type { Plugin } from '@hapi/hapi';
  export const plugin: Plugin<object>;
}

declare module '@hapi/cookie' {
  import type { Plugin } from '@hapi/hapi';
  export const plugin: Plugin<object>;
}
