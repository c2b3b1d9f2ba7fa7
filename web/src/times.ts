// Keeps "12 minutes ago" true while a page stays open. The server's words stand until then, and the
// server's clock counts (it may be the demo's): <html data-now="2026-08-19T21:04:00Z">.

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

function words(deltaMs: number, format: Intl.RelativeTimeFormat): string {
  for (const [unit, size] of STEPS) {
    if (Math.abs(deltaMs) >= size) return format.format(Math.trunc(deltaMs / size), unit);
  }
  return format.format(0, "minute");
}

/** Refreshes every `time[data-relative]` once a minute, while the page is in view. */
export function installRelativeTimes(): void {
  const root = document.documentElement;
  const serverNow = Date.parse(root.dataset.now ?? "");
  if (Number.isNaN(serverNow)) return;
  const loaded = performance.now();
  const format = new Intl.RelativeTimeFormat(root.lang || "nl", { numeric: "auto" });
  setInterval(() => {
    if (document.hidden) return;
    const now = serverNow + (performance.now() - loaded);
    for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-relative]")) {
      const at = Date.parse(time.dateTime);
      if (!Number.isNaN(at)) time.textContent = words(at - now, format);
    }
  }, 60_000);
}
