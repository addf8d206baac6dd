/** Whom a rule tells, and by what: one row for each receiver, with the fields that its channel needs. */
import { actionWords } from "@/features/alerts/alert-words";
import type { AlertAction } from "@/types/api";
import { Button, IconButton } from "@/ui/button";
import { SelectField, TextField } from "@/ui/forms/field";

type Channel = AlertAction["type"];
type Field = {
  name: "url" | "token" | "chat_id" | "key";
  label: string;
  placeholder: string;
  isOptional?: boolean;
};

const address: Field = { name: "url", label: "Address", placeholder: "https://…" };
const otherAddress = (url: string): Field => ({ ...address, placeholder: url, isOptional: true });

/** The fields of each channel; where a channel has an address of its own, another may be given. */
const channelFields: Record<Exclude<Channel, "mail">, Field[]> = {
  slack: [address],
  discord: [address],
  teams: [address],
  mattermost: [address],
  google_chat: [address],
  telegram: [
    { name: "token", label: "Bot token", placeholder: "Bot token, 123456:ABC…" },
    { name: "chat_id", label: "Chat", placeholder: "Chat id, -100… or @channel" },
  ],
  ntfy: [
    { ...address, label: "Topic", placeholder: "https://ntfy.sh/your-topic" },
    { name: "token", label: "Access token", placeholder: "Access token, if protected", isOptional: true },
  ],
  pagerduty: [
    { name: "key", label: "Integration key", placeholder: "Integration key" },
    otherAddress("https://events.pagerduty.com/v2/enqueue"),
  ],
  opsgenie: [
    { name: "key", label: "API key", placeholder: "API key" },
    otherAddress("https://api.opsgenie.com/v2/alerts"),
  ],
  webhook: [address],
};

/** An empty action of *type*. */
function newAction(type: string): AlertAction {
  if (!(type in channelFields)) return { type: "mail", to: "members" };
  const needed = channelFields[type as Exclude<Channel, "mail">].filter(({ isOptional }) => !isOptional);
  return { type, ...Object.fromEntries(needed.map(({ name }) => [name, ""])) } as AlertAction;
}

type ActionsPartProps = { actions: AlertAction[]; onChange: (actions: AlertAction[]) => void };

export function ActionsPart({ actions, onChange }: ActionsPartProps) {
  const replace = (index: number, action: AlertAction) =>
    onChange(actions.map((other, position) => (position === index ? action : other)));
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1.5 font-medium text-sm">Tell</legend>
      {actions.map((action, index) => (
        <div key={index} className="flex items-start gap-2">
          <SelectField
            label="By"
            isLabelHidden
            className="w-28 shrink-0 sm:w-36"
            value={action.type}
            onChange={(event) => replace(index, newAction(event.target.value))}
          >
            {Object.entries(actionWords).map(([type, word]) => (
              <option key={type} value={type}>
                {word}
              </option>
            ))}
          </SelectField>
          <ActionFields action={action} onChange={(changed) => replace(index, changed)} />
          <IconButton
            icon="x"
            label="Remove"
            onClick={() => onChange(actions.filter((_, position) => position !== index))}
          />
        </div>
      ))}
      <Button size="sm" icon="plus" onClick={() => onChange([...actions, newAction("webhook")])}>
        Add
      </Button>
    </fieldset>
  );
}

type ActionFieldsProps = { action: AlertAction; onChange: (action: AlertAction) => void };

function ActionFields({ action, onChange }: ActionFieldsProps) {
  if (action.type === "mail") return <MailField action={action} onChange={onChange} />;
  const values = action as Partial<Record<Field["name"], string>>;
  const change = ({ name, isOptional }: Field, value: string) => {
    const { [name]: _, ...others } = values;
    onChange({ ...others, ...(value || !isOptional ? { [name]: value } : {}) } as AlertAction);
  };
  return (
    <div className="min-w-0 flex-1 space-y-2">
      {channelFields[action.type].map((field) => (
        <TextField
          key={field.name}
          label={field.label}
          isLabelHidden
          type={field.name === "url" ? "url" : "text"}
          autoComplete="off"
          required={!field.isOptional}
          placeholder={field.placeholder}
          value={values[field.name] ?? ""}
          onChange={(event) => change(field, event.target.value)}
        />
      ))}
    </div>
  );
}

type MailFieldProps = { action: AlertAction & { type: "mail" }; onChange: (action: AlertAction) => void };

function MailField({ action, onChange }: MailFieldProps) {
  const people = action.user_ids?.length ?? 0;
  return (
    <SelectField
      label="To"
      isLabelHidden
      className="flex-1"
      value={action.to ?? "members"}
      onChange={(event) =>
        onChange({ type: "mail", to: event.target.value === "assignee" ? "assignee" : "members" })
      }
    >
      <option value="members">to members who want alerts</option>
      <option value="assignee">to the issue's assignee</option>
      {action.to === "people" && (
        <option value="people">to {people === 1 ? "one person" : `${people} people`} named by the API</option>
      )}
    </SelectField>
  );
}
