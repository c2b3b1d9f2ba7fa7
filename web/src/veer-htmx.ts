// The only htmx extension. It hands htmx its Trusted Types policy, takes away its means to run text
// as code, and decides what to do with an answer that is not the block that was asked for.
import htmx from "htmx.org";
import { makePolicy, refuseCode, type Policy } from "./policy";
import { say } from "./say";

interface Internals {
  initSecurity(policy: Policy, sync: unknown, async: unknown): void;
}

interface Exchange {
  text: string;
  sourceElement: Element;
  target: Element | string | null;
  select: string | null;
  selectOOB: string | null;
  swap: string;
  push?: string | null;
  response?: { raw: Response; status: number; headers: Headers };
  request: { action: string };
}

interface Task {
  type: string;
  fragment: DocumentFragment;
  target: Element | null;
}

class NoCode {
  constructor() {
    refuseCode();
  }
}

/** Our own pages only: an answer from elsewhere, or of another kind, is never parsed. */
function isOwnPage(response: Response): boolean {
  const kind = response.headers.get("content-type") ?? "";
  return new URL(response.url).origin === location.origin && /^text\/html\b/i.test(kind);
}

/** The path of an answer, when a redirect led to another page than the one on screen. */
function movedTo(response: Response): string | null {
  if (!response.redirected) return null;
  const url = new URL(response.url);
  return url.pathname === location.pathname ? null : url.pathname + url.search;
}

/** Shows the whole answer as the page: used when the asked block is not in it. */
function showWholePage(ctx: Exchange, path: string | null): void {
  ctx.select = null;
  ctx.selectOOB = null;
  ctx.target = document.body;
  ctx.swap = "outerHTML show:top showTarget:window";
  if (path) ctx.push = path;
}

htmx.registerExtension("veer", {
  init(api: Internals) {
    api.initSecurity(makePolicy(), NoCode, NoCode);
  },

  htmx_after_request(_: Element, { ctx }: { ctx: Exchange }) {
    const response = ctx.response?.raw;
    if (!response || !isOwnPage(response)) return false;
    const path = movedTo(response);
    if (path) showWholePage(ctx, path);
    return true;
  },

  htmx_before_swap(_: Element, { ctx, tasks }: { ctx: Exchange; tasks: Task[] }) {
    const main = tasks.find((task) => task.type === "main");
    if (!ctx.select || !main || main.fragment.childElementCount > 0) return true;
    showWholePage(ctx, null); // a sign-in page, a refusal, an error: all of it, not a hole
    void htmx.swap({ text: ctx.text, sourceElement: document.body, target: document.body, swap: ctx.swap });
    return false;
  },

  htmx_error(_: Element, detail: { ctx?: Exchange; error?: unknown }) {
    if (detail.ctx && !detail.ctx.response) say(document.body.dataset.offline ?? "");
  },
});
