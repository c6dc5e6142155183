/** The frame of every page: skip link, rail of places, bands that warn, the page itself, messages, keyboard help. */

import { Button, Menu, UnstyledButton } from "@mantine/core";
import { NavLink, Outlet, useLocation, useNavigate } from "react-router";
import { useTexts } from "@/i18n";
import { may, useMe, type Right } from "@/me";
import { Bands } from "./Bands";
import { Icon, type IconName } from "./Icon";
import { KeyHelp } from "./KeyHelp";
import { useSignOut } from "./signOut";
import { Toasts } from "./toast";
import "./shell.css";

/** `unless`: who has this right has a better way to the place. */
const PLACES: { to: string; name: "desk" | "line" | "floor" | "planning" | "duty" | "history" | "reports" | "adverts" | "partners" | "watch" | "complaints" | "tariffs" | "statements" | "receipts" | "closing" | "developers" | "admin"; right: Right; unless?: Right; icon: IconName }[] = [
  { to: "/desk", name: "desk", right: "desk", icon: "phone" },
  { to: "/line", name: "line", right: "admin", icon: "house" },
  { to: "/floor", name: "floor", right: "supervise", icon: "grid" },
  { to: "/planning", name: "planning", right: "supervise", icon: "calendar" },
  { to: "/duty", name: "duty", right: "desk", unless: "supervise", icon: "calendar" },
  { to: "/history", name: "history", right: "history", icon: "clock" },
  { to: "/reports", name: "reports", right: "supervise", icon: "bars" },
  { to: "/adverts", name: "adverts", right: "admin", icon: "horn" },
  { to: "/partners", name: "partners", right: "admin", icon: "link" },
  { to: "/tariffs", name: "tariffs", right: "admin", icon: "coin" },
  { to: "/complaints", name: "complaints", right: "supervise", icon: "person" },
  { to: "/watch", name: "watch", right: "admin", icon: "eye" },
  { to: "/statements", name: "statements", right: "money", icon: "bill" },
  { to: "/receipts", name: "receipts", right: "admin", icon: "lock" },
  { to: "/closing", name: "closing", right: "platform", icon: "lock" },
  { to: "/developers", name: "developers", right: "admin", icon: "code" },
  { to: "/admin", name: "admin", right: "admin", icon: "sliders" },
];

function PersonMenu() {
  const { t } = useTexts();
  const me = useMe();
  const go = useNavigate();
  const signOut = useSignOut();
  return (
    <Menu position="right-end" withinPortal>
      <Menu.Target>
        <UnstyledButton className="rail-link" aria-label={`${me.person.name}, ${me.firm.name}`}>
          <Icon name="person" />
          <span className="p-cut">{me.person.name.split(" ")[0]}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.person.name}
          <br />
          {me.firm.name}
        </Menu.Label>
        <Menu.Item onClick={() => void go("/profile")}>{t("common.nav.profile")}</Menu.Item>
        <Menu.Item onClick={() => void signOut()}>{t("common.nav.signOut")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function Shell() {
  const { t } = useTexts();
  const me = useMe();
  const { pathname } = useLocation();
  return (
    <div className="shell">
      <a className="p-skip" href="#main">
        {t("common.skip")}
      </a>
      <nav className="rail" aria-label={t("common.nav.label")}>
        <img src="/favicon.svg" alt={t("common.product")} width={30} height={30} className="rail-mark" />
        {PLACES.filter((place) => may(me, place.right) && !(place.unless && may(me, place.unless))).map((place) => (
          // Duties are a side of planning for whoever plans.
          <NavLink key={place.to} to={place.to} className={place.name === "planning" && pathname === "/duty" ? "rail-link active" : "rail-link"}>
            <Icon name={place.icon} />
            <span>{t(`common.nav.${place.name}`)}</span>
          </NavLink>
        ))}
        <span className="rail-gap" />
        <KeyHelp />
        <PersonMenu />
      </nav>
      <div className="shell-page">
        <Bands />
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Toasts />
    </div>
  );
}

export function Crash() {
  const { t } = useTexts();
  return (
    <main className="crash">
      <h1>{t("common.error.title")}</h1>
      <p role="alert">{t("common.error.crash")}</p>
      <Button variant="filled" onClick={() => location.reload()}>
        {t("common.reload")}
      </Button>
    </main>
  );
}
