import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { PersonalDataPlace } from "@/lib/domain/personal-data";
import type { TextPlace } from "@/lib/domain/text-place";
import { describePersonalPlaces } from "./describe-places";

/** Asks whether what looks like personal data may stand. A guess, so the author decides. */
export function PersonalDataWarning({
  text,
  places,
  isPending,
  onShow,
  onConfirm,
}: {
  text: string;
  /** Empty where only the desk's server found some. */
  places: readonly PersonalDataPlace[];
  isPending: boolean;
  onShow: (place: TextPlace) => void;
  onConfirm: () => void;
}) {
  const [first] = places;
  const what = first ? describePersonalPlaces(text, places) : "personal data";
  return (
    <Notice tone="warning" icon={TriangleAlert} live="assertive" className="mt-2">
      <p className="font-medium">This looks like {what}.</p>
      <p>
        Everybody at the desk would read it for as long as the session is kept. Take it out, unless
        it is none. It is not kept yet.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        {first && <Button onClick={() => onShow(first)}>Show where</Button>}
        <Button disabled={isPending} onClick={onConfirm}>
          Keep it as it is
        </Button>
      </div>
    </Notice>
  );
}
