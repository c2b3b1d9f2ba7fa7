// The whole memory of a process that we started, read while it stands still (Linux).
import { open, readFile } from "node:fs/promises";
import { Search } from "./search.mjs";

const PIECE = 4 << 20;

/** Searches every readable region of a process. It is stopped meanwhile and goes on afterwards. */
export async function searchMemory(pid, wanted) {
  process.kill(pid, "SIGSTOP");
  const memory = await open(`/proc/${pid}/mem`, "r");
  try {
    await stopped(pid);
    const search = new Search(wanted);
    let regions = 0;
    for (const { start, end } of await readable(pid)) {
      regions += 1;
      for (let at = start; at < end; at += PIECE) {
        const piece = Buffer.alloc(Math.min(PIECE, end - at));
        // a region may lose pages between its listing and now; what cannot be read is not there
        const { bytesRead } = await memory.read(piece, 0, piece.length, at).catch(() => ({ bytesRead: 0 }));
        search.take(piece.subarray(0, bytesRead), { gap: at === start });
      }
    }
    return { ...search.result(), regions };
  } finally {
    await memory.close();
    process.kill(pid, "SIGCONT");
  }
}

async function readable(pid) {
  const maps = await readFile(`/proc/${pid}/maps`, "utf8");
  return maps
    .split("\n")
    .map((line) => /^([0-9a-f]+)-([0-9a-f]+) (r)\S+ \S+ \S+ \S+\s*(.*)$/.exec(line))
    .filter((match) => match && !["[vvar]", "[vvar_vclock]", "[vsyscall]"].includes(match[4]))
    .map(([, start, end]) => ({ start: parseInt(start, 16), end: parseInt(end, 16) }))
    .filter(({ end }) => Number.isSafeInteger(end));
}

async function stopped(pid) {
  for (let tries = 0; tries < 200; tries += 1) {
    const state = (await readFile(`/proc/${pid}/stat`, "utf8")).replace(/^.*\) /s, "")[0];
    if (state === "T" || state === "t") return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`process ${pid} does not stop`);
}
