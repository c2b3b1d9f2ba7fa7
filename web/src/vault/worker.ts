// The page's side of the worker: one question at a time, with how far it is.
import type { Asked, Heard } from "../vault-worker";

/** What the worker could not do; `about` is the word or number that it is about. */
export class WordsError extends Error {
  readonly code: string;
  readonly about: string;

  constructor(code: string, about = "") {
    super(`words: ${code}`);
    this.name = "WordsError";
    this.code = code;
    this.about = about;
  }
}

interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): {
    createScriptURL(url: string): string;
  };
}

const WORKER = /^\/assets\/vault-worker\.js\?v=[0-9a-f]+$/;

/** The one address that this policy lets through as a script. */
function workerUrl(url: string): string {
  if (!WORKER.test(url)) throw new TypeError("veer: not the worker of the vault");
  return url;
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
const policy = factory?.createPolicy("veer-vault", { createScriptURL: workerUrl }) ?? {
  createScriptURL: workerUrl,
};

/** Asks the worker; `progress` hears from 0 to 1, by this device's own speed. */
export function ask(asked: Asked, progress: (part: number) => void = () => undefined): Promise<string> {
  const place = document.querySelector<HTMLScriptElement>("script[data-worker]")?.dataset["worker"] ?? "";
  const worker = new Worker(policy.createScriptURL(place));
  let timer: ReturnType<typeof setInterval> | undefined;
  const answered = new Promise<string>((resolve, reject) => {
    worker.addEventListener("error", () => reject(new WordsError("internal")));
    worker.addEventListener("message", ({ data }: MessageEvent<Heard>) => {
      if ("takes" in data) {
        const from = performance.now();
        timer = setInterval(() => {
          // An estimate: it slows down near the end and never says more than it knows.
          const part = (performance.now() - from) / Math.max(data.takes, 1);
          progress(part < 0.9 ? part : 1 - 0.1 / (1 + (part - 0.9) * 10));
        }, 100);
      } else if ("done" in data) resolve(data.done);
      else reject(new WordsError(data.failed, data.about));
    });
    worker.postMessage(asked);
  });
  return answered.finally(() => {
    clearInterval(timer);
    worker.terminate();
  });
}
