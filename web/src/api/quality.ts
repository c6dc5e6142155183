/** What the routes of complaints and receipts carry: money is in millionths, moments are ISO with a zone. */

export const KINDS = ["offer", "rude", "price", "wrong", "privacy", "other"] as const;
export type Kind = (typeof KINDS)[number];

export interface Complaint {
  id: string;
  owner: string;
  answering: string;
  source: "web" | "agent";
  kind: Kind;
  text: string;
  told_at: string;
  due_at: string;
  closed_at: string | null;
  founded: boolean | null;
  owner_name: string;
  answering_name: string;
  agent: string;
  caller: string;
  call: string | null;
  reply_to: string;
  reference: string;
  answer: { text: string; founded: boolean; by: string; at: string } | null;
}

/** Bounds are parts of 1. */
export interface PartnerStanding {
  owner: string;
  answering: string;
  agreement: string;
  answered: number;
  complained: number;
  low: number;
  high: number;
}

export interface ReceiptLine {
  id: string;
  nth: number;
  side: "owner" | "answering";
  partner_id: string;
  partner: string;
  called: string;
  alias: string;
  answered_at: string;
  month: string;
  seconds: number;
  total: number;
  currency: string;
  signed: boolean;
}
