/** The texts of the pages: French first, English complete; French spaces are put in here, once, for all of them. */

import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import type { Lang } from "@/format/time";
import { frenchTree } from "@/format/typography";
import { prefs } from "@/prefs";
import { en } from "./en";
import { fr } from "./fr";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "t";
    resources: { t: typeof fr };
    enableSelector: false;
  }
}

export const i18n = i18next.createInstance();

export function startTexts(): void {
  void i18n.use(initReactI18next).init({
    lng: prefs.get().lang,
    fallbackLng: false,
    ns: ["t"],
    defaultNS: "t",
    resources: { fr: { t: frenchTree(fr) }, en: { t: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = prefs.get().lang;
}

export function changeLang(lang: Lang): void {
  prefs.set({ lang });
  document.documentElement.lang = lang;
  void i18n.changeLanguage(lang);
}

/** The texts, and the language for dates and numbers. */
export function useTexts() {
  const { t, i18n: texts } = useTranslation();
  return { t, lang: (texts.language === "en" ? "en" : "fr") as Lang };
}

export type Translate = ReturnType<typeof useTexts>["t"];
