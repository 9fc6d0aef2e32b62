import type { Words } from "./words";

/** Steps that help, whole and short. The short ones follow another text as a reminder. */
export const TIPS = {
  chip: {
    en: "Take the phone out of its case, lay your document flat, and hold the top of the phone still on it until the reading is finished.",
    fr: "Retirez la coque du téléphone, posez votre document à plat et maintenez le haut du téléphone immobile dessus jusqu’à la fin de la lecture.",
  },
  face: {
    en: "Find a place with even light on your face, take off glasses and anything that covers your face, hold the phone at eye level and follow the movements slowly.",
    fr: "Placez-vous dans une lumière douce, visage dégagé et sans lunettes, tenez le téléphone à hauteur des yeux et suivez lentement les mouvements demandés.",
  },
  chipShort: {
    en: "For the chip, take the phone out of its case and keep it still on the document.",
    fr: "Pour la puce, retirez la coque du téléphone et gardez-le immobile sur le document.",
  },
  faceShort: {
    en: "For the camera step, choose even light and follow the movements slowly.",
    fr: "Pour l’étape avec la caméra, choisissez une lumière douce et suivez lentement les mouvements.",
  },
  prepare: {
    en: "Before you begin, have your document to hand, and your phone charged and out of its case.",
    fr: "Avant de commencer, munissez-vous de votre document et d’un téléphone chargé, sans sa coque.",
  },
} satisfies Record<string, Words>;

export const NEXT = {
  newCheck: {
    en: "You can start a new check from the same page whenever you like.",
    fr: "Vous pouvez commencer une nouvelle vérification depuis la même page, quand vous le souhaitez.",
  },
  sameCheck: {
    en: "Then try again in the same check.",
    fr: "Puis réessayez dans la même vérification.",
  },
  lastTry: {
    en: "Then try again. If it does not work this time, you can start a new check from the same page.",
    fr: "Puis réessayez. Si cela ne fonctionne pas cette fois, vous pourrez commencer une nouvelle vérification depuis la même page.",
  },
  tellUs: {
    en: "If it does not work then either, tell us and we will see what else is possible.",
    fr: "Si cela ne fonctionne toujours pas, dites-le-nous et nous verrons ce qui est possible.",
  },
} satisfies Record<string, Words>;
