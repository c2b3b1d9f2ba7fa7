// What a page loads, compressed: the vault under 70 kB, no page over 100 kB (docs of issue "Sealed").
// Measured on web/dist as the server embeds it, in the coding that the server answers a browser with
// (Brotli, made by the build); without a build there is nothing to measure.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { brotliDecompressSync, gzipSync } from "node:zlib";
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
    return [name, { plain: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: readFileSync(`${dist}${name}.br`).length }];
  }),
);
const loads = (...names) => names.reduce((sum, name) => sum + (sizes[name]?.brotli ?? 0), 0);

test("the bundles are small enough for a phone at three in the morning", { skip: files.length === 0 && "web/dist is not built" }, () => {
  for (const [name, { plain, gzip: packed, brotli }] of Object.entries(sizes)) {
    console.log(`${name}: ${plain} bytes, gzip ${packed}, brotli ${brotli}`);
  }
  const ordinary = loads("app.js", "app.css");
  const sealed = ordinary + loads("vault.js");
  const unlocking = sealed + loads("vault-worker.js");
  console.log(`compressed, beside its HTML: an ordinary page loads ${ordinary} bytes, a sealed one ${sealed}, unlocking by words ${unlocking}`);
  if (sizes["vault.js"]) assert.ok(sizes["vault.js"].gzip < 70 * KB, "the vault is under 70 kB, in the older coding too");
  assert.ok(sealed + HTML < 100 * KB, "no sealed page is over 100 kB");
  assert.ok(unlocking + UNLOCKING < 100 * KB, "unlocking by words is not over 100 kB");
});

test("what the build compressed is the file itself", { skip: files.length === 0 && "web/dist is not built" }, () => {
  for (const name of files) {
    assert.ok(brotliDecompressSync(readFileSync(`${dist}${name}.br`)).equals(readFileSync(dist + name)), name);
  }
});
