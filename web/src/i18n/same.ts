/** The shape of a dictionary without its words: the other language must have exactly the same keys. */
export type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> };
