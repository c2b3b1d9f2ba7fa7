// Real Chromium, opened once for a test file; each visit has its own context and its own watch.
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The widths that every page is looked at in. */
export const VIEWPORTS = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 900 },
  small: { width: 320, height: 640 },
};

export const LANGUAGES = ["nl", "en"];

let running;

/** The browser of this test file. */
export async function browser() {
  running ??= chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: FLAGS,
  });
  return running;
}

export async function closeBrowser() {
  await (await running)?.close();
  running = undefined;
}

/**
 * Opens one visitor: own cookies, language, size, colour scheme, with or without JavaScript.
 * `complaints` collects what the browser objects to; `leave()` throws when there is any.
 */
export async function visit({ lang = "nl", viewport = "phone", js = true, scheme = "light" } = {}) {
  const size = VIEWPORTS[viewport];
  const context = await (await browser()).newContext({
    viewport: size,
    locale: lang === "nl" ? "nl-NL" : "en-GB",
    timezoneId: "Europe/Amsterdam",
    colorScheme: scheme,
    reducedMotion: "reduce",
    javaScriptEnabled: js,
    hasTouch: viewport !== "desktop",
    isMobile: viewport !== "desktop",
  });
  context.setDefaultTimeout(10_000);
  const complaints = [];
  const page = await context.newPage();
  await watch(context, page, complaints);
  return {
    context,
    page,
    complaints,
    async leave() {
      await context.close();
      if (complaints.length) throw new Error(`the browser objects:\n  ${complaints.join("\n  ")}`);
    },
  };
}

/** Origins of servers that a test has ended: a page that still asked one something is not at fault. */
export const ended = new Set();

const REFUSED = /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/;
const isEnded = (url, text) => REFUSED.test(text) && URL.canParse(url) && ended.has(new URL(url).origin);

// A refused form or a page that does not exist is an answer, not a fault of the page.
const ANSWERS = /^Failed to load resource: the server responded with a status of (401|403|404|409|410|422|429)\b/;

async function watch(context, page, complaints) {
  const add = (kind, text) => complaints.push(`${kind} at ${page.url()}: ${text}`);
  page.on("pageerror", (error) => add("script error", error.stack ?? error.message));
  page.on("console", (message) => {
    if (message.type() !== "error" || isEnded(message.location().url, message.text())) return;
    if (!ANSWERS.test(message.text())) add("console", message.text());
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    if (why !== "net::ERR_ABORTED" && !isEnded(request.url(), why)) add("request failed", `${request.url()} ${why}`);
  });
  // The browser's own audit sees CSP and Trusted Types violations also where scripts are off.
  const cdp = await context.newCDPSession(page);
  cdp.on("Audits.issueAdded", ({ issue }) => {
    const csp = issue.details.contentSecurityPolicyIssueDetails;
    if (csp) add("CSP", `${csp.violatedDirective} ${csp.blockedURL ?? ""} ${csp.contentSecurityPolicyViolationType}`);
  });
  await cdp.send("Audits.enable");
}
