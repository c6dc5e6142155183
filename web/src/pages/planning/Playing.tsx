/** How far the playing of days or hours is, and the way to stop it. */

import { Button, Progress } from "@mantine/core";
import { useTexts } from "@/i18n";

export function Playing({ done, of, stop, label }: { done: number; of: number; stop: () => void; label: string }) {
  const { t } = useTexts();
  return (
    <div className="plan-working" data-small>
      <span className="p-hidden" role="status">{label}</span>
      <p>{label}</p>
      <Progress value={Math.max(4, (100 * done) / of)} transitionDuration={200} aria-label={label} />
      <Button onClick={stop}>{t("common.cancel")}</Button>
    </div>
  );
}
