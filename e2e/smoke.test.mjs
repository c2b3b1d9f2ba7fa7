// The style and the script on invented pages, in real Chromium under the product's own policy.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { visit } from "./browser.mjs";
import { journey, walk } from "./journey.mjs";
import { fits } from "./look.mjs";
import { startSample } from "./sample.mjs";

let sample;
before(async () => (sample = await startSample()));
after(() => sample.stop());

const PAGES = ["support", "case", "first", "dispatch", "me", "help"];

for (const name of PAGES) {
  journey(`sample-${name}`, {}, async ({ page, lang, look }) => {
    sample.state.offer = "open";
    await page.goto(`${sample.origin}/${name}?lang=${lang}`);
    await look("page");
  });

  journey(`sample-${name}`, { langs: ["nl"], viewports: ["small"], schemes: ["dark"] }, async ({ page, lang, look }) => {
    await page.goto(`${sample.origin}/${name}?lang=${lang}`);
    await look("page");
  });
}

journey("sample-crisis", { schemes: ["light", "dark"] }, async ({ page, lang, look }) => {
  await page.goto(`${sample.origin}/support?lang=${lang}`);
  await page.locator(".crisis > summary").click();
  await page.getByRole("link", { name: "0800-0113" }).waitFor();
  await look("open");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("details.crisis[open]").count(), 0);
});

for (const js of [true, false]) {
  journey("sample-plan", { langs: ["nl"], scripts: [js] }, async ({ page, lang, look }) => {
    sample.state.offer = "open";
    sample.state.posts = [];
    await page.goto(`${sample.origin}/case?lang=${lang}`);
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await page.locator(".error-summary").waitFor();
    if (js) assert.equal(await page.evaluate(() => document.activeElement.className), "error-summary");
    await look("error");
    await page.getByRole("radio", { name: "do 16:30" }).check();
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await page.locator("#planned").waitFor();
    assert.match(await page.locator("#planned").textContent(), /do 16:30/);
    assert.deepEqual(sample.state.posts.map((post) => post.htmx), [js, js]);
    await look("planned");
  });
}

const quick = { lang: "nl", viewport: "phone" };
const openCase = async (page) => {
  sample.state.offer = "open";
  sample.state.posts = [];
  await page.goto(`${sample.origin}/case?lang=nl`);
};

