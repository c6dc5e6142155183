/** The hours at other rates: on which weekdays, from when until when, and what an hour and a call are worth then. */

import { Button, Checkbox, NumberInput, TextInput } from "@mantine/core";
import type { AgreedTerms, Band, Rates } from "@/api/agreements";
import { useTexts } from "@/i18n";
import { BANDS_MAX, clockOf, newBand, toggled, unfit, weekday } from "./terms";

const MILLION = 1_000_000;
const SHOWN = ["owner_per_hour", "answering_per_hour", "platform_per_hour", "answering_per_call"] as const;
const DAYS = [1, 2, 3, 4, 5, 6, 7];

type Names = { owner: string; answering: string };

function One({ band, nth, currency, names, set, remove }: {
  band: Band;
  nth: number;
  currency: string;
  names: Names;
  set: (change: Partial<Band>) => void;
  remove: () => void;
}) {
  const { t, lang } = useTexts();
  const wrong = unfit(band);
  const rate = (name: keyof Rates, value: number | string): void => set({ rates: { ...band.rates, [name]: Math.round(Number(value) * MILLION) } });
  return (
    <fieldset className="partner-band">
      <legend>{t("partners.bands.one", { number: nth + 1 })}</legend>
      <div className="partner-permits" role="group" aria-label={t("partners.bands.days")}>
        {DAYS.map((day) => <Checkbox key={day} label={weekday(day, lang)} checked={band.days.includes(day)} onChange={() => set({ days: toggled(band.days, day) })} />)}
      </div>
      <div className="partner-fields">
        <TextInput
          type="time" label={t("partners.bands.since")} value={band.since} required error={wrong === "hours" && t("partners.bands.hoursUnfit")}
          onChange={(event) => set({ since: event.currentTarget.value })}
        />
        <TextInput
          type="time" label={t("partners.bands.until")} description={t("partners.bands.untilHelp")} value={band.until === "24:00" ? "00:00" : band.until} required
          onChange={(event) => set({ until: clockOf(event.currentTarget.value) })}
        />
        {SHOWN.map((name) => (
          <NumberInput
            key={name} label={t(`partners.terms.${name}`, names)} suffix={` ${currency}`} min={0} decimalScale={name === "answering_per_call" ? 4 : 2}
            decimalSeparator={lang === "fr" ? "," : "."} hideControls value={band.rates[name] / MILLION} onChange={(value) => rate(name, value)}
          />
        ))}
      </div>
      {wrong === "days" && <p role="alert" className="partner-unfit">{t("partners.bands.daysUnfit")}</p>}
      <Button variant="subtle" onClick={remove}>{t("partners.bands.remove", { number: nth + 1 })}</Button>
    </fieldset>
  );
}

export function BandsForm({ terms, names, set }: { terms: AgreedTerms; names: Names; set: (bands: Band[]) => void }) {
  const { t } = useTexts();
  const { bands } = terms;
  return (
    <div className="partner-bands">
      <p className="p-meta">{t(bands.length ? "partners.bands.lead" : "partners.bands.none", { zone: terms.zone })}</p>
      {bands.map((band, nth) => (
        <One
          key={nth} band={band} nth={nth} currency={terms.currency} names={names}
          set={(change) => set(bands.map((each, at) => (at === nth ? { ...each, ...change } : each)))}
          remove={() => set(bands.filter((_, at) => at !== nth))}
        />
      ))}
      {bands.length < BANDS_MAX && <Button onClick={() => set([...bands, newBand(terms)])}>{t("partners.bands.add")}</Button>}
    </div>
  );
}
