/** French spaces: a narrow no-break space before ; ! ?, a no-break one before : and inside guillemets. */

export const NARROW = "\u202F";
export const HARD = "\u00A0";

/** Puts the right space and the right apostrophe into a French text; running it twice changes nothing. */
export function french(text: string): string {
  return text
    .replace(/(\p{L})'(?=\p{L})/gu, "$1\u2019")
    .replace(/[ \u00A0\u202F]+([;!?])/g, `${NARROW}$1`)
    .replace(/[ \u00A0\u202F]+:/g, `${HARD}:`)
    .replace(/«[ \u00A0\u202F]*/g, `«${HARD}`)
    .replace(/[ \u00A0\u202F]*»/g, `${HARD}»`)
    .replace(/(\d)[ \u00A0\u202F]+(%|€|s\b|min\b|h\b|Ko\b|Mo\b)/g, `$1${HARD}$2`);
}

type Tree = { readonly [key: string]: string | Tree };

/** The same, for every text of a dictionary. */
export function frenchTree<T extends Tree>(tree: T): T {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, typeof value === "string" ? french(value) : frenchTree(value)]),
  ) as T;
}