test("a swap that leads to another page becomes that page, with its address and focus", { timeout: 60_000 }, () =>
  walk(quick, async ({ page }) => {
    await openCase(page);
    await page.locator("#go-elsewhere").click();
    await page.getByRole("heading", { name: "Hoi Daan" }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/me");
    assert.equal(await page.title(), "Ik · Veer");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
    assert.equal(await page.locator("header.top").count(), 1);
    await page.goBack();
    await page.getByRole("heading", { name: "Daan V." }).waitFor();
  }));

test("an answer without the block is shown whole", { timeout: 60_000 }, () =>
  walk(quick, async ({ page }) => {
    await openCase(page);
    await page.locator("#go-refused").click();
    await page.getByRole("heading", { name: "Dit is er niet (meer)" }).waitFor();
    assert.equal(await page.locator("h1").count(), 1);
  }));

test("markup that carries a script or a handler is not inserted, and text is not run", { timeout: 60_000 }, async () => {
  const visitor = await visit(quick);
  await openCase(visitor.page);
  await visitor.page.locator("#go-foul").click();
  await visitor.page.locator("#text-as-code").click();
  await visitor.page.waitForTimeout(300);
  assert.equal(await visitor.page.evaluate(() => window.evil), undefined);
  assert.equal(await visitor.page.locator("#tries").count(), 1);
  await assert.rejects(visitor.leave(), /is not inserted[\s\S]*never run as code/);
});

test("the watch sees what the policy refuses", { timeout: 60_000 }, async () => {
  const visitor = await visit(quick);
  await openCase(visitor.page);
  await visitor.page.evaluate(() => {
    document.body.setAttribute("style", "color: red");
    try {
      document.body.innerHTML = "<p>x</p>";
    } catch {}
  });
  await visitor.page.waitForTimeout(200);
  await assert.rejects(visitor.leave(), /style-src-attr[\s\S]*require-trusted-types-for|require-trusted-types-for[\s\S]*style-src-attr/);
});

test("a form is sent once, with the answer that was pressed, and can be sent again afterwards", { timeout: 60_000 }, () =>
  walk(quick, async ({ page }) => {
    await openCase(page);
    sample.state.slowMs = 400;
    await page.goto(`${sample.origin}/me`);
    const later = page.getByRole("button", { name: "Later" });
    const busy = await later.evaluate((button) => {
      button.click();
      button.click();
      button.click();
      return button.getAttribute("aria-disabled");
    });
    assert.equal(busy, "true");
    await page.waitForLoadState("load");
    await page.waitForTimeout(700);
    sample.state.slowMs = 0;
    assert.deepEqual(sample.state.posts.map((post) => post.form.answer), ["later"]);
    assert.equal(await page.locator("[aria-disabled]").count(), 0);
  }));

test("a swapped form is sent once too", { timeout: 60_000 }, () =>
  walk(quick, async ({ page }) => {
    await openCase(page);
    sample.state.slowMs = 300;
    await page.getByRole("radio", { name: "do 14:00" }).check();
    await page.getByRole("button", { name: "Plan", exact: true }).evaluate((button) => {
      button.click();
      button.click();
    });
    await page.locator("#planned").waitFor();
    sample.state.slowMs = 0;
    assert.equal(sample.state.posts.length, 1);
  }));

test("without a connection the page says so and keeps what was filled in", { timeout: 60_000 }, async () => {
  const visitor = await visit(quick);
  const { page, context } = visitor;
  await openCase(page);
  await page.getByRole("radio", { name: "do 14:00" }).check();
  await context.setOffline(true);
  await page.getByRole("button", { name: "Plan", exact: true }).click();
  await page.getByText("Geen verbinding.").waitFor();
  assert.ok(await page.getByRole("radio", { name: "do 14:00" }).isChecked());
  await context.setOffline(false);
  await page.getByRole("button", { name: "Plan", exact: true }).click();
  await page.locator("#planned").waitFor();
  await context.close();
});

test("the dispatcher reports with the keyboard alone", { timeout: 60_000 }, () =>
  walk({ lang: "nl", viewport: "desktop" }, async ({ page }) => {
    sample.state.posts = [];
    await page.goto(`${sample.origin}/dispatch?lang=nl`);
    await page.keyboard.press("4");
    assert.ok(await page.getByRole("radio", { name: "Zelfdoding" }).isChecked());
    await page.locator("#run").fill("26-000456");
    await page.locator("#run").press("7"); // a figure in a field is a figure
    assert.ok(await page.getByRole("radio", { name: "Zelfdoding" }).isChecked());
    await page.keyboard.press("Control+Enter");
    await page.waitForURL("**/me");
    assert.equal(sample.state.posts.at(-1).form.kind, "4");
    assert.equal(sample.state.posts.at(-1).form.run, "26-0004567");
  }));

test("the language form comes back to the page on screen", { timeout: 60_000 }, () =>
  walk(quick, async ({ page }) => {
    await openCase(page);
    await page.locator("#go-elsewhere").click();
    await page.waitForURL("**/me");
    await page.getByRole("button", { name: "EN, English" }).click();
    await page.getByRole("heading", { name: "Hi Daan" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  }));

test("the skip link is the first stop and leads to the content", { timeout: 60_000 }, () =>
  walk({ lang: "en", viewport: "desktop" }, async ({ page }) => {
    await page.goto(`${sample.origin}/support?lang=en`);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(new URL(page.url()).hash, "#main");
  }));

test("text at twice the size still fits a phone", { timeout: 60_000 }, () =>
  walk(quick, async ({ page }) => {
    for (const name of PAGES) {
      await page.goto(`${sample.origin}/${name}?lang=nl`);
      await page.setViewportSize({ width: 320, height: 640 });
      await fits(page);
    }
  }));
