// Wrong words a hundred times: nothing is lost, each try only waits a little longer. The wait is for
// somebody at this keyboard; a thief with the file is held back by scrypt and 88 bits.

const FREE = 3;
const LONGEST_S = 60;
const KEY = "veer-vault-tries";

interface Tries {
  readonly count: number;
  readonly until: number;
}

function tries(): Tries {
  try {
    const [count = 0, until = 0] = JSON.parse(localStorage.getItem(KEY) ?? "[]") as number[];
    return { count: Number(count) || 0, until: Number(until) || 0 };
  } catch {
    return { count: 0, until: 0 };
  }
}

/** Seconds to wait after this many wrong tries: none for three, then doubling to a minute. */
export function pause(count: number): number {
  return count < FREE ? 0 : Math.min(2 ** (count - FREE + 1), LONGEST_S);
}

/** Seconds until the next try is taken. */
export function wait(now: number): number {
  const left = Math.ceil((tries().until - now) / 1000);
  return Math.min(Math.max(left, 0), LONGEST_S);
}

/** Counts a wrong try. */
export function wrong(now: number): void {
  const count = tries().count + 1;
  localStorage.setItem(KEY, JSON.stringify([count, now + pause(count) * 1000]));
}

/** Forgets the wrong tries, after a right one. */
export function right(): void {
  localStorage.removeItem(KEY);
}
