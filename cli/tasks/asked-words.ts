/** Places of the recovery key's words that are asked for, to see that they were written down. */
export const ASKED_WORDS = [3, 7, 12] as const;
