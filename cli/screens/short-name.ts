import type { Translate } from '../../templates/locale.js';
import { displayWidth } from '../components/display-width.js';

/** Longer names first: one may be the end of another. */
const KINDS = ['HWC', 'UPHC', 'APHC', 'PHC', 'CHC', 'SDH', 'DH'];

/** A facility's name with its kind shortened, or left out, where it would be cut off otherwise: the place tells it apart. */
export function shortName(name: string, columns: number, say: Translate): string {
  if (displayWidth(name) <= columns) return name;
  const kind = KINDS.find((one) => name.startsWith(`${say(`boxes.kind.${one}.long`)} `));
  if (kind === undefined) return name;
  const place = name.slice(say(`boxes.kind.${kind}.long`).length + 1);
  const short = `${say(`boxes.kind.${kind}.short`)} ${place}`;
  return displayWidth(short) <= columns ? short : place;
}
