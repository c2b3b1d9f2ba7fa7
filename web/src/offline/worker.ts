// The service worker: help that works without a network, and messages that arrive (push.ts).
//
// It keeps the cards in both languages and the files that they need; the server names them in the line
// that it writes above this script. What belongs to a person is never kept and never looked at: a page
// that needs the server is asked of the server, and when that fails the page "no connection" answers.
// A card is answered from what is kept, also with a network, so that nobody learns which one is read.

import { installPushed } from "./push";

interface Kept {
  version: string;
  pages: string[]; // "/cards/sleep?lang=nl"
  files: string[]; // "/assets/app.css?v=…"
}

interface WaitEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface AskEvent extends WaitEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Scope {
  readonly veerKept: Kept;
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listen: (event: WaitEvent) => void): void;
  addEventListener(type: "fetch", listen: (event: AskEvent) => void): void;
  addEventListener(type: "message", listen: (event: WaitEvent & { data: unknown }) => void): void;
}

const scope = self as unknown as Scope;
const { version, pages, files } = scope.veerKept;

const FAMILY = "veer-cards-";
const CACHE = FAMILY + version;
const LANGUAGE = "/cards/language"; // the language last read in: the one thing kept about a reader
const OFFLINE = "/cards/offline";
const HELP: Record<string, string> = { "/help": "/cards/crisis" };

/** Asks without cookies: what comes back cannot be about anybody. */
async function keep(address: string): Promise<void> {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok || answer.redirected) throw new TypeError(`veer: ${address} cannot be kept`);
  await (await caches.open(CACHE)).put(address, answer);
}

async function kept(address: string): Promise<Response | undefined> {
  return (await caches.open(CACHE)).match(address);
}

async function known(): Promise<string | undefined> {
  return (await kept(LANGUAGE))?.text();
}

async function language(): Promise<string> {
  return (await known()) ?? (navigator.language.startsWith("nl") ? "nl" : "en");
}

/** The card in the language that its address asks for, else in the one last read in. */
async function card(path: string, asked: string | null): Promise<Response | undefined> {
  const found = asked ? await kept(`${path}?lang=${asked}`) : undefined;
  return found ?? kept(`${path}?lang=${await language()}`);
}

async function orNoConnection(request: Request, path: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (lost) {
    const instead = await card(HELP[path] ?? OFFLINE, null);
    if (instead) return instead;
    throw lost;
  }
}

installPushed(files.find((file) => file.includes("icon-192")) ?? "/assets/icon-192.png");

scope.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([...pages, ...files].map(keep)).then(() => scope.skipWaiting()));
});

scope.addEventListener("activate", (event) => {
  const old = (name: string): boolean => name.startsWith(FAMILY) && name !== CACHE;
  event.waitUntil(caches.keys().then((all) => Promise.all(all.filter(old).map((name) => caches.delete(name)))));
});

scope.addEventListener("message", (event) => {
  if (event.data !== "nl" && event.data !== "en") return;
  const said = event.data;
  event.waitUntil(
    known().then(async (before) => {
      if (before !== said) await (await caches.open(CACHE)).put(LANGUAGE, new Response(said));
    }),
  );
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  // A form goes its own way: asked again from here, it would no longer say which site it came from.
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const address = url.pathname + url.search;
  if (files.includes(address)) {
    event.respondWith(kept(address).then((file) => file ?? fetch(request)));
  } else if (request.mode === "navigate") {
    const one = pages.some((page) => page.startsWith(`${url.pathname}?`));
    const found = one ? card(url.pathname, url.searchParams.get("lang")) : Promise.resolve(undefined);
    event.respondWith(found.then((page) => page ?? orNoConnection(request, url.pathname)));
  }
});
