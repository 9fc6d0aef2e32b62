import { answerRefused } from "@/lib/server/http/answer-refused";

export const dynamic = "force-dynamic";

/** Where the door sends what no other route is to see. */
export {
  answerRefused as DELETE,
  answerRefused as GET,
  answerRefused as PATCH,
  answerRefused as POST,
  answerRefused as PUT,
};
