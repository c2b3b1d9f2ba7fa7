// A stand-in server: the real style and script, the real security headers, invented pages.
// It shows every part in web/README.md in use, so that the style is tested without the product.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { pages } from "./sample-pages.mjs";

/** The policy of the product, word for word. */
export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; font-src 'none'; " +
  "require-trusted-types-for 'script'; trusted-types veer veer-vault";

const dist = (name) => readFile(fileURLToPath(new URL(`../web/dist/${name}`, import.meta.url)));

const KINDS = { ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8" };

/** Starts the stand-in on a free port. `posts` counts what was sent, for the double-submit guard. */
export async function startSample() {
  const state = { offer: "open", posts: [], slowMs: 0 };
  const server = createServer((request, response) => {
    answer(request, response, state).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://localhost:${server.address().port}`;
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin, state, stop };
}

async function answer(request, response, state) {
  const url = new URL(request.url, "http://localhost");
  const lang = url.searchParams.get("lang") ?? /lang=(nl|en)/.exec(request.headers.cookie ?? "")?.[1] ?? "nl";
  const send = (status, body, headers = {}) =>
    response
      .writeHead(status, {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": CSP,
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "set-cookie": `lang=${lang}; Path=/; SameSite=Lax`,
        ...headers,
      })
      .end(body);

  const asset = /^\/assets\/(app)(\.css|\.js)$/.exec(url.pathname);
  if (asset) return send(200, await dist(asset[1] + asset[2]), { "content-type": KINDS[asset[2]] });
  if (url.pathname === "/favicon.ico") return send(204, "");

  if (request.method === "POST") {
    let body = "";
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    state.posts.push({ path: url.pathname, form: Object.fromEntries(form), htmx: request.headers["hx-request"] === "true" });
    if (state.slowMs) await new Promise((resolve) => setTimeout(resolve, state.slowMs));
    if (url.pathname === "/language") {
      const next = form.get("next") || "/me";
      return send(303, "", { location: next, "set-cookie": `lang=${form.get("lang")}; Path=/` });
    }
    if (url.pathname === "/case/plan" && !form.get("when")) return send(422, pages.case({ lang, state, wrong: true }));
    if (url.pathname === "/case/plan") {
      state.offer = form.get("when");
      return send(303, "", { location: "/case" });
    }
    if (url.pathname === "/elsewhere") return send(303, "", { location: "/me" });
    if (url.pathname === "/refused") return send(403, pages.refused({ lang, state }));
    if (url.pathname === "/foul") return send(200, pages.foul({ lang, state }));
    return send(303, "", { location: "/me" });
  }
  const page = pages[url.pathname.slice(1) || "me"];
  return page ? send(200, page({ lang, state })) : send(404, pages.refused({ lang, state }));
}
