import "@mantine/core/styles.css";
import "@fontsource-variable/atkinson-hyperlegible-next";
import "@/theme/base.css";
import { createRoot } from "react-dom/client";
import { App } from "@/app";
import { startTexts } from "@/i18n";

async function start(): Promise<void> {
  if (import.meta.env.VITE_MOCK) {
    const { startMock } = await import("@/mock");
    startMock();
  }
  startTexts();
  const root = document.getElementById("root");
  if (root) createRoot(root).render(<App />);
}

void start();
