import { admin } from "./admin";
import { closing } from "./closing";
import { common } from "./common";
import { desk } from "./desk";
import { device } from "./device";
import { duty } from "./duty";
import { floor } from "./floor";
import { history } from "./history";
import { partners } from "./partners";
import { planning } from "./planning";
import { profile } from "./profile";
import { refusal } from "./refusal";
import { reports } from "./reports";
import { rules } from "./rules";
import { signin } from "./signin";
import { statements } from "./statements";
import { verify } from "./verify";

export const fr = { common, signin, device, desk, floor, rules, history, planning, duty, reports, partners, statements, closing, admin, profile, refusal, verify } as const;
