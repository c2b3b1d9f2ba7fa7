// Runs the attack suite; the last line is `N passed, N failed`.
import { readdirSync } from "node:fs";
import { spec } from "node:test/reporters";
import { run } from "node:test";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".test.mjs") && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
  .map((name) => folder + name);
const counts = { passed: 0, failed: 0, skipped: 0 };
const count = (kind) => (event) => {
  // a file stands for itself only when it fails before any test of its own
  const isFile = files.includes(event.name);
  if (event.details?.type === "suite" || (isFile && kind === "passed")) return;
  counts[event.skip !== undefined || event.todo !== undefined ? "skipped" : kind] += 1;
};
const results = run({ files, concurrency: 1, timeout: 900_000 });
results.on("test:pass", count("passed"));
results.on("test:fail", count("failed"));
const shown = results.compose(new spec());
shown.pipe(process.stdout, { end: false });
shown.on("end", () => {
  if (counts.skipped > 0) console.log(`${counts.skipped} skipped`);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
});
