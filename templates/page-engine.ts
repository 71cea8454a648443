import path from 'node:path';
import { Eta } from 'eta';
import { indianNumber } from '../records/indian-number.js';
import { templatesFolder } from './folder.js';

/**
 * What every page may call by name; `docs` for authors of pages stands in `templates/pages/README.md`.
 * A page's text reaches the browser through `<%= %>`, which escapes; `<%~ %>` is for these functions only.
 */
const PAGE_FUNCTIONS = `
const { t, form } = it;
const partial = (name, data) => include('/partials/' + name, data);
const field = (field) => include('/partials/field', { field });
const choices = (field) => include('/partials/choices', { field });
const check = (field) => include('/partials/check', { field });
const startForm = (start) => include('/partials/start-form', { start });
const endForm = (end) => include('/partials/end-form', { end });
const action = (action) => include('/partials/action', { action });
const patientBanner = (patient) => include('/partials/patient-banner', { patient });
const empty = (empty) => include('/partials/empty', { empty });
const icon = (name) => this.icon(name);
const num = (count) => this.num(count);
`;

export interface PageEngine {
  compile(source: string, options: { filename: string }): (context: object) => string;
}

/** eta, with what does not change from page to page kept: an icon's markup, and the file behind an include. */
class Pages extends Eta {
  readonly #icons = new Map<string, string>();
  readonly #files = new Map<string, string>();

  constructor(folder: string) {
    super({ views: folder, cache: true, autoEscape: true, functionHeader: PAGE_FUNCTIONS });
    const resolve = this.resolvePath;
    // eta's own cache makes a JSON text of three paths for each look-up.
    this.resolvePath = (template, options) => {
      const key = `${template}\n${options?.filepath ?? ''}`;
      const known = this.#files.get(key);
      if (known !== undefined) return known;
      const file = resolve?.call(this, template, options) ?? template;
      this.#files.set(key, file);
      return file;
    };
  }

  /** A count, grouped; what is no number stays as it is. */
  num(count: unknown): unknown {
    return typeof count === 'number' ? indianNumber(count, 2) : count;
  }

  icon(name: string): string {
    const known = this.#icons.get(name);
    if (known !== undefined) return known;
    const markup = this.render('/partials/icon', { name });
    this.#icons.set(name, markup);
    return markup;
  }
}

/** eta as a view engine for vision: layouts and partials are eta's own, cached after their first use. */
export function pageEngine(folder = path.join(templatesFolder(), 'pages')): PageEngine {
  const eta = new Pages(folder);
  return {
    compile(source, { filename }) {
      const page = eta.compile(source, { filepath: filename });
      return (context) => eta.render(page, context, { filepath: filename });
    },
  };
}
