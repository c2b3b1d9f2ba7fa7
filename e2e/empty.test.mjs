// An empty installation: what anyone may see, and the set-up up to the first sign-in.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { journey, walk } from "./journey.mjs";
import { canStart, startEmpty } from "./veer.mjs";

if (!canStart()) {
  test("an empty installation", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startEmpty()));
  after(() => veer.stop());

  for (const [name, path] of Object.entries({ "set-up": "/set-up", "sign-in": "/sign-in", help: "/help", nowhere: "/nowhere" })) {
    journey(`empty-${name}`, { scripts: [true, false] }, async ({ page, lang, look }) => {
      await page.goto(veer.origin + path);
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      assert.equal(await page.locator("h1").count(), 1);
      await look("page");
    });
    journey(`empty-${name}`, { langs: ["nl"], viewports: ["small"], schemes: ["dark"] }, async ({ page, look }) => {
      await page.goto(veer.origin + path);
      await look("page");
    });
  }

  test("the language is one tap away and stays", { timeout: 60_000 }, () =>
    walk({ lang: "nl", viewport: "phone" }, async ({ page }) => {
      await page.goto(`${veer.origin}/help`);
      await page.locator(".lang button").click();
      await page.waitForFunction(() => document.documentElement.lang === "en");
      assert.equal(new URL(page.url()).pathname, "/help");
      await page.goto(`${veer.origin}/sign-in`);
      assert.equal(await page.locator("html").getAttribute("lang"), "en");
    }));

  test("what a phone loads comes as the build compressed it, or as the phone can read it", { timeout: 60_000 }, async () => {
    const page = await (await fetch(`${veer.origin}/help`)).text();
    const script = veer.origin + /src="(\/assets\/app\.js\?v=[0-9a-f]+)"/.exec(page)[1];
    const ask = async (coding) => {
      const answer = await fetch(script, { headers: { "accept-encoding": coding } });
      const { headers } = answer;
      assert.match(headers.get("vary") ?? "", /accept-encoding/i);
      return { coding: headers.get("content-encoding"), text: await answer.text() };
    };
    const plain = await ask("identity");
    assert.equal(plain.coding, null);
    assert.deepEqual(await ask("gzip, deflate, br"), { coding: "br", text: plain.text });
    assert.deepEqual(await ask("gzip"), { coding: "gzip", text: plain.text });
  });

  test("a wrong code sets nothing up, the right one does", { timeout: 60_000 }, () =>
    walk({ lang: "nl", viewport: "phone", title: "empty-set-up" }, async ({ page, look }) => {
      const code = (await readFile(join(veer.folder, "set-up-code"), "utf8")).trim();
      await page.goto(veer.origin);
      const fill = async (given) => {
        await page.locator("#code").fill(given);
        await page.locator("#organisation").fill("Ambulance Rivierenland");
        await page.locator("#name").fill("Bo de Groot");
        await page.locator("#login").fill("bo");
        await page.locator("#passphrase").fill("vier losse woorden samen");
        await page.locator("button.primary").click();
      };
      await fill("wrong-code");
      await page.locator(".error-summary").waitFor();
      await look("wrong");
      await fill(code);
      await page.waitForURL((url) => url.pathname !== "/set-up");
      assert.equal(await page.locator("h1").count(), 1);
      await look("begun");
    }));
}
