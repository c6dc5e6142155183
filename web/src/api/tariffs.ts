/** What the routes of tariffs carry. Money is in millionths. */

export type Basis = "free" | "ordinary" | "per_minute" | "per_call";
export type Use = "sales" | "support" | "other";
export type Category = "free" | "ordinary" | "surcharged";
export type CallStanding = "same" | "differs" | "ours" | "carriers";
export type RefusedWhy = "columns" | "number" | "not_yours" | "moment" | "seconds" | "amount";

export interface Tariff {
  use: Use;
  basis: Basis;
  price: number;
  payout_permille: number;
  announcement: string | null;
  warning: string | null;
  capped: string | null;
  longest_s: number | null;
}

export interface TariffVersion {
  id: string;
  starts_on: string;
  begun: boolean;
  tariff: Tariff;
}

export interface PricedNumber {
  id: string;
  number: string;
  label: string;
  country: string;
  language: string;
  category: Category | null;
  minute_max: number;
  call_max: number;
  currency: string;
  call_cap: number;
  month_cap: number;
  sure: boolean;
  source: string;
  earliest: string;
  today: TariffVersion | null;
  others: TariffVersion[];
}

export interface TariffPreview {
  free_s: number | null;
  skip_key: string | null;
  longest_s: number | null;
  warn_s: number | null;
  sure: boolean;
  currency: string;
  first_minute: number;
  first_payout: number;
  longest_price: number;
}

export interface MonthTotals {
  number_id: string;
  month: string;
  currency: string;
  calls: number;
  seconds: number;
  estimated: number;
  estimated_payout: number;
  confirmed_calls: number;
  confirmed: number;
  confirmed_payout: number | null;
  same: number;
  differs: number;
  ours: number;
  carriers: number;
  answered: number;
  answered_s: number;
  cost: number;
  financed_permille: number | null;
}

export interface ComparedCall {
  standing: CallStanding;
  call: string | null;
  since: string;
  seconds: number | null;
  estimated: number | null;
  line: number | null;
  confirmed_seconds: number | null;
  confirmed: number | null;
  payout: number | null;
  difference: number;
}

export interface CarrierFile {
  id: string;
  name: string;
  imported_at: string;
  lines: number;
  accepted: number;
  added: number;
}

export interface FileHeader {
  columns: string[];
  proposed: Record<string, string>;
  sample: string[][];
}

export interface FileRead {
  file: CarrierFile;
  refused: { line: number; column: string; reason: RefusedWhy; shown: string }[];
  refused_total: number;
}
