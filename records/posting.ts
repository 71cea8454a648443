/** Numbers of patients (ascending, so by when they were first seen) that share a key, a village, or digits. */
export type Posting = number[];

/** Nearly always at the end: a patient's first name is indexed when the patient is first seen. */
export function addToPosting(posting: Posting, slot: number): void {
  const last = posting.at(-1);
  if (last === undefined || last < slot) posting.push(slot);
  else {
    const place = placeOf(posting, slot);
    if (posting[place] !== slot) posting.splice(place, 0, slot);
  }
}

export function removeFromPosting(posting: Posting | undefined, slot: number): void {
  if (!posting) return;
  const place = placeOf(posting, slot);
  if (posting[place] === slot) posting.splice(place, 1);
}

/** The posting under a key, made where it is not there. */
export function postingOf<K>(postings: Map<K, Posting>, key: K): Posting {
  const found = postings.get(key);
  if (found) return found;
  const made: Posting = [];
  postings.set(key, made);
  return made;
}

/** The index of the slot, or where it would stand. */
function placeOf(posting: Posting, slot: number): number {
  let low = 0;
  let high = posting.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (posting[middle]! < slot) low = middle + 1;
    else high = middle;
  }
  return low;
}
