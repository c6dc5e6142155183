/** What the routes of the market's notices carry: money is in millionths, days are "2026-11-23", clock times "22:00" of the notice's zone. */

export type NoticeKind = "capacity" | "hole";

/** Hours of some weekdays (1 is Monday); where they do not end after they begin, they end the next morning. */
export interface Window {
  days: number[];
  since: string;
  until: string;
}

export interface Once {
  first: string;
  since: string;
  last: string;
  until: string;
}

export interface Notice {
  kind: NoticeKind;
  windows: Window[];
  once: Once | null;
  zone: string;
  at_once: number;
  languages: string[];
  skills: string[];
  countries: string[];
  currency: string;
  per_hour: number | null;
  note: string;
  expires_on: string;
}

export interface PublishedNotice {
  id: string;
  firm_id: string;
  firm_name: string;
  published_at: string;
  own: boolean;
  expired: boolean;
  notice: Notice;
}
