import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "@/i18n/en";
import { fr } from "@/i18n/fr";
import { canonical } from "./canonical";
import { leaf, rootOf } from "./merkle";
import { holds, type Finding } from "./verdict";
import { verify } from "./verify";

type Told = (string | number)[];

interface Vectors {
  key: string;
  canonical: { value: unknown; text: string };
  merkle: { leaves: string[]; roots: string[]; proofs: string[] };
  whole: Record<string, string>;
  files: { name: string; text: [string, number, string, number]; trusted?: string; findings: Told[]; proven: [number, number, number, boolean] | null }[];
}

const vectors = JSON.parse(readFileSync(join(import.meta.dirname, "../../../../schema/examples/receipts.json"), "utf8")) as Vectors;

function streamOf(text: string, size = text.length || 1): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
}

function textOf([base, before, between, behind]: [string, number, string, number]): string {
  const whole = vectors.whole[base] ?? "";
  return whole.slice(0, before) + between + whole.slice(whole.length - behind);
}

function told(one: Finding): Told {
  const place: Told = [one.code, one.part, one.name, one.field, one.line, one.also];
  return ["file.json", "file.field"].includes(one.code) ? place : [...place, one.expected, one.found];
}

describe("the vectors that every verifier agrees on", () => {
  it("are there", () => expect(vectors.files.length).toBeGreaterThan(70));
  it.each(vectors.files)("$name", async (file) => {
    const verdict = await verify(streamOf(textOf(file.text)), file.trusted ?? "");
    expect(verdict.findings.map(told)).toEqual(file.findings);
    const { proven } = verdict;
    expect(proven && [proven.receipts, proven.days, proven.charged, proven.isTrusted]).toEqual(file.proven);
    expect(holds(verdict)).toBe(file.proven !== null && file.findings.length === 0);
  });
  it("have a sentence each in both languages", () => {
    const codes = new Set(vectors.files.flatMap((file) => file.findings.map(([code]) => String(code))));
    const known = (words: Record<string, unknown>) => [...codes].filter((code) => !words[code.replace(".", "_")]);
    expect([known(fr.verify.finding), known(en.verify.finding)]).toEqual([[], []]);
    expect(Object.keys(fr.verify.finding).length).toBe(codes.size);
  });
});

describe("how a file comes", () => {
  it.each([7, 64, 1000])("in pieces of %i bytes makes no difference", async (size) => {
    const month = await verify(streamOf(vectors.whole.month ?? "", size));
    expect([holds(month), month.proven?.receipts]).toEqual([true, 12]);
  });
});

describe("a line without end", () => {
  it("is not waited for", async () => {
    const verdict = await verify(streamOf("[".repeat(9_000_000), 1_000_000));
    expect(verdict.findings.map((one) => one.code)).toEqual(["file.json"]);
  });
});

describe("canonical JSON", () => {
  it("is that of the platform", () => expect(canonical(vectors.canonical.value)).toBe(vectors.canonical.text));
  it("has short escapes and text as it is", () => expect(canonical({ b: "\b\u0001\"\\é☎/\u007f", a: [1, null, true] })).toBe('{"a":[1,null,true],"b":"\\b\\u0001\\"\\\\é☎/\u007f"}'));
});

describe("the tree of RFC 6962", () => {
  const leaves = vectors.merkle.leaves.map((data) => leaf(hexToBytes(data)));
  const hex = (bytes: Uint8Array | null) => bytes && bytesToHex(bytes);
  it("has the known roots", () => expect(leaves.map((_, at) => hex(rootOf(leaves.slice(0, at + 1), 0, at + 1, [])))).toEqual(vectors.merkle.roots));
  it.each(vectors.merkle.proofs)("proves %s", (text) => {
    const [first = 0, count = 0] = text.split(" ").map(Number);
    const proof = text.split(" ").slice(2).map(hexToBytes);
    const mine = leaves.slice(first, first + count);
    expect(hex(rootOf(mine, first, leaves.length, proof))).toBe(vectors.merkle.roots.at(-1));
    expect(rootOf(mine, first, leaves.length, [...proof, leaf(new Uint8Array())])).toBeNull();
    if (proof.length) expect(rootOf(mine, first, leaves.length, proof.slice(1))).toBeNull();
  });
});
