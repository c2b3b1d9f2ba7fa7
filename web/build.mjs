// Bundles the browser side into web/dist: app.js, app.css and manifest.json (sha256 of each).
// The same source and lock file give the same bytes, so that anyone can rebuild and compare.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const dist = here("./dist/");

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await build({
  entryPoints: { app: here("./src/app.ts"), style: here("./src/css/app.css") },
  entryNames: "[name]",
  outdir: dist,
  bundle: true,
  minify: true,
  format: "iife",
  charset: "utf8",
  legalComments: "none",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  logLevel: "warning",
  write: false,
}).then(({ outputFiles }) =>
  Promise.all(
    outputFiles.map((file) =>
      writeFile(dist + (file.path.endsWith(".css") ? "app.css" : "app.js"), file.contents),
    ),
  ),
);

const manifest = {};
for (const name of ["app.css", "app.js"]) {
  const bytes = await readFile(dist + name);
  manifest[name] = {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.length,
  };
}
await writeFile(dist + "manifest.json", JSON.stringify(manifest, null, 2) + "\n");
for (const [name, { bytes, sha256 }] of Object.entries(manifest)) {
  console.log(`web/dist/${name}  ${bytes} bytes  sha256 ${sha256.slice(0, 16)}`);
}
