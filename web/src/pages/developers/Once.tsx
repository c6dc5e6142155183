/** A secret that is shown this once. */

import { Alert, Button, CopyButton } from "@mantine/core";
import { useTexts } from "@/i18n";

export function Once({ title, secret, done }: { title: string; secret: string; done: () => void }) {
  const { t } = useTexts();
  return (
    <Alert role="alert" variant="light" title={title} className="dev-once">
      <p><code>{secret}</code></p>
      <p>{t("developers.once")}</p>
      <div className="dev-deeds">
        <CopyButton value={secret}>{({ copied, copy }) => <Button variant="filled" onClick={copy}>{t(copied ? "developers.copied" : "developers.copy")}</Button>}</CopyButton>
        <Button onClick={done}>{t("common.close")}</Button>
      </div>
    </Alert>
  );
}
