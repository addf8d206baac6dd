/** A made-up organization with enough issues to scroll through. */
import type { Issue, IssueDetail, IssueStatus, Level, Project } from "@/types/api";

export const user = {
  id: "u1",
  email: "ada@example.com",
  name: "Ada Lovelace",
  avatar_url: null,
  email_verified: true,
};
export const colleagues = [
  user,
  { id: "u2", email: "grace@example.com", name: "Grace Hopper", avatar_url: null },
  { id: "u3", email: "linus@example.com", name: "Linus Pauling", avatar_url: null },
];
export const organization = {
  id: "o1",
  name: "Acme Shop",
  slug: "acme",
  description: "",
  role: "owner" as const,
  created_at: "2026-01-01T10:00:00.000Z",
};

export function buildProject(
  id: string,
  name: string,
  platform: string,
  extra: Partial<Project> = {},
): Project {
  const key = id.padStart(32, "a");
  return {
    id,
    organization: { id: "o1", name: "Acme Shop", slug: "acme" },
    name,
    slug: name.toLowerCase().replaceAll(" ", "-"),
    description: "",
    platform,
    dsn: `https://${key}@errors.example.com/${id}`,
    public_key: key,
    is_active: true,
    default_access: "write",
    updated_at: "2026-08-01T10:00:00.000Z",
    first_event_at: "2026-09-01T10:00:00.000Z",
    created_at: "2026-08-01T10:00:00.000Z",
    ...extra,
  };
}

const titles: [string, string, Level][] = [
  [
    'IntegrityError: duplicate key value violates unique constraint "orders_reference_key"',
    "shop.checkout.services in place_order",
    "error",
  ],
  [
    "TypeError: Cannot read properties of undefined (reading 'lines')",
    "app/cart/CartSummary.tsx in renderTotal",
    "error",
  ],
  [
    "ConnectionError: HTTPSConnectionPool(host='tax.example.com', port=443): Max retries exceeded",
    "shop.tax.client in fetch_rates",
    "error",
  ],
  ["Payment provider answered slowly", "shop.payments in charge", "warning"],
  ["OutOfMemoryError: Java heap space", "com.example.search.Indexer in rebuild", "fatal"],
  ["KeyError: 'shipping_address'", "shop.orders.export in to_row", "error"],
  [
    "ChunkLoadError: Loading chunk 42 failed. (https://cdn.example.com/assets/42-8f3a.js)",
    "app/routes/lazy.ts in load",
    "error",
  ],
  ["Deprecated endpoint /v1/prices called", "shop.api.v1 in prices", "info"],
  ["ValueError: could not convert string to float: '12,95'", "shop.pricing.parse in parse_price", "error"],
  [
    "Unhandled promise rejection: AbortError: The user aborted a request.",
    "app/search/suggest.ts in fetchSuggestions",
    "warning",
  ],
  ["PermissionDenied: user 8812 may not view order 77121", "shop.orders.views in get_object", "error"],
  ["Cache miss rate above 40 %", "shop.cache in report", "debug"],
];

function noise(seed: number): number {
  const value = Math.sin(seed * 12.9898) * 43758.5453;
  return value - Math.floor(value);
}

export function buildIssue(index: number): Issue {
  const [title, culprit, level] = titles[index % titles.length] ?? ["Error", "", "error"];
  const seen = Math.max(1, Math.round((40_000 / (1 + index * 0.7)) * (0.4 + noise(index))));
  const statuses: IssueStatus[] = [
    "unresolved",
    "unresolved",
    "unresolved",
    "unresolved",
    "resolved",
    "ignored",
  ];
  const status = index < 14 ? "unresolved" : (statuses[Math.floor(noise(index + 7) * 6)] ?? "unresolved");
  const assignee = noise(index + 3) > 0.65 ? (colleagues[index % 3] ?? null) : null;
  return {
    id: `00000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`,
    short_id: `SHOP-${index + 1}`,
    title: index < titles.length ? title : `${title} #${index}`,
    culprit,
    type: "error",
    level,
    status,
    first_seen: new Date(Date.now() - (index + 1) * 5_400_000 * (1 + noise(index))).toISOString(),
    last_seen: new Date(Date.now() - 20_000 - index * 95_000).toISOString(),
    times_seen: seen,
    users: index % 9 === 0 ? "256+" : Math.ceil(seen * 0.3 * noise(index + 1)),
    priority: 100 - index / 100,
    assignee: assignee && { id: assignee.id, name: assignee.name, email: assignee.email },
    sparkline: Array.from({ length: 24 }, (_, hour) =>
      Math.floor(noise(index * 31 + hour) ** 3 * (seen / 20 + 2)),
    ),
  };
}

export function buildDetail(issue: Issue): IssueDetail {
  return {
    ...issue,
    fingerprint: "3f2a9c01d2e84b7790aa51c2d9f0e6b1",
    platform: "python",
    created_at: issue.first_seen,
    updated_at: issue.last_seen,
    first_release: "shop@4.11.2",
    last_release: "shop@4.12.0",
    environments: ["production", "staging"],
    handled: false,
    status_details: {},
    permalink: "",
    project: { id: "1", slug: "shop", name: "Shop" },
    is_bookmarked: false,
    is_subscribed: true,
    message: null,
    metadata: {},
    merged_count: 1,
  };
}
