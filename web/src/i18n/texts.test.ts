import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { frenchTree } from "@/format/typography";
import { en } from "./en";
import { fr } from "./fr";

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${path}${key}`, value] as [string, string]] : leaves(value, `${path}${key}.`),
  );
}

const french = new Map(leaves(frenchTree(fr)));
const english = new Map(leaves(en));
const variables = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? "").sort();

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["i18n", "mock"].includes(entry.name) ? [] : sources(path);
    return entry.name.endsWith(".tsx") ? [path] : [];
  });
}

describe("the texts", () => {
  it("have the same keys in both languages", () => expect([...english.keys()].sort()).toEqual([...french.keys()].sort()));
  it("are nowhere empty", () => expect([...french, ...english].filter(([, text]) => !text.trim())).toEqual([]));
  it("name the same variables in both languages", () =>
    expect([...french].filter(([key, text]) => variables(text).join() !== variables(english.get(key) ?? "").join())).toEqual([]));
  it("have the French spaces", () => {
    const wrong = [...french].filter(([, text]) => /[ \u00A0][;!?]|[ \u202F]:|« |[^\u00A0]»|[\p{L}\d](?:[;!?]|:(?= ))/u.test(text.replace(/\{\{\w+\}\}/g, "x")));
    expect(wrong).toEqual([]);
  });
  it("have the apostrophe of printed French", () => expect([...french].filter(([, text]) => /\p{L}'\p{L}/u.test(text))).toEqual([]));
});

describe("the pages", () => {
  const files = sources(join(import.meta.dirname, ".."));
  it("are found", () => expect(files.length).toBeGreaterThan(20));
  it.each(files)("%s writes no text of its own", (file) => {
    const code = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    const between = [...code.matchAll(/>\s*([^<>{}=;()]*\p{L}{3,}[^<>{}=;()]*)\s*<\//gu)].map((found) => found[1]?.trim());
    const attributes = [...code.matchAll(/\b(?:label|title|placeholder|aria-label|alt)="([^"]*\p{L}{3,}[^"]*)"/gu)].map((found) => found[1]);
    expect([...between, ...attributes]).toEqual([]);
  });
});
