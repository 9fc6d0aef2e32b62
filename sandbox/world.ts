import type { EventRecord } from "./event-log";
import { listSpecimens } from "./gallery";
import { listHistory } from "./history";
import type { OrganisationName } from "./keys";
import { createLivePlayer, type LivePlayer } from "./live";
import { createOrganisation, type Organisation } from "./organisation";
import { seedOf } from "./random";
import { recordHistory, type Specimen, toSpecimenRow } from "./specimen";
import { createSweep, type Sweep } from "./sweep";

export type WorldOptions = {
  seed: number;
  /** Sessions of the main organisation. The named ones are always there unless `gallery` is false. */
  size: number;
  gallery: boolean;
  live: boolean;
  leakCancelTokens: boolean;
  future: boolean;
  now: () => number;
  /** Told of each event of the main organisation as it is written down, history included. */
  onEvent?: ((event: EventRecord) => void) | undefined;
};

export type Notable = { name: string; id: string; description: string };

export type World = {
  organisations: Readonly<Record<OrganisationName, Organisation>>;
  live: LivePlayer;
  sweep: Sweep;
  /** Does everything that is due by now; called before each answer. */
  progress(): void;
  notable(): Notable[];
};

const FOREIGN: readonly Specimen[] = [
  {
    name: "of-this-organisation",
    description: "Belongs to an organisation that the main key cannot see.",
    state: { status: "in_progress", failureCode: null, nfcTriesUsed: 0, livenessTriesUsed: 0 },
  },
];

export function createWorld(options: WorldOptions): World {
  const { seed, now, live: isLooping } = options;
  const start = now();
  const specimens = options.gallery ? listSpecimens(options) : [];
  const history = listHistory(Math.max(0, options.size - specimens.length), seed);
  const create = (name: OrganisationName) =>
    createOrganisation({
      name,
      seed,
      now: start,
      onEvent: name === "main" ? options.onEvent : undefined,
    });
  const organisations = {
    main: create("main"),
    other: create("other"),
    empty: create("empty"),
    frozen: create("frozen"),
  };

  populate(organisations.main, history, options, start);
  const notables: Notable[] = [
    ...populate(organisations.main, specimens, options, start),
    ...populate(organisations.other, FOREIGN, options, start),
    ...populate(organisations.frozen, FOREIGN, options, start),
  ];
  const sweep = createSweep(Object.values(organisations), start);
  const live = createLivePlayer({ organisation: organisations.main, seed, start, isLooping });

  return {
    organisations,
    live,
    sweep,
    progress() {
      live.advance(now());
      sweep.runDue(now());
    },
    notable() {
      const playing = live.current().map(({ script, id }) => {
        return {
          name: script,
          id,
          description: "Lives while one watches; begins anew every 3 min.",
        };
      });
      return [...playing, ...notables];
    },
  };
}

function populate(
  organisation: Organisation,
  specimens: readonly Specimen[],
  { seed, leakCancelTokens }: WorldOptions,
  now: number,
): Notable[] {
  const isMain = organisation.name === "main";
  const ownSeed = isMain ? seed : seed ^ seedOf(organisation.name);
  const context = { seed: ownSeed, now, leakCancelTokens };
  const rows = specimens.map((specimen) => toSpecimenRow(specimen, organisation, context));
  organisation.sessions.insert(rows);
  return specimens.map(({ name, description, state }, at) => {
    const row = rows[at];
    if (row !== undefined) recordHistory(organisation, row, state);
    const fullName = isMain ? name : `${organisation.name}-organisation`;
    return { name: fullName, id: row?.id ?? "", description };
  });
}
