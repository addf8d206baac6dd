import { useQuery } from "@tanstack/react-query";
import { costQuery } from "@/features/projects/statistics";
import { classes } from "@/lib/classes";
import { formatDollars, formatShare } from "@/lib/numbers";
import type { ProjectCost } from "@/types/api";
import { Card } from "@/ui/card";

const services = [
  { key: "gateway", name: "Requests" },
  { key: "lambda", name: "Functions" },
  { key: "sqs", name: "Queue" },
  { key: "dynamodb", name: "Tables" },
  { key: "s3", name: "Bodies and files" },
  { key: "mail", name: "Mail" },
] as const;

const warnings = {
  full: null,
  sample:
    "The monthly budget is running low: every event is counted, but only a sample of their contents is kept.",
  refuse:
    "The monthly budget is spent: events are refused until the month ends or a project admin raises the budget.",
};

/** Stands for a figure until it is there, so that nothing below moves. */
const unknown = "…";

/** What the project costs this month, against its budget. Renders nothing where the figure cannot be had. */
export function CostCard({ projectId }: { projectId: string }) {
  const { data: cost, error } = useQuery(costQuery(projectId));
  if (error && !cost) return null;
  return (
    <>
      {cost && <BudgetBanner cost={cost} />}
      <Card
        title="Cost this month"
        description={`Counted units at AWS list prices of ${cost?.prices_as_of ?? unknown}, storage included, free tiers not.`}
      >
        <dl className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-x-6 gap-y-3">
          <Figure name="So far" value={cost && formatDollars(cost.spent)} isMain />
          <Figure
            name="By the month's end, at this pace"
            value={cost && formatDollars(cost.projected)}
            isMain
          />
          <Figure name={nameBudget(cost)} value={cost && describeBudget(cost)} isMain />
          {services.map(({ key, name }) => (
            <Figure key={key} name={name} value={cost && formatDollars(cost.by_service[key] ?? 0)} />
          ))}
        </dl>
      </Card>
    </>
  );
}

function BudgetBanner({ cost }: { cost: ProjectCost }) {
  const warning = warnings[cost.step];
  if (warning === null) return null;
  return (
    <p
      role="alert"
      className={classes(
        "rounded-lg px-4 py-3 text-sm",
        cost.step === "refuse" ? "bg-danger-soft text-danger-ink" : "bg-warn-soft text-warn-ink",
      )}
    >
      {warning}
    </p>
  );
}

type FigureProps = { name: string; value: string | undefined; isMain?: boolean };

function Figure({ name, value = unknown, isMain }: FigureProps) {
  return (
    <div>
      <dt className="text-ink-soft text-xs">{name}</dt>
      <dd className={classes("mt-0.5 tabular", isMain ? "font-semibold text-xl" : "text-sm")}>{value}</dd>
    </div>
  );
}

function nameBudget(cost: ProjectCost | undefined): string {
  return cost?.budget ? `Budget, ${formatShare(cost.spent / cost.budget)} used` : "Budget";
}

function describeBudget({ budget }: ProjectCost): string {
  return budget === null ? "none" : formatDollars(budget);
}
