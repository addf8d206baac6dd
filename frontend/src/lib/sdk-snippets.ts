/** The lines that send a first error, by platform. They use the official Sentry SDKs. */

export type Snippet = { install: string; setup: string; verify?: string };
export type Platform = { id: string; name: string; snippet: (dsn: string) => Snippet };

const browser =
  (packageName: string) =>
  (dsn: string): Snippet => ({
    install: `npm install ${packageName}`,
    setup: `import * as Sentry from "${packageName}";\n\nSentry.init({\n  dsn: "${dsn}",\n  environment: "production",\n  release: "my-app@1.0.0",\n});`,
    verify: 'throw new Error("My first error");',
  });

const python =
  (extra: string, integration: string) =>
  (dsn: string): Snippet => ({
    install: `pip install ${extra}`,
    setup: `import sentry_sdk\n\nsentry_sdk.init(\n    dsn="${dsn}",\n    environment="production",\n    release="my-app@1.0.0",\n)${integration}`,
    verify: "1 / 0",
  });

export const platforms: readonly Platform[] = [
  { id: "javascript", name: "JavaScript", snippet: browser("@sentry/browser") },
  { id: "react", name: "React", snippet: browser("@sentry/react") },
  { id: "vue", name: "Vue", snippet: browser("@sentry/vue") },
  {
    id: "node",
    name: "Node.js",
    snippet: (dsn) => ({
      install: "npm install @sentry/node",
      setup: `// instrument.js, loaded before everything else: node --require ./instrument.js app.js\nconst Sentry = require("@sentry/node");\n\nSentry.init({\n  dsn: "${dsn}",\n  environment: "production",\n  release: "my-app@1.0.0",\n});`,
      verify: 'setTimeout(() => {\n  throw new Error("My first error");\n}, 100);',
    }),
  },
  { id: "python", name: "Python", snippet: python("sentry-sdk", "") },
  { id: "django", name: "Django", snippet: python("'sentry-sdk[django]'", "  # in settings.py") },
  { id: "flask", name: "Flask", snippet: python("'sentry-sdk[flask]'", "  # before app = Flask(__name__)") },
  {
    id: "ruby",
    name: "Ruby",
    snippet: (dsn) => ({
      install: "bundle add sentry-ruby",
      setup: `require "sentry-ruby"\n\nSentry.init do |config|\n  config.dsn = "${dsn}"\n  config.environment = "production"\nend`,
      verify: 'Sentry.capture_message("My first event")',
    }),
  },
  {
    id: "php",
    name: "PHP",
    snippet: (dsn) => ({
      install: "composer require sentry/sentry",
      setup: `\\Sentry\\init([\n    'dsn' => '${dsn}',\n    'environment' => 'production',\n]);`,
      verify: "throw new Exception('My first error');",
    }),
  },
  {
    id: "go",
    name: "Go",
    snippet: (dsn) => ({
      install: "go get github.com/getsentry/sentry-go",
      setup: `err := sentry.Init(sentry.ClientOptions{\n\tDsn:         "${dsn}",\n\tEnvironment: "production",\n})\nif err != nil {\n\tlog.Fatal(err)\n}\ndefer sentry.Flush(2 * time.Second)`,
      verify: 'sentry.CaptureException(errors.New("my first error"))',
    }),
  },
  {
    id: "java",
    name: "Java / Kotlin",
    snippet: (dsn) => ({
      install: "implementation 'io.sentry:sentry:8.+'",
      setup: `Sentry.init(options -> {\n    options.setDsn("${dsn}");\n    options.setEnvironment("production");\n});`,
      verify: 'Sentry.captureException(new RuntimeException("My first error"));',
    }),
  },
  {
    id: "csharp",
    name: ".NET",
    snippet: (dsn) => ({
      install: "dotnet add package Sentry",
      setup: `SentrySdk.Init(options =>\n{\n    options.Dsn = "${dsn}";\n    options.Environment = "production";\n});`,
      verify: 'SentrySdk.CaptureException(new Exception("My first error"));',
    }),
  },
  {
    id: "rust",
    name: "Rust",
    snippet: (dsn) => ({
      install: "cargo add sentry",
      setup: `let _guard = sentry::init(("${dsn}", sentry::ClientOptions {\n    release: sentry::release_name!(),\n    ..Default::default()\n}));`,
      verify: 'panic!("My first error");',
    }),
  },
  {
    id: "elixir",
    name: "Elixir",
    snippet: (dsn) => ({
      install: '{:sentry, "~> 11.0"}, {:hackney, "~> 1.19"}',
      setup: `# config/config.exs\nconfig :sentry,\n  dsn: "${dsn}",\n  environment_name: Mix.env(),\n  enable_source_code_context: true`,
      verify: 'Sentry.capture_message("My first event")',
    }),
  },
];

export function findPlatform(id: string): Platform {
  return platforms.find((platform) => platform.id === id) ?? (platforms[0] as Platform);
}
