// Help without a network: what a phone keeps, that it works offline, and that nobody learns of it.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { LANGUAGES } from "./browser.mjs";
import { journey, walk } from "./journey.mjs";
import { canStart, startVeer } from "./veer.mjs";

const CARDS = ["crisis", "first-days", "what-helps", "sleep", "home", "seek-help", "dispatch", "supporter"];
const PAGES = ["/cards", "/cards/offline", ...CARDS.map((card) => `/cards/${card}`)];

/** Waits until the phone keeps the cards. */
const kept = (page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    for (;;) {
      const names = await caches.keys();
      const cache = names[0] && (await caches.open(names[0]));
      if (cache && (await cache.match("/cards/language"))) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

/** Everything that a page could leave behind in a browser. */
const left = (page, context) =>
  page.evaluate(async () => {
    const caches_ = {};
    for (const name of await caches.keys())
      caches_[name] = (await (await caches.open(name)).keys()).map(({ url }) => url.replace(location.origin, "")).sort();
    return {
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases: (await indexedDB.databases()).map(({ name }) => name),
      caches: caches_,
    };
  }).then(async (state) => ({ ...state, cookies: (await context.cookies()).map(({ name }) => name) }));

/** Every request of the browser, its worker's included, while the steps run. */
async function asked(context, steps) {
  const requests = [];
  const note = (request) => requests.push({ url: request.url(), body: request.postData(), worker: Boolean(request.serviceWorker()) });
  context.on("request", note);
  await steps();
  context.off("request", note);
  return requests;
}

if (!canStart()) {
  test("help without a network", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer({ env: { VEER_LOG: "trace" } })));
  after(() => veer.stop());

  for (const path of PAGES) {
    const name = `cards-${path.split("/")[2] ?? "index"}`;
    journey(name, {}, async ({ page, lang, look }) => {
      await page.goto(`${veer.origin}${path}`);
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      assert.equal(await page.locator("h1").count(), 1);
      await look("page");
    });
    journey(name, { langs: ["nl"], viewports: ["small"], schemes: ["dark"], scripts: [true, false] }, async ({ page, look }) => {
      await page.goto(`${veer.origin}${path}`);
      await look("page");
    });
  }

  journey("offline-every-card", { viewports: ["phone"] }, async ({ page, context, lang, look }) => {
    await page.goto(`${veer.origin}/sign-in`);
    await kept(page);
    await context.setOffline(true);
    const requests = await asked(context, async () => {
      for (const path of PAGES) {
        await page.goto(`${veer.origin}${path}`);
        assert.equal(await page.locator("html").getAttribute("lang"), lang, path);
        assert.equal(await page.locator("h1").count(), 1, path);
        assert.ok(await page.evaluate(() => document.styleSheets.length > 0 && document.styleSheets[0].cssRules.length > 50), path);
      }
      await page.goto(`${veer.origin}/help`);
      await page.locator("main").getByRole("link", { name: "0800-0113" }).waitFor();
    });
    for (const { url } of requests) assert.ok(new URL(url).pathname.match(/^\/(cards|help|assets|manifest|sw\.js)/), url);
    const other = lang === "nl" ? "en" : "nl";
    await page.locator(".lang a").click();
    await page.waitForFunction((wanted) => document.documentElement.lang === wanted, other);
    await page.locator(".lang a").click();
    await page.waitForFunction((wanted) => document.documentElement.lang === wanted, lang);
    await page.goto(`${veer.origin}/support`);
    await page.getByRole("heading", { name: lang === "nl" ? "Geen verbinding" : "No connection" }).waitFor();
    await look("no-connection");
    await context.setOffline(false);
  });

  test("what a supporter ticks about themselves goes nowhere and is forgotten", { timeout: 120_000 }, () =>
    walk({ lang: "nl", viewport: "phone", title: "offline-self" }, async ({ page, context, look }) => {
      await page.goto(`${veer.origin}/sign-in`);
      await kept(page);
      const before_ = await left(page, context);
      // Every phone fetches all cards once, also those that are never read; from here on none.
      const quiet = veer.log.length;
      for (const offline of [true, false]) {
        await context.setOffline(offline);
        const requests = await asked(context, async () => {
          await page.goto(`${veer.origin}/cards/supporter?lang=nl`);
          const boxes = page.locator("[data-forget] input");
          assert.equal(await boxes.count(), 6);
          // by keyboard alone
          await boxes.first().focus();
          await page.keyboard.press("Space");
          await page.keyboard.press("Tab");
          await page.keyboard.press("Space");
          assert.equal(await page.locator("[data-forget] input:checked").count(), 2);
          await look(offline ? "ticked" : "ticked-online");
          assert.deepEqual(await left(page, context), before_);
          await page.goto(`${veer.origin}/cards/sleep?lang=nl`);
          await page.goBack();
          assert.equal(await page.locator("[data-forget] input:checked").count(), 0);
        });
        // The document itself comes out of the cache: nothing of it reaches the server, online neither.
        for (const { url, body, worker } of requests) {
          assert.equal(body, null, url);
          if (worker) assert.ok(new URL(url).pathname === "/sw.js", `the worker asked for ${url}`);
        }
        assert.deepEqual(await left(page, context), before_);
      }
      const log = veer.log.slice(quiet).join("");
      assert.ok(!log.includes("/cards"), log);
    }));

  test("the phone keeps the cards and their files, never a personal page", { timeout: 120_000 }, () =>
    walk({ lang: "nl", viewport: "phone" }, async ({ page, context }) => {
      await page.goto(veer.byRole("supporter").url);
      await kept(page);
      for (const path of ["/support", "/me", "/me/record", "/me/access"]) await page.goto(`${veer.origin}${path}`);
      const { caches: all, local, session, databases } = await left(page, context);
      assert.deepEqual({ local, session, databases: databases.filter((name) => name !== "veer-vault") }, { local: {}, session: {}, databases: [] });
      assert.equal(Object.keys(all).length, 1);
      const expected = PAGES.flatMap((path) => LANGUAGES.map((lang) => `${path}?lang=${lang}`));
      const [addresses] = Object.values(all);
      const pages = addresses.filter((address) => !address.startsWith("/assets/") && address !== "/cards/language");
      assert.deepEqual(pages, expected.sort());
      const whole = await page.evaluate(async () => {
        const cache = await caches.open((await caches.keys())[0]);
        // Scripts know the address of the sign-out; a page that shows it would be somebody's own.
        const cards = (await cache.keys()).filter((key) => !new URL(key.url).pathname.startsWith("/assets/"));
        const texts = await Promise.all(cards.map(async (key) => (await cache.match(key)).text()));
        return texts.join("\n");
      });
      assert.ok(!whole.includes("/sign-out") && !whole.includes("/demo/clock"));
      await context.setOffline(true);
      await page.goto(`${veer.origin}/me`);
      await page.getByRole("heading", { name: "Geen verbinding" }).waitFor();
      assert.ok(!(await page.content()).includes("/sign-out"));
      await context.setOffline(false);
      await page.getByRole("link", { name: "Probeer het nog eens" }).click();
      await page.locator("form[action='/sign-out']").waitFor();
    }));

  test("a pause is one tap, also from the card; without a network nothing is lost", { timeout: 120_000 }, () =>
    walk({ lang: "nl", viewport: "phone", title: "offline-pause" }, async ({ page, context, look }) => {
      await page.goto(veer.byRole("supporter").url);
      await kept(page);
      await page.goto(`${veer.origin}/support`);
      await look("home");
      await page.getByRole("link", { name: "Hoe gaat het met jou?" }).click();
      await context.setOffline(true);
      await page.getByRole("button", { name: "Ik heb even pauze nodig" }).click();
      await page.locator("#flash").getByText("Geen verbinding").waitFor();
      assert.equal(new URL(page.url()).pathname, "/cards/supporter");
      await context.setOffline(false);
      await page.getByRole("button", { name: "Ik heb even pauze nodig" }).click();
      await page.getByText("Je pauze is begonnen.").waitFor();
      await look("paused");
      await page.getByRole("button", { name: "Ik doe weer mee" }).click();
      await page.getByText("Fijn dat je er weer bent.").waitFor();
    }));

  test("a card prints as words on paper", { timeout: 60_000 }, () =>
    walk({ lang: "nl", viewport: "desktop", title: "offline-print" }, async ({ page }) => {
      await page.goto(`${veer.origin}/cards/what-helps`);
      await page.emulateMedia({ media: "print" });
      assert.ok(await page.locator("h1").isVisible());
      assert.ok(!(await page.locator("[data-print]").isVisible()));
      assert.ok(!(await page.locator(".lang").isVisible()));
    }));
}
