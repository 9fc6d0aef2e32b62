import type { FailureCode } from "../session";
import { NEXT, TIPS } from "./tips";
import type { Words } from "./words";

/** Each text says what did not work, what helps, and what comes next; about the thing, never the person. */
export const FAILURES: Record<FailureCode, readonly Words[]> = {
  document_authenticity_failed: [
    {
      en: "Your phone read the chip of your document, but the data on it could not be confirmed. If you have another passport or identity card with a chip, please use that one for a new check. If not, you can try once more with the same one, from the same page.",
      fr: "Votre téléphone a lu la puce de votre document, mais ses données n’ont pas pu être confirmées. Si vous avez un autre passeport ou une autre carte d’identité à puce, utilisez ce document-là pour une nouvelle vérification. Sinon, vous pouvez réessayer avec le même document, depuis la même page.",
    },
    NEXT.tellUs,
  ],
  document_active_authentication_failed: [
    {
      en: "Your phone read your document, but one of the tests of its chip could not be completed. This can help:",
      fr: "Votre téléphone a lu votre document, mais l’un des tests de sa puce n’a pas pu aboutir. Voici ce qui peut aider :",
    },
    lowerFirst(TIPS.chip),
    {
      en: "You can start a new check from the same page, with another passport or identity card if you have one.",
      fr: "Vous pouvez commencer une nouvelle vérification depuis la même page, avec un autre passeport ou une autre carte d’identité si vous en avez.",
    },
  ],
  document_chip_authentication_failed: [
    {
      en: "Your phone found the chip of your document, but could not finish checking it. This can help:",
      fr: "Votre téléphone a trouvé la puce de votre document, mais n’a pas pu en terminer le contrôle. Voici ce qui peut aider :",
    },
    lowerFirst(TIPS.chip),
    NEXT.newCheck,
  ],
  document_anti_cloning_attestation_failed: [
    {
      en: "The check could not be completed with this phone. That is about the phone or its app, not about you or your document. Please install the updates offered for both, or use another phone, and start a new check from the same page.",
      fr: "La vérification n’a pas pu aboutir avec ce téléphone. Cela tient au téléphone ou à l’application, ni à vous ni à votre document. Installez les mises à jour proposées pour les deux, ou utilisez un autre téléphone, puis commencez une nouvelle vérification depuis la même page.",
    },
    NEXT.tellUs,
  ],
  document_data_invalid: [
    {
      en: "What your phone read from your document was not complete enough to be used. Lay the document flat in good light, without reflections, with the printed lines at the edge fully in the picture, and keep the phone still.",
      fr: "Ce que votre téléphone a lu sur votre document n’était pas assez complet pour être utilisé. Posez le document à plat, bien éclairé et sans reflets, cadrez entièrement les lignes imprimées du bord et gardez le téléphone immobile.",
    },
    NEXT.newCheck,
  ],
  liveness_failed: [
    {
      en: "The step with the camera could not be completed. This can help:",
      fr: "L’étape avec la caméra n’a pas pu aboutir. Voici ce qui peut aider :",
    },
    lowerFirst(TIPS.face),
    NEXT.newCheck,
  ],
  selfie_face_mismatch: [
    {
      en: "The camera picture and the photo in your document could not be matched this time. Light, glasses or an older photo can explain that.",
      fr: "La comparaison entre l’image de la caméra et la photo de votre document n’a pas abouti cette fois. La lumière, des lunettes ou une photo ancienne peuvent l’expliquer.",
    },
    TIPS.face,
    NEXT.newCheck,
  ],
};

/** Where the reason is not known: by the step that ended it, or without any. */
export const FAILURES_BY_STEP = {
  nfc: [
    {
      en: "Reading the chip of your document could not be completed. This can help:",
      fr: "La lecture de la puce de votre document n’a pas pu aboutir. Voici ce qui peut aider :",
    },
    lowerFirst(TIPS.chip),
    NEXT.newCheck,
  ],
  liveness: FAILURES.liveness_failed,
  unknown: [
    {
      en: "Your check could not be completed this time, and we cannot see a more exact reason.",
      fr: "Votre vérification n’a pas pu aboutir cette fois, et nous n’en voyons pas la raison précise.",
    },
    {
      en: "What often helps: take the phone out of its case, lay your document flat, keep the phone still while it reads, and choose a place with even light.",
      fr: "Voici ce qui aide souvent : retirez la coque du téléphone, posez le document à plat, gardez le téléphone immobile pendant la lecture et choisissez une lumière douce.",
    },
    NEXT.newCheck,
  ],
} satisfies Record<string, readonly Words[]>;

function lowerFirst({ en, fr }: Words): Words {
  return { en: lower(en), fr: lower(fr) };
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
