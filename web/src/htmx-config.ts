// htmx reads its configuration from a meta element while its module runs, so this module must be
// imported before it. The page does not carry that element: one found there is not ours and goes.

const CONFIG = {
  extensions: "veer", // no other extension may register
  prefix: "", // hx-* only; one spelling to look for
  history: "reload", // back and forward show what the server says now
  includeIndicatorCSS: false,
  defaultSwap: "outerHTML",
  defaultTimeout: 20_000,
  transitions: false,
  mode: "same-origin",
} as const;

for (const stranger of document.querySelectorAll('meta[name="htmx-config"]')) stranger.remove();
const meta = document.createElement("meta");
meta.name = "htmx-config";
meta.content = JSON.stringify(CONFIG);
document.head.append(meta);
