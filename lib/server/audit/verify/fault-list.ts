import "server-only";

/** Enough to see what happened; a log of which everything is wrong need not be printed. */
const FAULTS_MAX = 20;

export type FaultList = {
  add(fault: string): void;
  /** One sentence each, with how many more there are. */
  toLines(): string[];
};

export function createFaultList(): FaultList {
  const faults: string[] = [];
  let more = 0;
  return {
    add(fault) {
      if (faults.length < FAULTS_MAX) faults.push(fault);
      else more += 1;
    },
    toLines: () => (more > 0 ? [...faults, `And ${more} more.`] : [...faults]),
  };
}
