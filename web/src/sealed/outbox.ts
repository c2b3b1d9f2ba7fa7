// What waits on this device for a connection: closed files only, in the order they were written.
//
// Everything goes through here before it goes to the server, so that a lost connection, an expired
// session, a full disk over there or a closed tab loses nothing. Readable in it are whose it is and
// to which circle it goes, never what it says.
import { canWait, send, Unsent, type Trouble } from "./wire";

/** Something closed on its way. The same key replaces what waited under it. */
export interface Waiting {
  readonly key: string;
  /** Who wrote it: it goes only in that person's session. */
  readonly person: string;
  readonly circle: string;
  readonly kind: "note" | "draft";
  readonly method: "POST" | "PUT";
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly at: number;
  /** The same words, sealed to who wrote them: readable also when the circle's key is out of reach. */
  readonly own?: string;
  /** Why it was refused: it is not sent again by itself, and nothing of it is thrown away. */
  readonly why?: Trouble;
}

/** Where it waits. */
export interface Shelf {
  put(waiting: Waiting): Promise<void>;
  all(): Promise<Waiting[]>;
  /** Takes away what waits under the key, unless something newer took its place. */
  drop(key: string, at: number): Promise<void>;
  /** Notes that what waits under the key was refused, unless something newer took its place. */
  refuse(key: string, at: number, why: Trouble): Promise<void>;
}

/** What became of one that waited. */
export interface Fate {
  readonly waiting: Waiting;
  readonly why: Trouble | "sent";
}

/**
 * Sends one: on the shelf first, off it when the server has it. Throws `Unsent` when it stays.
 *
 * `shelved` is called as soon as it lies on the shelf: from there on, closing the tab loses nothing.
 */
export async function post(shelf: Shelf, waiting: Waiting, shelved: () => void = () => undefined): Promise<void> {
  const lies = await shelf.put(waiting).then(
    () => true,
    () => false,
  );
  if (lies) shelved();
  try {
    await send(waiting.method, waiting.path, waiting.body, waiting.person);
  } catch (reason) {
    const unsent = reason instanceof Unsent ? reason : new Unsent("trouble");
    if (canWait(unsent.why)) throw lies ? unsent : new Unsent(unsent.why, "no-room");
    if (lies) await shelf.refuse(waiting.key, waiting.at, unsent.why).catch(() => undefined);
    throw unsent;
  }
  if (lies) await shelf.drop(waiting.key, waiting.at).catch(() => undefined);
}

/**
 * Sends what waits for this person, oldest first; stops where the connection does.
 *
 * What is refused stays, with the reason, and does not go again: its own page or the vault's takes it on.
 */
export async function flush(shelf: Shelf, person: string, sender: typeof send = send): Promise<Fate[]> {
  const fates: Fate[] = [];
  const mine = (await shelf.all().catch(() => [])).filter((each) => each.person === person && !each.why);
  for (const waiting of mine.sort((a, b) => a.at - b.at)) {
    try {
      await sender(waiting.method, waiting.path, waiting.body, waiting.person);
      await shelf.drop(waiting.key, waiting.at).catch(() => undefined);
      fates.push({ waiting, why: "sent" });
    } catch (reason) {
      const why = reason instanceof Unsent ? reason.why : "trouble";
      fates.push({ waiting, why });
      if (canWait(why)) break;
      await shelf.refuse(waiting.key, waiting.at, why).catch(() => undefined);
    }
  }
  return fates;
}

const NAME = "veer-outbox";
const STORE = "waiting";

/** The shelf in this browser. */
export function browserShelf(factory: IDBFactory = indexedDB): Shelf {
  const within = async <T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => Promise<T>): Promise<T> => {
    const db = await open(factory);
    try {
      const transaction = db.transaction(STORE, mode, { durability: "strict" });
      const ended = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
      });
      const value = await act(transaction.objectStore(STORE));
      await ended;
      return value;
    } finally {
      db.close();
    }
  };
  return {
    put: (waiting) => within("readwrite", async (store) => void (await asked(store.put(waiting)))),
    all: () => within("readonly", (store) => asked(store.getAll() as IDBRequest<Waiting[]>)),
    drop: (key, at) =>
      within("readwrite", async (store) => {
        const there = await asked(store.get(key) as IDBRequest<Waiting | undefined>);
        if (there && there.at === at) await asked(store.delete(key));
      }),
    refuse: (key, at, why) =>
      within("readwrite", async (store) => {
        const there = await asked(store.get(key) as IDBRequest<Waiting | undefined>);
        if (there && there.at === at) await asked(store.put({ ...there, why }));
      }),
  };
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
  return asked(request);
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
