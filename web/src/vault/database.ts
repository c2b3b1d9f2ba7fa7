// One store in IndexedDB, opened for one act and closed again. Durable: what is acknowledged stands.

/** Where something lies in this browser. */
export interface Place {
  readonly database: string;
  readonly store: string;
}

function open({ database, store }: Place): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(database, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(store);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("no IndexedDB"));
  });
}

/** Does something with the store in one transaction; resolves when that is kept, with what was asked. */
export async function within<T>(
  place: Place,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opened = await open(place);
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = opened.transaction(place.store, mode, { durability: "strict" });
      const asked = act(transaction.objectStore(place.store));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? asked.error);
    });
  } finally {
    opened.close();
  }
}
