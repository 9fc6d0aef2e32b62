import { STAFF_ROLES, type StaffRole } from "@/lib/domain/roles";

const WORDS: Record<StaffRole, string> = {
  viewer: "Viewer: finds and reads sessions",
  agent: "Agent: also notes, cancels, resends",
  lead: "Lead: also exports and reads the access log",
  admin: "Admin: also manages staff",
};

export const STAFF_FIELD =
  "min-h-9 w-full rounded-md border border-line-strong bg-surface px-3 font-normal text-base text-ink [&[disabled]]:opacity-60";

/** One of the four roles, each with what it may do beyond the one before. */
export function RoleField({
  value,
  onChange,
  disabled = false,
}: {
  value: StaffRole;
  onChange: (role: StaffRole) => void;
  disabled?: boolean;
}) {
  return (
    <label className="flex flex-col gap-1 font-medium text-sm">
      Role
      <select
        value={value}
        disabled={disabled}
        onChange={({ target }) => {
          const role = STAFF_ROLES.find((one) => one === target.value);
          if (role) onChange(role);
        }}
        className={STAFF_FIELD}
      >
        {STAFF_ROLES.map((role) => (
          <option key={role} value={role}>
            {WORDS[role]}
          </option>
        ))}
      </select>
    </label>
  );
}
