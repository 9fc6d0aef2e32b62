import { LOOKS } from "./session-acts";

export type LookerAct = {
  no: number;
  at: string;
  event: string;
  outcome: string;
  person: string;
  staffName: string | null;
  role: string | null;
  ticket: string | null;
  isOwn: boolean;
};

/** One person, with everything they did on a session, the newest first. */
export type Looker<A extends LookerAct> = {
  person: string;
  name: string;
  role: string | null;
  isOwn: boolean;
  acts: A[];
};

/** Acts by person, whoever acted last first. */
export function toLookers<A extends LookerAct>(acts: readonly A[]): Looker<A>[] {
  const lookers = new Map<string, Looker<A>>();
  for (const act of acts) {
    const { person, staffName, role, isOwn } = act;
    const known = lookers.get(person);
    if (known) known.acts.push(act);
    else {
      const name = staffName ?? "Nobody known";
      lookers.set(person, { person, name, role, isOwn, acts: [act] });
    }
  }
  return [...lookers.values()];
}

/** The people who were shown the session. */
export function countLookers(lookers: readonly Looker<LookerAct>[]): number {
  return lookers.filter(({ acts }) => acts.some(isLook)).length;
}

function isLook({ event, outcome }: LookerAct): boolean {
  return LOOKS.includes(event) && outcome === "done";
}
