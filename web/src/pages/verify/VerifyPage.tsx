/** For whoever holds a receipt: chooses its file, and sees whether it is what the platform signed. Nothing leaves the browser. */

import { Alert, Button, FileButton, Progress, TextInput } from "@mantine/core";
import { useState } from "react";
import { changeLang, useTexts } from "@/i18n";
import { useTitle } from "@/shell/Page";
import { Result } from "./Result";
import { useVerdict } from "./useVerdict";
import "./verify.css";

const KEY = /^[0-9a-f]{64}$/;

function LangSwitch() {
  const { lang } = useTexts();
  const other = lang === "fr" ? "en" : "fr";
  return (
    <button type="button" className="verify-lang" lang={other} onClick={() => changeLang(other)}>
      {lang === "fr" ? "English" : "Français"}
    </button>
  );
}

function Choose({ choose }: { choose: (file: File) => void }) {
  const { t } = useTexts();
  const [over, setOver] = useState(false);
  const dropped = (event: React.DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) choose(file);
  };
  return (
    <div
      className="verify-drop" data-over={over} onDrop={dropped} onDragLeave={() => setOver(false)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
    >
      <FileButton accept=".json,.jsonl,application/json" onChange={(file) => file && choose(file)}>
        {(props) => <Button {...props} variant="filled" size="md">{t("verify.choose")}</Button>}
      </FileButton>
      <span>{t("verify.drop")}</span>
    </div>
  );
}

export default function VerifyPage() {
  const { t } = useTexts();
  useTitle(t("verify.title"));
  const [file, setFile] = useState<File | null>(null);
  const [key, setKey] = useState("");
  const plain = key.replace(/[\s:.-]/g, "").toLowerCase();
  const step = useVerdict(file, KEY.test(plain) ? plain : "");
  return (
    <div className="verify">
      <LangSwitch />
      <main id="main">
        <img src="/favicon.svg" alt="" width={44} height={44} />
        <h1>{t("verify.title")}</h1>
        <p>{t("verify.lead")}</p>
        <p className="p-quiet">{t("verify.offline")}</p>
        <div className="p-card verify-choice">
          <Choose choose={setFile} />
          <TextInput
            label={t("verify.key")} description={t("verify.keyHelp")} value={key} spellCheck={false} autoComplete="off"
            onChange={(event) => setKey(event.currentTarget.value)} error={plain && !KEY.test(plain) ? t("verify.keyWrong") : null}
          />
        </div>
        {file && <p className="verify-file">{t("verify.file", { name: file.name })}</p>}
        <p role="status" className="p-hidden">{step.kind === "reading" ? t("verify.reading") : ""}</p>
        {step.kind === "reading" && <Progress.Root size="lg"><Progress.Section value={100 * step.done} aria-label={t("verify.progress")} /></Progress.Root>}
        {step.kind === "failed" && <Alert role="alert" color="red" variant="light">{t("verify.unreadable")}</Alert>}
        {step.kind === "done" && <Result verdict={step.verdict} />}
      </main>
    </div>
  );
}
