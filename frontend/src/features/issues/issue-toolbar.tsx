/** The filters of the issues list. Each change goes to the URL. */
import { useQuery } from "@tanstack/react-query";
import { IssueSearchBox } from "@/features/issues/issue-search-box";
import { tagValuesQuery } from "@/features/issues/queries";
import { StatusFilter } from "@/features/issues/status-filter";
import type { IssueSearch } from "@/lib/issue-search";
import type { IssueSort, Level } from "@/types/api";
import { type Choice, SelectMenu } from "@/ui/select-menu";

const levelChoices: readonly Choice<Level | "any">[] = [
  { value: "any", label: "Any level" },
  { value: "fatal", label: "Fatal" },
  { value: "error", label: "Error" },
  { value: "warning", label: "Warning" },
  { value: "info", label: "Info" },
  { value: "debug", label: "Debug" },
];

export const sortChoices: readonly Choice<IssueSort>[] = [
  { value: "last_seen", label: "Last seen" },
  { value: "first_seen", label: "First seen" },
  { value: "times_seen", label: "Events" },
  { value: "priority", label: "Priority" },
];

const usualEnvironments = ["production", "staging", "development"];

type IssueToolbarProps = {
  projectId: string;
  search: IssueSearch;
  onSearchChange: (change: Partial<Record<keyof IssueSearch, string | undefined>>) => void;
  queryError: string | undefined;
};

export function IssueToolbar({ projectId, search, onSearchChange, queryError }: IssueToolbarProps) {
  return (
    <div className="space-y-2.5 px-4 pb-3 sm:px-6">
      <IssueSearchBox
        projectId={projectId}
        value={search.query ?? ""}
        error={queryError}
        onChange={(query) => onSearchChange({ query: query || undefined })}
      />
      <div className="flex flex-wrap items-center gap-2">
        <StatusFilter
          value={search.status ?? "unresolved"}
          onChange={(status) => onSearchChange({ status })}
        />
        <SelectMenu
          label="Level"
          value={search.level ?? "any"}
          choices={levelChoices}
          isActive={Boolean(search.level)}
          onChange={(level) => onSearchChange({ level: level === "any" ? undefined : level })}
        />
        <EnvironmentFilter
          projectId={projectId}
          value={search.environment}
          onChange={(environment) => onSearchChange({ environment })}
        />
        <SelectMenu
          label="Sort by"
          icon="chevrons-up-down"
          value={search.sort ?? "last_seen"}
          choices={sortChoices}
          onChange={(sort) => onSearchChange({ sort })}
          align="end"
          className="sm:ml-auto"
        />
      </div>
    </div>
  );
}

type EnvironmentFilterProps = {
  projectId: string;
  value: string | undefined;
  onChange: (environment: string | undefined) => void;
};

function EnvironmentFilter({ projectId, value, onChange }: EnvironmentFilterProps) {
  const { data } = useQuery(tagValuesQuery(projectId, "environment"));
  const found = data ?? [];
  const names = [...new Set([...(found.length > 0 ? found : usualEnvironments), ...(value ? [value] : [])])];
  // The choices are prefixed, so that an environment may itself be called "any".
  const choices = [
    { value: "", label: "All environments" },
    ...names.map((name) => ({ value: `=${name}`, label: name })),
  ];
  return (
    <SelectMenu
      label="Environment"
      value={value ? `=${value}` : ""}
      choices={choices}
      isActive={Boolean(value)}
      onChange={(chosen) => onChange(chosen ? chosen.slice(1) : undefined)}
    />
  );
}
