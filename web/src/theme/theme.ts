/** Mantine dressed in the tokens: every colour that reaches a component is a variable of our palette. */

import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";
import { dark, light, variables } from "./tokens";

const accent: MantineColorsTuple = [
  "#E8F2F8", "#D3E6F2", "#A9CFE6", "#6DB9E8", "#4A9FCF", "#2C84B5", "#176FA1", "#0B5C8A", "#094C72", "#073A57",
];

const filled = (name: "accent" | "danger") => ({
  background: `var(--p-${name})`,
  hover: `color-mix(in srgb, var(--p-${name}) 88%, var(--p-text))`,
  color: `var(--p-on-${name})`,
  border: "1px solid transparent",
});

const variantColorResolver: VariantColorsResolver = (input) => {
  const name = input.color === "red" || input.color === "danger" ? "danger" : "accent";
  if (input.variant === "filled") return filled(name);
  if (input.variant === "light") {
    return {
      background: name === "danger" ? "var(--p-alert-soft)" : "var(--p-accent-soft)",
      hover: "var(--p-sunken)",
      color: name === "danger" ? "var(--p-danger-text)" : "var(--p-accent)",
      border: "1px solid transparent",
    };
  }
  if (input.variant === "default" || input.variant === "outline") {
    return {
      background: "var(--p-surface)",
      hover: "var(--p-sunken)",
      color: name === "danger" ? "var(--p-danger-text)" : "var(--p-text)",
      border: `1px solid ${name === "danger" ? "var(--p-danger-text)" : "var(--p-border)"}`,
    };
  }
  if (input.variant === "subtle" || input.variant === "transparent") {
    return {
      background: "transparent",
      hover: "var(--p-sunken)",
      color: name === "danger" ? "var(--p-danger-text)" : "var(--p-accent)",
      border: "1px solid transparent",
    };
  }
  return defaultVariantColorsResolver(input);
};

export const resolver: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-body": "var(--p-background)",
    "--mantine-color-text": "var(--p-text)",
    "--mantine-color-bright": "var(--p-text)",
    "--mantine-color-dimmed": "var(--p-secondary)",
    "--mantine-color-placeholder": "var(--p-disabled-text)",
    "--mantine-color-anchor": "var(--p-accent)",
    "--mantine-color-error": "var(--p-danger-text)",
    "--mantine-color-default": "var(--p-surface)",
    "--mantine-color-default-hover": "var(--p-sunken)",
    "--mantine-color-default-color": "var(--p-text)",
    "--mantine-color-default-border": "var(--p-border)",
    "--mantine-color-disabled": "var(--p-sunken)",
    "--mantine-color-disabled-color": "var(--p-disabled-text)",
    "--mantine-color-disabled-border": "var(--p-hairline)",
  };
  return {
    variables: {},
    light: { ...variables(light), ...shared },
    dark: { ...variables(dark), ...shared },
  };
};

export const theme = createTheme({
  fontFamily: "'Atkinson Hyperlegible Next Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'DejaVu Sans Mono', monospace",
  headings: { fontFamily: "inherit", fontWeight: "650" },
  fontSizes: { xs: "0.75rem", sm: "0.875rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
  lineHeights: { xs: "1.33", sm: "1.43", md: "1.47", lg: "1.41", xl: "1.5" },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  radius: { xs: "3px", sm: "6px", md: "6px", lg: "8px", xl: "12px" },
  defaultRadius: "sm",
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 3 },
  colors: { accent },
  shadows: { xs: "none", sm: "0 1px 3px rgb(0 0 0 / 12%)", md: "0 2px 10px rgb(0 0 0 / 16%)" },
  focusRing: "auto",
  respectReducedMotion: true,
  variantColorResolver,
  components: {
    Button: { defaultProps: { size: "sm", variant: "default" } },
    TextInput: { defaultProps: { size: "sm" } },
    Tooltip: { defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: false } } },
    // At once, both ways: what is on the screen is what the keys mean.
    Drawer: { defaultProps: { position: "right", size: 460, overlayProps: { backgroundOpacity: 0.25 }, transitionProps: { duration: 0 } } },
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 0 } } },
    Menu: { defaultProps: { transitionProps: { duration: 0 } } },
    Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: "sm" } },
  },
});
