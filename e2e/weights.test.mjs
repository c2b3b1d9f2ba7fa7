// What a first visit to a page loads, as it comes over the wire: never more than 100 kB, pictures of
// a guide aside (they come when they are scrolled to). And every page at the narrowest phone.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { closeBrowser, visit } from "./browser.mjs";
import { fits } from "./look.mjs";
import { canStart, startVeer } from "./veer.mjs";

const LIMIT = 100_000;

const NOW = new Date();
const EQUALITY = `/coordinate/equality/${NOW.getFullYear()}-q${Math.floor(NOW.getMonth() / 3) + 1}`;
const SPREAD_MONTH = new Date(NOW.getFullYear(), Math.floor(NOW.getMonth() / 3) * 3 - 3, 1);
const SPREAD = `/coordinate/exposure/${SPREAD_MONTH.getFullYear()}-q${Math.floor(SPREAD_MONTH.getMonth() / 3) + 1}`;

const PAGES = {
  colleague: ["/me", "/me/record", "/me/access", "/me/requests", "/me/notes", "/me/ties", "/me/supporters", "/signal/concern", "/signal/list", "/vault", "/styleguide"],
  supporter: ["/support", "/support/signals", "/support/debriefing", "/support/annual", "/support/referral", "/support/load", "/support/profile"],
  coordinator: ["/coordinate", "/coordinate/confirm", "/coordinate/events", "/coordinate/quarantine", "/coordinate/units", "/coordinate/coverage", "/coordinate/tasks", "/coordinate/help", "/coordinate/list", "/coordinate/list/history", "/coordinate/list/again", "/coordinate/list/unnamed", "/coordinate/protocol", "/coordinate/referral", "/coordinate/info", "/coordinate/outreach", EQUALITY, SPREAD, "/coordinate/wording", "/coordinate/team", "/coordinate/load", "/coordinate/appointments", "/coordinate/annual"],
  manager: ["/manage", "/signal/referral"],
  dispatcher: ["/dispatch"],
  hr: ["/desk", "/desk/appointments", "/desk/people"],
  privacy: ["/desk", "/desk/log", "/desk/requests", "/desk/retention", "/recovery"],
  admin: ["/desk", "/desk/people", "/desk/people/new", "/desk/invite", "/desk/import", "/desk/feed", "/desk/shifts", "/desk/health", "/desk/organisation", "/guide", "/guide/admin"],
  holder: ["/recovery"],
};

if (!canStart()) {
  test("weights", { skip: "no binary: cargo build, or VEER_BIN" });
} else {
  let veer;
  before(async () => (veer = await startVeer()));
  after(async () => {
    await veer.stop();
    await closeBrowser();
  });

  for (const [role, paths] of Object.entries(PAGES))
    test(`the pages of the ${role} are light, and fit the narrowest phone`, { timeout: 120_000 }, async () => {
      for (const path of paths) {
        const visitor = await visit({ lang: "nl", viewport: "small" });
        const { page, context } = visitor;
        const signedIn = await context.request.get(veer.byRole(role).url, { maxRedirects: 0 });
        assert.equal(signedIn.status(), 303);
        const weighed = [];
        page.on("requestfinished", (request) => weighed.push(request.sizes().then(({ responseBodySize }) => ({ url: request.url(), size: responseBodySize }), () => null)));
        const answer = await page.goto(veer.origin + path);
        assert.equal(answer.status(), 200, path);
        await page.waitForLoadState("networkidle");
        const loaded = (await Promise.all(weighed)).filter((each) => each && !each.url.includes("/guide/picture/"));
        const sum = loaded.reduce((all, { size }) => all + size, 0);
        const told = loaded.map(({ url, size }) => `${new URL(url).pathname} ${size}`).join(", ");
        assert.ok(sum > 5_000 && sum < LIMIT, `${path} loads ${sum} bytes: ${told}`);
        await fits(page);
        await visitor.leave();
      }
    });
}
