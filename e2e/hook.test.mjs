// A webhook: made on the desk, believed by its signature, and its key changed.
import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync } from "node:crypto";
import test from "node:test";
import { journey } from "./journey.mjs";
import { canStart, startVeer } from "./veer.mjs";

const WORDS = {
  nl: { heard: "Laatst gehoord", make: "Maak een webhook", rotate: "Vervang de sleutel", both: "De sleutel van hiervoor" },
  en: { heard: "Last heard", make: "Make a webhook", rotate: "Change the key", both: "The key before this one" },
};

/** Sends a form that is answered with a page, and not with a way on. */
async function submit(page, button) {
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

/** Sends an event in an envelope, signed as the Standard Webhooks say. */
async function send(address, secret, data) {
  const body = JSON.stringify({ type: "incident.updated", timestamp: new Date().toISOString(), data });
  const at = Math.floor(Date.now() / 1000);
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signature = createHmac("sha256", key).update(`msg_1.${at}.${body}`).digest("base64");
  const headers = { "webhook-id": "msg_1", "webhook-timestamp": `${at}`, "webhook-signature": `v1,${signature}` };
  return fetch(address, { method: "POST", headers, body });
}

if (!canStart()) {
  test("webhook", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  const walk = async ({ page, lang, look }) => {
    const veer = await startVeer();
    const words = WORDS[lang];
    try {
      await page.goto(veer.byRole("admin").url);
      await page.goto(`${veer.origin}/desk/feed`);
      const at = await page.locator("html").getAttribute("data-now");
      const form = page.locator("form[action='/desk/hook']");
      await form.locator("input[name=source]").fill("noord");
      await form.locator("input[name=key]").fill("whsec_x");
      await submit(page, form.getByRole("button", { name: words.make }));
      await look("1-refused");
      await page.locator("input[name=key]").fill("");
      await submit(page, page.getByRole("button", { name: words.make }));
      const [address, secret] = [await page.locator("#address").inputValue(), await page.locator("#secret").inputValue()];
      await look("2-given");
      const event = { id: "H-1", at, kinds: ["drowning"], minor: true, units: ["17-104"] };
      const answer = await send(address, secret, event);
      assert.equal(answer.status, 200);
      assert.equal((await answer.json()).new, 1);
      assert.equal((await (await send(address, secret, event)).json()).duplicate, 1);
      assert.equal((await send(address, `whsec_${Buffer.alloc(32).toString("base64")}`, event)).status, 401);

      await page.goto(`${veer.origin}/desk/feed`);
      await page.locator("a[href$='/key']").click();
      await page.locator("h1", { hasText: words.rotate }).waitFor();
      await look("3-key");
      const { publicKey } = generateKeyPairSync("ed25519");
      const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("base64");
      await page.locator("input[name=key]").fill(`whpk_${raw}`);
      await submit(page, page.getByRole("button", { name: words.rotate }));
      assert.equal(await page.locator("#secret").count(), 0, "there is no secret");
      assert.equal((await send(address, secret, event)).status, 200, "the old key counts for a day");
      await page.goto(`${veer.origin}/desk/feed`);
      const card = page.locator(".card", { has: page.getByText("noord", { exact: true }) });
      await card.getByText(words.both).waitFor();
      await card.getByText(words.heard).waitFor();
      await look("4-sources");
    } finally {
      await veer.stop();
    }
  };
  journey("webhook", { langs: ["nl"], viewports: ["phone"] }, walk);
  journey("webhook", { langs: ["en"], viewports: ["desktop"], scripts: [false] }, walk);
}
