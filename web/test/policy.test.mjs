// What the Trusted Types policy lets through to htmx, and what it refuses.
import assert from "node:assert/strict";
import test from "node:test";
import { build } from "esbuild";

const { outputFiles } = await build({
  entryPoints: [new URL("../src/policy.ts", import.meta.url).pathname],
  bundle: true,
  format: "esm",
  write: false,
});
const source = Buffer.from(outputFiles[0].contents).toString("base64");
const { inert, refuseCode } = await import(`data:text/javascript;base64,${source}`);

const page = (body) =>
  `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>t</title>` +
  `<script src="/assets/app.js" defer></script></head><body>${body}</body></html>`;

for (const fine of [
  "<p>gewoon</p>",
  '<svg class="timeline"><rect x="3%" width="15%"/></svg>',
  "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
  '<a href="/case/1" title="van de online dienst = ja">x</a>',
  '<input value="only=1 style=2">',
  "<p>collega's = onze collega's</p>",
]) {
  test(`passes ${fine}`, () => {
    assert.equal(inert(fine), fine);
    assert.equal(inert(page(fine)), page(fine));
  });
}

for (const foul of [
  "<script>alert(1)</script>",
  '<SCRIPT src="/x.js"></SCRIPT>',
  "<img src=x onerror=alert(1)>",
  '<p\nonclick = "x()">x</p>',
  '<p style="color:red">x</p>',
  '<iframe srcdoc="x"></iframe>',
  '<base href="//elsewhere">',
  '<meta http-equiv="refresh" content="0">',
  "<svg/onload=alert(1)>",
  '<img src="x"onerror="alert(1)">',
]) {
  test(`refuses ${foul.replaceAll("\n", " ")}`, () => {
    assert.throws(() => inert(foul), TypeError);
    assert.throws(() => inert(page(foul)), TypeError);
  });
}

test("never makes code of text", () => assert.throws(refuseCode, TypeError));
