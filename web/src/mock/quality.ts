/** Mock rows of complaints, of how partners stand, and of receipts. */

import type { Complaint, PartnerStanding, ReceiptLine } from "@/api/quality";

const HOUR = 3_600_000;
const at = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();

const ours = (id: number, change: Partial<Complaint>): Complaint => ({
  id: `cpl_${id}`, owner: "fir_nord", answering: "fir_nord", source: "web", kind: "offer", text: "On m’a proposé une assurance que je n’avais pas demandée.",
  told_at: at(-id), due_at: at(48 - id), closed_at: null, founded: null, owner_name: "", answering_name: "", agent: "", caller: "", call: `int_00${id}`,
  reply_to: "", reference: "7K2QF-M9XA4", answer: null, ...change,
});

const receipt = (nth: number, signed: boolean): ReceiptLine => ({
  id: `rcp_${nth}`, nth, side: "owner", partner_id: "fir_sud", partner: "Accueil Sud", called: "+33184800001", alias: "Noémie", answered_at: at(nth - 40),
  month: at(nth - 40).slice(0, 7), seconds: 90 + nth * 7, total: 280_000 + nth * 20_000, currency: "EUR", signed,
});

/** The answer of a route of complaints or receipts; undefined where it is none. `bare` is a firm that begins. */
export function quality(method: string, path: string, bare: boolean): unknown {
  const [, first, id] = path.split("/");
  if (first === "complaint" || (first === "complaints" && method === "POST")) return { received: true };
  if (path === "/complaints/hours") return { hours: 48 };
  if (path === "/complaints/standings") {
    const one: PartnerStanding = { owner: "fir_nord", answering: "fir_sud", agreement: "agr_1", answered: 412, complained: 9, low: 0.959, high: 0.989 };
    return bare ? [] : [one, { ...one, agreement: "agr_2", answered: 12, complained: 1, low: 0.64, high: 0.985 }];
  }
  if (first === "complaints") {
    const partner = { answering: "fir_sud", answering_name: "Accueil Sud", agent: "Noémie", caller: "K7QF-2M9X" };
    const items = [
      ours(1, { ...partner, reply_to: "paul@example.org" }), ours(3, { kind: "rude", source: "agent", text: "L’appelant trouve le ton sec." }),
      ours(50, { kind: "price", text: "Le prix annoncé n’était pas le bon.", closed_at: at(-20), founded: true, answer: { text: "Nous avons corrigé la facture.", founded: true, by: "Léa Martin", at: at(-20) } }),
    ];
    return { items: bare ? [] : items, next_cursor: null };
  }
  if (first === "references") return { reference: "7K2QF-M9XA4" };
  if (first === "receipts" && !id) return { items: bare ? [] : [3, 2, 1].map((nth) => receipt(nth, nth < 3)), next_cursor: null };
  return undefined;
}
