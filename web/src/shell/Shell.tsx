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

type Name =
  | "desk" | "line" | "floor" | "planning" | "duty" | "history" | "reports" | "partners" | "complaints" | "watch" | "statements" | "receipts" | "tariffs"
  | "adverts" | "closing" | "admin" | "developers";
type Family = "partners" | "money" | "setup";

/** `unless`: who has this right has a better way to the place. Places of a family share one entry of the rail, and stand side by side above their pages. */
const PLACES: { name: Name; right: Right; unless?: Right; icon: IconName; family?: Family }[] = [
  { name: "desk", right: "desk", icon: "phone" },
  { name: "line", right: "admin", icon: "house" },
  { name: "floor", right: "supervise", icon: "grid" },
  { name: "planning", right: "supervise", icon: "calendar" },
  { name: "duty", right: "desk", unless: "supervise", icon: "calendar" },
  { name: "history", right: "history", icon: "clock" },
  { name: "reports", right: "supervise", icon: "bars" },
  { name: "partners", right: "admin", icon: "link", family: "partners" },
  { name: "complaints", right: "supervise", icon: "link", family: "partners" },
  { name: "watch", right: "admin", icon: "link", family: "partners" },
  { name: "statements", right: "money", icon: "bill", family: "money" },
  { name: "receipts", right: "admin", icon: "bill", family: "money" },
  { name: "tariffs", right: "admin", icon: "bill", family: "money" },
  { name: "adverts", right: "admin", icon: "bill", family: "money" },
  { name: "closing", right: "platform", icon: "lock" },
  { name: "admin", right: "admin", icon: "sliders", family: "setup" },
  { name: "developers", right: "admin", icon: "sliders", family: "setup" },
];

function usePlaces(): typeof PLACES {
  const me = useMe();
  return PLACES.filter((place) => may(me, place.right) && !(place.unless && may(me, place.unless)));
}

function here(pathname: string, name: Name): boolean {
  return pathname === `/${name}` || pathname.startsWith(`/${name}/`);
}

/** The other places of this page's family. */
function FamilyTabs() {
  const { t } = useTexts();
  const { pathname } = useLocation();
  const places = usePlaces();
  const family = places.find((place) => here(pathname, place.name))?.family;
  const shown = places.filter((place) => place.family && place.family === family);
  if (shown.length < 2) return null;
  return (
    <nav className="family" aria-label={t("common.nav.beside")}>
      {shown.map((place) => (
        <NavLink key={place.name} to={`/${place.name}`}>
          {t(`common.nav.${place.name}`)}
        </NavLink>
      ))}
    </nav>
  );
}

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
  const { pathname } = useLocation();
  const places = usePlaces();
  const heads = places.filter((place, at) => !place.family || places.findIndex((each) => each.family === place.family) === at);
  return (
    <div className="shell">
      <a className="p-skip" href="#main">
        {t("common.skip")}
      </a>
      <nav className="rail" aria-label={t("common.nav.label")}>
        <img src="/favicon.svg" alt={t("common.product")} width={30} height={30} className="rail-mark" />
        {heads.map((place) => {
          // Duties are a side of planning for whoever plans.
          const members = place.family ? places.filter((each) => each.family === place.family) : [place];
          const active = members.some((each) => here(pathname, each.name)) || (place.name === "planning" && pathname === "/duty");
          return (
            <NavLink key={place.name} to={`/${place.name}`} className={active ? "rail-link active" : "rail-link"}>
              <Icon name={place.icon} />
              <span>{t(`common.nav.${place.name}`)}</span>
            </NavLink>
          );
        })}
        <span className="rail-gap" />
        <KeyHelp />
        <PersonMenu />
      </nav>
      <div className="shell-page">
        <Bands />
        <FamilyTabs />
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
