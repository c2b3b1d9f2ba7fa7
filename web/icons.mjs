// The icons of Lucide that Veer uses, as custom properties of the style sheet: `--icon-phone` and so on.
// As masks they take the colour of the words beside them, say nothing to a screen reader, cost no request
// and need no markup. Only what stands in this list reaches the bundle.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** Our name for it, and the file of lucide-static. */
export const ICONS = {
  // parts of Veer
  support: "heart-handshake",
  coordinate: "clipboard-list",
  dispatch: "radio",
  manage: "users",
  desk: "briefcase",
  recovery: "key-round",
  me: "user-round",
  // what one does
  help: "life-buoy",
  call: "phone",
  plan: "calendar-plus",
  refer: "signpost",
  "hand-over": "arrow-right-left",
  undo: "undo-2",
  // how it stands
  late: "clock-alert",
  acute: "siren",
  done: "circle-check",
  eye: "eye",
  // states of a page
  empty: "leaf",
  problem: "circle-alert",
  ours: "cloud-alert",
  offline: "wifi-off",
  lock: "lock",
  nowhere: "compass",
  wait: "hourglass",
  "sign-in": "log-in",
};

/** One icon as a data address, without what a mask does not need. */
export async function data(name) {
  const file = fileURLToPath(new URL(`./node_modules/lucide-static/icons/${name}.svg`, import.meta.url));
  const svg = await readFile(file, "utf8");
  const shapes = [...svg.matchAll(/<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*\/>/g)].map(([shape]) => shape);
  if (shapes.length === 0) throw new Error(`veer: the icon ${name} has no shape`);
  const small =
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='#000' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'>" +
    `${shapes.join("").replaceAll('"', "'").replace(/\s+/g, " ").replaceAll(" />", "/>")}</svg>`;
  return `data:image/svg+xml,${small.replaceAll("#", "%23").replaceAll("<", "%3C").replaceAll(">", "%3E")}`;
}

/** The esbuild plugin behind `@import "veer:icons"`. */
export const icons = {
  name: "veer-icons",
  setup(build) {
    build.onResolve({ filter: /^veer:icons$/ }, () => ({ path: "icons", namespace: "veer-icons" }));
    build.onLoad({ filter: /.*/, namespace: "veer-icons" }, async () => {
      const lines = await Promise.all(Object.entries(ICONS).map(async ([own, file]) => `--icon-${own}: url("${await data(file)}");`));
      return { contents: `:root {\n${lines.join("\n")}\n}`, loader: "css" };
    });
  },
};
