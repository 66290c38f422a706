/** Something that the user can put right; its message says how. */
export class Stop extends Error {}
