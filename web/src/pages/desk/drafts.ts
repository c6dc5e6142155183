/** Notes as they are typed, by call: they outlive a reload of the page. */

export const draftKey = (call: string): string => `permanence.notes.${call}`;

export function readDraft(call: string | null): string {
  return call ? (sessionStorage.getItem(draftKey(call)) ?? "") : "";
}
