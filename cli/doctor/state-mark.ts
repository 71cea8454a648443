/** How a check's or a box's state looks where colours may be missing. */
export const STATE_MARK = { good: '●', watch: '▲', bad: '✖' } as const;
