import type { Words } from "./words";

/** How each state that is not a failure is told to the customer. */
export const STATES = {
  notStarted: {
    en: "Your identity check is ready and waits for you to begin. Open it again from the page where you were and follow the steps on your phone, with your passport or identity card to hand. It stays open for a limited time; if it has closed, you can start a new one from the same page.",
    fr: "Votre vérification d’identité est prête et n’attend plus que vous. Rouvrez-la depuis la page où vous étiez et suivez les étapes sur votre téléphone, avec votre passeport ou votre carte d’identité sous la main. Elle ne reste ouverte qu’un certain temps ; si elle est fermée, vous pouvez en commencer une nouvelle depuis la même page.",
  },
  underWay: {
    en: "Your identity check is under way. Please carry on with the steps on your phone. It stays open for a limited time; if it has closed, you can start a new one from the same page.",
    fr: "Votre vérification d’identité est en cours. Continuez les étapes sur votre téléphone. Elle ne reste ouverte qu’un certain temps ; si elle est fermée, vous pouvez en commencer une nouvelle depuis la même page.",
  },
  chipNotYet: {
    en: "Your check is still open. Reading the chip of your document has not worked so far, and a few small things can help.",
    fr: "Votre vérification est toujours ouverte. La lecture de la puce de votre document n’a pas encore abouti, mais quelques gestes simples peuvent aider.",
  },
  faceNotYet: {
    en: "Your check is still open. The step with the camera has not worked so far, and a few small things can help.",
    fr: "Votre vérification est toujours ouverte. L’étape avec la caméra n’a pas encore abouti, mais quelques gestes simples peuvent aider.",
  },
  bothNotYet: {
    en: "Your check is still open. Reading the chip and the step with the camera have both needed another try, and a few small things can help.",
    fr: "Votre vérification est toujours ouverte. La lecture de la puce et l’étape avec la caméra ont toutes deux demandé un nouvel essai, mais quelques gestes simples peuvent aider.",
  },
  noTryLeft: {
    en: "This check has used up its tries and cannot be continued. There is nothing you need to wait for.",
    fr: "Cette vérification a utilisé tous ses essais et ne peut pas être poursuivie. Vous n’avez rien à attendre.",
  },
  timeRanOut: {
    en: "The time for this check ran out before it was finished, so it cannot be continued. There is nothing you need to wait for.",
    fr: "Le temps prévu pour cette vérification s’est écoulé avant la fin ; elle ne peut donc pas être poursuivie. Vous n’avez rien à attendre.",
  },
  succeeded: {
    en: "Your identity check is complete, and there is nothing more for you to do in it. If the page where you began still asks for it, please reload that page. If that does not help, tell us and we will look into it on our side.",
    fr: "Votre vérification d’identité est terminée et vous n’avez plus rien à y faire. Si la page où vous avez commencé vous la demande encore, rechargez-la. Si cela ne suffit pas, dites-le-nous et nous regarderons de notre côté.",
  },
  cancelled: {
    en: "This check was cancelled before it was finished, so it cannot be continued. If you meant to stop, there is nothing more to do. If you would still like to go on, you can start a new check from the same page whenever you like.",
    fr: "Cette vérification a été annulée avant la fin ; elle ne peut donc pas être poursuivie. Si vous souhaitiez arrêter, vous n’avez plus rien à faire. Si vous souhaitez continuer, vous pouvez commencer une nouvelle vérification depuis la même page, à tout moment.",
  },
  withdrawn: {
    en: "This check was withdrawn after it had ended, and it is closed now. There is nothing you need to do or send.",
    fr: "Cette vérification a été retirée une fois terminée ; elle est maintenant close. Vous n’avez rien à faire ni à envoyer.",
  },
  closedAfterEnd: {
    en: "This check has ended and is closed now. There is nothing you need to do or send. If you did not ask for it to be closed, tell us and we will look into it.",
    fr: "Cette vérification a pris fin et elle est maintenant close. Vous n’avez rien à faire ni à envoyer. Si vous n’avez pas demandé cette clôture, dites-le-nous et nous regarderons ce qu’il en est.",
  },
  unclear: {
    en: "We can see your check, but need a little time to find out where it stands. There is nothing you need to do for now. We will look into it and come back to you.",
    fr: "Nous voyons bien votre vérification, mais il nous faut un peu de temps pour savoir où elle en est. Vous n’avez rien à faire pour le moment. Nous regardons cela et revenons vers vous.",
  },
} satisfies Record<string, Words>;
