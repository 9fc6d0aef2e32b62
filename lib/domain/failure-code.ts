import { type FailureCode, isFailureCode } from "./session";

/** The two kinds of failure that Kayle counts. */
export type TriesKind = "nfc" | "liveness";

export type FailureDescription = {
  /** A few words, as in a column of a table: "Face mismatch". */
  title: string;
  /** One sentence for staff. */
  meaning: string;
  isKnown: boolean;
  /** The counter that such a failure spends; null where it spends none or it is not known. */
  counter: TriesKind | null;
  /** Whether one such failure ends the session, whatever the counters say. */
  endsAtOnce: boolean;
};

type KnownDescription = Omit<FailureDescription, "isKnown">;

/**
 * Which counter a code spends, from the answers recorded against Kayle's server 1.6.0: chip codes
 * ended sessions at 3 of NFC, face codes at 3 of liveness, device trust and unusable data at 0 and 0.
 */
const DESCRIPTIONS: Record<FailureCode, KnownDescription> = {
  document_authenticity_failed: {
    title: "Authenticity",
    meaning:
      "The chip was read, but the issuing country’s signature on its data could not be confirmed.",
    counter: "nfc",
    endsAtOnce: false,
  },
  document_active_authentication_failed: {
    title: "Active authentication",
    meaning:
      "The chip was read, but its answer to the test that shows it is the original could not be confirmed.",
    counter: "nfc",
    endsAtOnce: false,
  },
  document_chip_authentication_failed: {
    title: "Chip authentication",
    meaning:
      "The chip was found, but the protected exchange that shows it is genuine could not be completed.",
    counter: "nfc",
    endsAtOnce: false,
  },
  document_anti_cloning_attestation_failed: {
    title: "Device trust",
    meaning:
      "Kayle could not confirm that the reading came from a trusted app on a trusted phone; this ends a session at once.",
    counter: null,
    endsAtOnce: true,
  },
  document_data_invalid: {
    title: "Document data",
    meaning: "What was read from the document was incomplete or could not be used.",
    counter: null,
    endsAtOnce: false,
  },
  liveness_failed: {
    title: "Liveness",
    meaning: "The camera recording could not confirm a live person following the movements.",
    counter: "liveness",
    endsAtOnce: false,
  },
  selfie_face_mismatch: {
    title: "Face mismatch",
    meaning: "The face in the camera could not be matched with the photo in the document.",
    counter: "liveness",
    endsAtOnce: false,
  },
};

/** What a failure code means. Null and codes that the desk does not know get an honest answer too. */
export function describeFailureCode(code: string | null): FailureDescription {
  if (code !== null && isFailureCode(code)) return { ...DESCRIPTIONS[code], isKnown: true };
  const unknown = { isKnown: false, counter: null, endsAtOnce: false };
  if (code === null || code.trim() === "") {
    return {
      ...unknown,
      title: "No reason given",
      meaning: "Kayle gives no reason. It removes the reason of a failure 7 days after the end.",
    };
  }
  return {
    ...unknown,
    title: code,
    meaning: "Kayle gives a reason that this desk does not know yet. It is shown as Kayle sent it.",
  };
}
