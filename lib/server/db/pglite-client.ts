import "server-only";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

type Result = { rows: unknown[]; affectedRows?: number; fields?: unknown[] };
type QueryOptions = { rowMode?: "array" | "object" };
type Answer = { number: number; result?: Result | null; fault?: Record<string, unknown> };
type Waiter = { resolve: (result: Result) => void; reject: (error: Error) => void };
type Question = { sql: string; params: unknown[] | null; rowMode: string } | { close: true };

/** What Drizzle asks for inside a transaction. */
export type PgliteQueries = {
  query(sql: string, params?: unknown[], options?: QueryOptions): Promise<Result>;
  exec(sql: string): Promise<void>;
};

/** A fault of the engine, with Postgres's code where it has one. */
class PgliteFault extends Error {
  override readonly name = "PgliteFault";
  readonly code: string | undefined;

  constructor({ message, code, ...more }: Record<string, unknown>) {
    super(String(message));
    this.code = typeof code === "string" ? code : undefined;
    Object.assign(this, more);
  }
}

const SETTLED: Waiter = { resolve: () => undefined, reject: () => undefined };

/** The first answer says that the database is open. */
const OPENED = 0;

/**
 * PGlite in a thread of its own. It computes synchronously, for seconds when it builds an index or
 * sweeps up, and in the desk's own thread every request would stand still for as long. This has as
 * much of PGlite's face as Drizzle uses.
 */
export class PgliteClient implements PgliteQueries {
  private readonly waiters = new Map<number, Waiter>();
  private readonly worker: Worker;
  private lastNumber = OPENED;
  private ended: Error | null = null;
  /** The end of the queue: there is one connection for all, and who comes first is served first. */
  private last: Promise<unknown> = Promise.resolve();

  private constructor(folder: string) {
    const script = join(/* turbopackIgnore: true */ process.cwd(), WORKER_SCRIPT);
    const options = {
      workerData: { folder },
      execArgv: ["--conditions=react-server"],
      stdout: false,
    };
    this.worker = new Worker(/* turbopackIgnore: true */ script, options);
    this.worker.on("message", (answer: Answer) => this.settle(answer));
    this.worker.on("error", (error) => this.fail(error));
    this.worker.on("exit", () => this.fail(new Error("The built-in database has ended.")));
  }

  static async open(folder: string): Promise<PgliteClient> {
    const client = new PgliteClient(folder);
    try {
      await new Promise<Result>((resolve, reject) => {
        client.waiters.set(OPENED, { resolve, reject });
      });
      return client;
    } catch (error) {
      await client.worker.terminate();
      throw error;
    }
  }

  query(sql: string, params: unknown[] = [], { rowMode = "object" }: QueryOptions = {}) {
    return this.enqueue(() => this.ask({ sql, params, rowMode }));
  }

  exec(sql: string): Promise<void> {
    return this.enqueue(() => this.run(sql));
  }

  /** Runs `act` between BEGIN and COMMIT, with nobody else's statements in between. */
  transaction<T>(act: (tx: PgliteQueries) => Promise<T>): Promise<T> {
    const tx: PgliteQueries = {
      query: (sql, params = [], { rowMode = "object" } = {}) => this.ask({ sql, params, rowMode }),
      exec: (sql) => this.run(sql),
    };
    return this.enqueue(async () => {
      await this.run("begin");
      try {
        const result = await act(tx);
        await this.run("commit");
        return result;
      } catch (error) {
        await this.run("rollback").catch(() => undefined);
        throw error;
      }
    });
  }

  /** Waits for what is being written, and for whatever waits to be. */
  async close(): Promise<void> {
    await this.enqueue(() => this.ask({ close: true }));
    await this.worker.terminate();
  }

  private enqueue<T>(act: () => Promise<T>): Promise<T> {
    const result = this.last.then(act);
    this.last = result.catch(() => undefined);
    return result;
  }

  private async run(sql: string): Promise<void> {
    await this.ask({ sql, params: null, rowMode: "object" });
  }

  private ask(question: Question): Promise<Result> {
    if (this.ended) return Promise.reject(this.ended);
    this.lastNumber += 1;
    const number = this.lastNumber;
    return new Promise((resolve, reject) => {
      this.waiters.set(number, { resolve, reject });
      this.worker.postMessage({ number, ...question });
    });
  }

  private settle({ number, result, fault }: Answer): void {
    const waiter = this.waiters.get(number);
    if (!waiter) return;
    this.waiters.delete(number);
    const { resolve, reject } = waiter;
    // The map grows anew every few statements, and each table it had before keeps the waiters that were in
    // it, with all they lead to, until the next full collection.
    Object.assign(waiter, SETTLED);
    if (fault) reject(new PgliteFault(fault));
    else resolve(result ?? { rows: [] });
  }

  private fail(error: Error): void {
    this.ended ??= error;
    for (const { reject } of this.waiters.values()) reject(error);
    this.waiters.clear();
  }
}

/** Found by the working directory, as the migrations are: see `getMigrationsFolder`. */
const WORKER_SCRIPT = "lib/server/db/pglite-worker.mjs";
