/** Reasons of pauses, misses and lost telephones, in words. */

import { i18n, type Translate } from "@/i18n";
import type { fr } from "@/i18n/fr";

type Reason = keyof typeof fr.desk.reason;

export const PAUSES = ["short", "lunch", "paperwork", "meeting", "training", "technical"] as const satisfies Reason[];

/** The words for a reason's code; a reason that a person typed is shown as it is. */
export function reasonText(code: string, t: Translate): string {
  return i18n.exists(`desk.reason.${code}`) ? t(`desk.reason.${code as Reason}`) : code;
}
