/** Numbers as people read them: French numbers in pairs that never break, masked numbers with dots. */

import { HARD } from "./typography";

function pairs(digits: string): string {
  return digits.replace(/(.{2})(?=.)/g, `$1${HARD}`);
}

/** Shows a number for reading: "+33612345678" is "06 12 34 56 78"; masked digits (•, * or x) are kept as dots. */
export function showPhone(number: string | null | undefined): string {
  if (!number) return "";
  const clean = number.replace(/[\s.\-\u00A0\u202F]/g, "").replace(/[*xX]/g, "•");
  const national = /^\+33([\d•]{9})$/.exec(clean);
  if (national) return pairs(`0${national[1]}`);
  if (/^0[\d•]{9}$/.test(clean)) return pairs(clean);
  const foreign = /^(\+\d{1,3})([\d•]{6,12})$/.exec(clean);
  if (foreign) return `${foreign[1]}${HARD}${(foreign[2] ?? "").replace(/(.{3})(?=..)/g, `$1${HARD}`)}`;
  return number;
}

/** What a person typed, made ready to send: spaces and dots go, "00" becomes "+"; null when it cannot be a number. */
export function readPhone(typed: string): string | null {
  const clean = typed.replace(/[\s.\-()\u00A0\u202F]/g, "").replace(/^00/, "+");
  return /^\+?\d{2,15}$/.test(clean) ? clean : null;
}
