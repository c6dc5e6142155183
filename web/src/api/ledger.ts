/** What the routes of the ledger carry. Amounts of statements are cents; accounts and a line's exact `amount` are millionths. */

export type PaperKind = "389" | "261";
/** 261: what is given back. */
export const CREDIT_NOTE: PaperKind = "261";
export type Role = "seller" | "buyer" | "partner";
export type DueWhy = "rule" | "moved" | "clamped" | "put_off";
export type AccountKind = "due" | "prepaid" | "held" | "payout" | "fees" | "rounding" | "bank" | "vat";
export type PayRule = "A" | "B" | "C" | "D" | "net_30";

export interface Account {
  kind: AccountKind;
  currency: string;
  amount: number;
}

export interface StatementShort {
  id: string;
  number: string;
  kind: PaperKind;
  month: string;
  role: Role;
  seller: string;
  buyer: string;
  partner: string;
  currency: string;
  calls: number;
  seconds: number;
  net: number;
  vat: number;
  total: number;
  issued_on: string;
  due_on: string;
  due_why: string;
  /** The day on which the platform's bank paid it. */
  paid_on: string | null;
}

export interface Party {
  firm: string;
  name: string;
  address: string[];
  postcode: string;
  city: string;
  country: string;
  registration: string;
  vat: string;
  iban: string;
  bic: string;
  email: string;
}

export interface StatementLine {
  kind: "answered" | "fee" | "correction";
  calls: number;
  seconds: number;
  amount: number;
  cents: number;
  about: string;
}

export interface Statement {
  id: string;
  number: string;
  kind: PaperKind;
  month: string;
  owner: Party;
  answering: Party;
  seller: Party;
  buyer: Party;
  currency: string;
  lines: StatementLine[];
  net: number;
  vat_rate: number;
  vat: number;
  total: number;
  issued_on: string;
  due_on: string;
  due_why: string;
  exemption: string;
  mandate: string;
  corrects: string;
  note: string;
}

/** How a firm stands on invoices; `vat_rate` is per ten thousand, null for none. */
export interface Billing extends Omit<Party, "firm"> {
  vat_rate: number | null;
  exemption: string;
  pay_rule: PayRule;
  mandate: string;
}

export type Verdict = "withdrawn" | "accepted" | "rejected";

/** `own`: raised by the firm that reads it. `call` is empty where the whole statement is contested. */
export interface Dispute {
  id: string;
  statement_id: string;
  call: string;
  reason: string;
  own: boolean;
  raised_by: string;
  raised_at: string;
  verdict: Verdict | null;
  answer: string;
  answered_by: string | null;
  answered_at: string | null;
  settled_at: string | null;
}

export type Stage = "open" | "proposed" | "approved" | "closed";

/** Who did something; `own`: the person who looks at it. */
export interface MonthSigned {
  name: string;
  at: string;
  own: boolean;
}

export interface Month {
  month: string;
  stage: Stage;
  proposed: MonthSigned | null;
  approved: MonthSigned | null;
  closed_at: string | null;
  statements: number;
}

/** A statement to come; what is taken from the seller is negative. */
export interface Draft {
  owner: string;
  answering: string;
  seller: string;
  buyer: string;
  currency: string;
  lines: StatementLine[];
  net: number;
  vat: number;
  total: number;
}

export interface Change {
  firm: string;
  currency: string;
  before: number;
  now: number;
}

export type Trouble = "no_billing" | "no_iban" | "no_mandate" | "negative";

export interface Finding {
  trouble: Trouble;
  firm: string;
  blocks: boolean;
}

export interface Preview {
  month: Month;
  drafts: Draft[];
  changes: Change[];
  findings: Finding[];
  digest: string;
}

/** Something that does not add up, in millionths; `firm` is an id. */
export interface Difference {
  what: "balance" | "zero" | "transfers";
  firm: string | null;
  kind: string | null;
  currency: string;
  expected: number;
  kept: number;
}

/** A statement that the platform still has to pay. */
export interface OpenStatement {
  id: string;
  number: string;
  seller: string;
  currency: string;
  cents: number;
  due_on: string;
}

/** A statement's payment; `returned_on` and `reason` where the bank sent it back. */
export interface Paid {
  statement_id: string;
  number: string;
  seller: string;
  currency: string;
  cents: number;
  paid_on: string;
  reference: string;
  returned_on: string | null;
  reason: string;
}

/** What one person said the bank has carried out; `posted_at`: it is in the books. */
export interface Remittance {
  id: string;
  executed_on: string;
  reference: string;
  statements: number;
  cents: number;
  proposed: MonthSigned;
  approved: MonthSigned | null;
  posted_at: string | null;
  paid: Paid[];
}

export interface MonthPayments {
  open: OpenStatement[];
  remittances: Remittance[];
}

/** What was paid ahead once, and what is left of it, in millionths. */
export interface Advance {
  id: string;
  amount: number;
  left: number;
  paid_on: string;
  until: string | null;
  reference: string;
}

/** `low`: the balance is below the level at which the firm wants to be warned. */
export interface PrepaidAccount {
  currency: string;
  balance: number;
  held: number;
  level: number | null;
  low: boolean;
  advances: Advance[];
}

/** What came to the balance, or went (below nothing); nothing where it was taken out of what is held. */
export interface Movement {
  id: string;
  at: string;
  amount: number;
  other: AccountKind;
  note: string;
}

export interface TopUp {
  id: string;
  firm: string;
  amount: number;
  paid_on: string;
  until: string | null;
  reference: string;
  recorded_by: string;
  recorded_at: string;
}

export interface TopUps {
  items: TopUp[];
  firms: { id: string; name: string }[];
}
