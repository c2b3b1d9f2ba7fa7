// A proxy on this machine that keeps every byte of both directions, as somebody at the server could.
import { createServer, request } from "node:http";

/** Starts a proxy before an origin. Nothing is compressed, so that what passes can be searched. */
export async function startProxy(target) {
  const kept = [];
  const keep = (...parts) => kept.push(...parts.map((part) => Buffer.from(part)));
  const { hostname, port } = new URL(target);
  const server = createServer((asked, answer) => {
    const headers = { ...asked.headers, "accept-encoding": "identity" };
    keep(`${asked.method} ${asked.url} HTTP/1.1\r\n${asked.rawHeaders.join("\r\n")}\r\n\r\n`);
    const onward = request({ hostname, port, method: asked.method, path: asked.url, headers }, (given) => {
      keep(`HTTP/1.1 ${given.statusCode}\r\n${given.rawHeaders.join("\r\n")}\r\n\r\n`);
      answer.writeHead(given.statusCode, given.rawHeaders);
      given.on("data", (piece) => (keep(piece), answer.write(piece)));
      given.on("end", () => answer.end());
      given.on("error", () => answer.destroy());
    });
    onward.on("error", () => answer.destroy());
    asked.on("data", (piece) => (keep(piece), onward.write(piece)));
    asked.on("end", () => onward.end());
    asked.on("error", () => onward.destroy());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://localhost:${server.address().port}`;
  return {
    origin,
    /** The same address, by way of the proxy. */
    through: (url) => url.replace(target, origin),
    /** Everything that passed so far. */
    traffic: () => Buffer.concat(kept),
    requests: () => kept.filter((part) => / HTTP\/1\.1\r\n/.test(part.subarray(0, 4000).toString("latin1"))).length,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
