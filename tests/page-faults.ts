import type { Page } from 'playwright-core';

/** What a finger needs on a phone, in CSS pixels. */
const TARGET = 44;
/** WCAG 2.2, 1.4.3. */
const CONTRAST = 4.5;
/** Narrower windows are a phone's. */
const PHONE = 400;

/**
 * What is wrong with a page as somebody finds it who sees little, has a small screen, a finger or no mouse: it must be
 * scrolled sideways, text is cut or hardly stands out, a control has no name or is too small to hit, headings skip a
 * level, an id stands twice, the language is not the one that was chosen, a value shows through that nobody wrote.
 */
export async function pageFaults(page: Page, language: 'hi' | 'en'): Promise<string[]> {
  return page.evaluate(findFaults, { language, target: TARGET, least: CONTRAST, phone: PHONE });
}

/** Runs in the page, so it brings all it needs. */
function findFaults(rule: { language: string; target: number; least: number; phone: number }): string[] {
  const html = document.documentElement;
  const all = (selector: string): HTMLElement[] =>
    Array.from(document.querySelectorAll<HTMLElement>(selector));
  const seen = (selector: string): HTMLElement[] =>
    all(selector).filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
  const say = (what: string, one: Element): string => `${what}: ${one.outerHTML.slice(0, 110)}`;

  return [...new Set([...ofThePage(), ...ofControls(), ...ofTexts()])];

  function ofThePage(): string[] {
    const sideways = html.scrollWidth - html.clientWidth;
    const ids = all('[id]').map(({ id }) => id);
    const levels = seen('h1, h2, h3, h4').map(({ tagName }) => Number(tagName[1]));
    const skips = levels.some((level, at) => at > 0 && level > levels[at - 1]! + 1);
    return [
      ...(sideways > 0 ? [`wider than its window by ${sideways} px`] : []),
      ...(html.lang === rule.language ? [] : [`its language is ${html.lang}`]),
      ...(levels.filter((level) => level === 1).length === 1 ? [] : ['not one main heading']),
      ...(skips ? [`headings skip a level: ${levels.join('')}`] : []),
      ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `twice the id ${id}`),
      ...all('[tabindex]').flatMap((one) => (one.tabIndex > 0 ? [say('Tab leaves the order', one)] : [])),
    ];
  }

  function ofControls(): string[] {
    const controls = seen('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]');
    return controls
      .filter((one) => one.ariaHidden !== 'true')
      .flatMap((one) => [
        ...(nameOf(one).trim() === '' ? [say('has no name', one)] : []),
        ...(isTooSmall(one)
          ? [say(`is ${Math.round(one.getBoundingClientRect().height)} px high`, one)]
          : []),
      ]);
  }

  function nameOf(one: HTMLElement): string {
    const labels = Array.from((one as HTMLInputElement).labels ?? [], (label) => label.textContent).join('');
    const isFilledIn = one.matches('input, select, textarea');
    return one.getAttribute('aria-label') ?? (isFilledIn ? labels : one.textContent);
  }

  /** On a phone; a link in the middle of a sentence is as high as the sentence. */
  function isTooSmall(one: HTMLElement): boolean {
    if (innerWidth > rule.phone || !one.matches('a, button, input, select, summary')) return false;
    if (one.closest('svg') !== null || one.matches('.unseen, .skip, .map-past')) return false;
    const pressed = one.matches('[type=radio], [type=checkbox]') ? (one.closest('label') ?? one) : one;
    const { height } = pressed.getBoundingClientRect();
    const around = one.parentElement?.closest('p, dd, li')?.textContent.trim() ?? '';
    const isInSentence =
      getComputedStyle(one).display === 'inline' && around.length > one.textContent.trim().length;
    return height > 0 && height < rule.target - 0.5 && !isInSentence;
  }

  function ofTexts(): string[] {
    const faults: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const words = node.textContent?.trim() ?? '';
      const one = node.parentElement;
      // What is drawn lies on other drawings, of which the page's styles know nothing.
      if (words === '' || !one || one.closest('svg, .unseen, .skip, script, option') !== null) continue;
      if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (/undefined|\bNaN\b|\[object|\bnull\b|Infinity|\{[a-z]/.test(words))
        faults.push(say('a bare value', one));
      if (/^[a-z]+(\.[a-zA-Z]+){2,}$/.test(words)) faults.push(say('words are missing', one));
      if (isCut(one)) faults.push(say('text is cut', one));
      const contrast = contrastOf(one);
      if (contrast < rule.least) faults.push(say(`contrast ${contrast.toFixed(1)}`, one));
    }
    return faults;
  }

  function isCut(one: HTMLElement): boolean {
    const {
      overflowX,
      whiteSpaceCollapse = '',
      textWrapMode = '',
    } = getComputedStyle(one) as CSSStyleDeclaration & {
      whiteSpaceCollapse?: string;
      textWrapMode?: string;
    };
    const spills = one.clientWidth > 2 && one.scrollWidth > one.clientWidth + 2;
    return spills && (overflowX === 'hidden' || `${whiteSpaceCollapse} ${textWrapMode}`.includes('nowrap'));
  }

  function contrastOf(one: HTMLElement): number {
    const layers: number[][] = [];
    for (let at: HTMLElement | null = one; at; at = at.parentElement) {
      const colour = coloursOf(getComputedStyle(at).backgroundColor);
      layers.push(colour);
      if (colour[3] === 1) break;
    }
    const ground = layers.reverse().reduce((below, colour) => mix(colour, below), [255, 255, 255, 1]);
    const [a, b] = [luminance(mix(coloursOf(getComputedStyle(one).color), ground)), luminance(ground)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  function coloursOf(css: string): number[] {
    const [red = 0, green = 0, blue = 0, alpha = 1] = css.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
    return [red, green, blue, alpha];
  }

  function mix(above: number[], below: number[]): number[] {
    const alpha = above[3] ?? 1;
    return [0, 1, 2].map((at) => above[at]! * alpha + below[at]! * (1 - alpha)).concat(1);
  }

  function luminance([red = 0, green = 0, blue = 0]: number[]): number {
    const linear = (part: number): number =>
      part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }
}
