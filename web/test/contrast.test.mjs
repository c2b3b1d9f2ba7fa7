// Every pair of colours that meets on a page, computed by WCAG 2.2: text 4.5:1, outlines 3:1.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const css = readFileSync(new URL("../src/css/tokens.css", import.meta.url), "utf8");
const [lightPart, darkPart] = css.split("@media (prefers-color-scheme: dark)");
const tokens = (text) =>
  Object.fromEntries([...text.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex]));
const themes = { light: tokens(lightPart), dark: { ...tokens(lightPart), ...tokens(darkPart) } };

const luminance = (hex) => {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratio = (a, b) => {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (hi + 0.05) / (lo + 0.05);
};

const grounds = ["paper", "surface"];
const text = [
  ...["ink", "muted", "accent", "accent-deep", "late", "acute", "go", "wait", "stop"].flatMap((ink) =>
    grounds.map((ground) => [ink, ground]),
  ),
  ...["ink", "muted", "accent", "go", "wait", "stop"].map((ink) => [ink, "accent-soft"]),
  ...["ink", "late"].map((ink) => [ink, "late-soft"]),
  ...["ink", "acute"].map((ink) => [ink, "acute-soft"]),
  ["on-accent", "accent"],
  ["on-accent", "accent-deep"],
  ["surface", "acute"],
];
const outlines = ["edge", "accent", "late", "acute"].flatMap((edge) => grounds.map((ground) => [edge, ground]));

for (const [theme, colour] of Object.entries(themes)) {
  for (const [pairs, least] of [[text, 4.5], [outlines, 3]]) {
    for (const [front, back] of pairs) {
      test(`${theme}: ${front} on ${back} is at least ${least}:1`, () => {
        const found = ratio(colour[front], colour[back]);
        assert.ok(found >= least, `${colour[front]} on ${colour[back]} is ${found.toFixed(2)}:1`);
      });
    }
  }
}
