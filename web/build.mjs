// Bundles the browser side into web/dist: one style sheet, one script per kind of page or worker, the
// icons, each text also compressed (.br), and manifest.json (sha256 of each). The same source and lock file give the same bytes, so that anyone
// can rebuild and compare.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { icons } from "./icons.mjs";
import { looks } from "./looks.mjs";
import { slim } from "./slim.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const dist = here("./dist/");

/** What each file of the bundle is made from. */
const ENTRIES = {
  "app.css": "./src/css/app.css",
  "app.js": "./src/app.ts", // every page
  "vault.js": "./src/vault.ts", // pages where something sealed is opened
  "vault-worker.js": "./src/vault-worker.ts", // scrypt, beside the page
  "sw.js": "./src/offline/worker.ts", // the cards without a network
};

const ICONS = ["icon.svg", "icon-192.png", "icon-512.png", "icon-maskable.png", "icon-touch.png"];

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const manifest = {};
for (const [name, entry] of Object.entries(ENTRIES)) {
  await build({
    entryPoints: [here(entry)],
    outfile: dist + name,
    bundle: true,
    minify: true,
    format: "iife",
    charset: "utf8",
    legalComments: "none",
    plugins: [icons, slim],
    target: ["es2022", "chrome111", "firefox115", "safari16.4"],
    logLevel: "warning",
  });
}
for (const name of ICONS) await copyFile(here(`./icons/${name}`), dist + name);
const LOOKS = await looks(dist);
for (const name of [...Object.keys(ENTRIES), ...LOOKS, ...ICONS]) {
  const bytes = await readFile(dist + name);
  manifest[name] = { sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
}
// Compressed here, once and as tightly as it goes: a phone on a bad line loads a sixth less than by gzip.
for (const name of [...Object.keys(ENTRIES), ...LOOKS]) {
  await writeFile(`${dist}${name}.br`, brotliCompressSync(await readFile(dist + name)));
}
await writeFile(dist + "manifest.json", JSON.stringify(manifest, null, 2) + "\n");
for (const [name, { bytes, sha256 }] of Object.entries(manifest)) {
  console.log(`web/dist/${name}  ${bytes} bytes  sha256 ${sha256.slice(0, 16)}`);
}
