// The newest list of seen keys that this device saw: a server that hands out an older one, or none,
// would make every swapped key a first sight again. Nothing here is secret, and it outlives the lock.

import { within } from "./database";

/** One state of the list: its revision, and the digest of its closed file. */
export interface Mark {
  readonly revision: number;
  readonly digest: string;
}

const SEEN = { database: "veer-seen", store: "lists" };

/** Forgets what was marked of a vault: its owner goes on with an older list. */
export async function unmark(vault: string): Promise<void> {
  await within(SEEN, "readwrite", (store) => store.delete(vault));
}

/** Whether the list is not older than what was marked of this vault; a newer one is marked. */
export async function isNewest(vault: string, now: Mark): Promise<boolean> {
  let newest = true;
  await within(SEEN, "readwrite", (store) => {
    const asked = store.get(vault) as IDBRequest<Mark | undefined>;
    asked.onsuccess = () => {
      const marked = asked.result ?? { revision: 0, digest: "" };
      if (now.revision > marked.revision) store.put(now, vault);
      else newest = now.revision === marked.revision && now.digest === marked.digest;
    };
    return asked;
  });
  return newest;
}
