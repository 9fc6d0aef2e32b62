import "server-only";

/** Who uses a database's one connection next. */
export type Turns = {
  /** One statement. It goes before transactions that wait. */
  statement<T>(act: () => Promise<T>): Promise<T>;
  /** Several statements with nobody else's in between. */
  transaction<T>(act: () => Promise<T>): Promise<T>;
  /** For the end: goes when nothing else waits, however long that is. */
  last<T>(act: () => Promise<T>): Promise<T>;
};

/** After a statement the next one of the same search comes within so long; worth waiting for. */
const LINGER_MS = 4;
/** No transaction waits longer for statements than this. */
const PATIENCE_MS = 100;

type Waiting = { run: () => Promise<void>; since: number };

/**
 * A person's page is a few statements in a row, and the sync writes in transactions, which take several
 * times as long. So statements go first, and after one a transaction waits for a moment whether another
 * follows: else each statement of a search would wait for a whole transaction.
 */
export function createTurns(): Turns {
  const statements: Waiting[] = [];
  const transactions: Waiting[] = [];
  const endings: Waiting[] = [];
  let isBusy = false;
  let lingerUntil = 0;
  let isLingering = false;

  function pump(): void {
    if (isBusy) return;
    const now = performance.now();
    const [longest] = transactions;
    const isOverdue = longest !== undefined && now - longest.since >= PATIENCE_MS;
    if (statements.length > 0 && !isOverdue) start(statements);
    else if (longest === undefined) start(endings);
    else if (now >= lingerUntil || isOverdue) start(transactions);
    else if (!isLingering) linger(lingerUntil - now);
  }

  function linger(ms: number): void {
    isLingering = true;
    setTimeout(() => {
      isLingering = false;
      pump();
    }, Math.ceil(ms));
  }

  function start(queue: Waiting[]): void {
    const next = queue.shift();
    if (!next) return;
    isBusy = true;
    void next.run().then(() => {
      isBusy = false;
      if (queue === statements) lingerUntil = performance.now() + LINGER_MS;
      pump();
    });
  }

  function wait<T>(queue: Waiting[], act: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const run = async () => {
        try {
          resolve(await act());
        } catch (error) {
          reject(error);
        }
      };
      queue.push({ run, since: performance.now() });
      pump();
    });
  }

  return {
    statement: (act) => wait(statements, act),
    transaction: (act) => wait(transactions, act),
    last: (act) => wait(endings, act),
  };
}
