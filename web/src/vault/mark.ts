// The newest list of seen keys that this device saw: a server that hands out an older one, or none,
// would make every swapped key a first sight again. Nothing here is secret, and it outlives the lock.

/** One state of the list: its revision, and the digest of its closed file. */
export interface Mark {
  readonly revision: number;
  readonly digest: string;
}

const DATABASE = "veer-seen";
const STORE = "lists";

function database(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("no IndexedDB"));
  });
}

/** Forgets what was marked of a vault: its owner goes on with an older list. */
export async function unmark(vault: string): Promise<void> {
  const opened = await database();
  try {
    await new Promise<void>((resolve, reject) => {
      const transaction = opened.transaction(STORE, "readwrite", { durability: "strict" });
      transaction.objectStore(STORE).delete(vault);
      transaction.oncomplete = () => resolve();
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    opened.close();
  }
}

/** Whether the list is not older than what was marked of this vault; a newer one is marked. */
export async function isNewest(vault: string, now: Mark): Promise<boolean> {
  const opened = await database();
  try {
    return await new Promise<boolean>((resolve, reject) => {
      let newest = true;
      const transaction = opened.transaction(STORE, "readwrite", { durability: "strict" });
      const store = transaction.objectStore(STORE);
      const asked = store.get(vault) as IDBRequest<Mark | undefined>;
      asked.onsuccess = () => {
        const marked = asked.result ?? { revision: 0, digest: "" };
        if (now.revision > marked.revision) store.put(now, vault);
        else newest = now.revision === marked.revision && now.digest === marked.digest;
      };
      transaction.oncomplete = () => resolve(newest);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? asked.error);
    });
  } finally {
    opened.close();
  }
}
