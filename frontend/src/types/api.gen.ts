// Made by "npm run types" from openapi.json; do not edit.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AcceptedAnswer */
        AcceptedAnswer: {
            /**
             * Status
             * @default accepted
             * @constant
             */
            status?: "accepted";
        };
        /**
         * ActivityAnswer
         * @description *user* is null for what nobody did; *data* says from what to what.
         */
        ActivityAnswer: {
            /** Created At */
            created_at: string;
            /** Data */
            data: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /** Type */
            type: string;
            user: components["schemas"]["Person"] | null;
        };
        /**
         * AdoptionAnswer
         * @description Hours up to a week, days beyond, oldest first.
         */
        AdoptionAnswer: {
            /** All Events */
            all_events: number;
            /** Buckets */
            buckets: components["schemas"]["AdoptionBucketAnswer"][];
            /** Events */
            events: number;
        };
        /**
         * AdoptionBucketAnswer
         * @description Of *all_events* in one hour or day, *events* came from the release.
         */
        AdoptionBucketAnswer: {
            /** All Events */
            all_events: number;
            /** At */
            at: string;
            /** Events */
            events: number;
        };
        /** AlertRuleAnswer */
        AlertRuleAnswer: {
            /** Actions */
            actions: {
                [key: string]: unknown;
            }[];
            /** Conditions */
            conditions: {
                [key: string]: unknown;
            };
            /** Created At */
            created_at: string;
            /** Id */
            id: string;
            /** Is Active */
            is_active: boolean;
            /** Muted Until */
            muted_until: string | null;
            /** Name */
            name: string;
            /** Updated At */
            updated_at: string;
        };
        /**
         * AlertRuleBody
         * @description A rule that is not active, or muted until some time, sends nothing.
         */
        AlertRuleBody: {
            /** Actions */
            actions: (components["schemas"]["MailAction"] | components["schemas"]["SlackAction"] | components["schemas"]["DiscordAction"] | components["schemas"]["TeamsAction"] | components["schemas"]["MattermostAction"] | components["schemas"]["GoogleChatAction"] | components["schemas"]["TelegramAction"] | components["schemas"]["NtfyAction"] | components["schemas"]["PagerDutyAction"] | components["schemas"]["OpsgenieAction"] | components["schemas"]["WebhookAction"])[];
            conditions: components["schemas"]["Conditions"];
            /**
             * Is Active
             * @default true
             */
            is_active?: boolean;
            /**
             * Muted Until
             * @default null
             */
            muted_until?: string | null;
            /** Name */
            name: string;
        };
        /** AlertRuleList */
        AlertRuleList: {
            /** Data */
            data: components["schemas"]["AlertRuleAnswer"][];
        };
        /**
         * ApplyBody
         * @description *dry_run* says what would change and changes nothing. *issue_id* confines it to one issue's events.
         */
        ApplyBody: {
            /**
             * Dry Run
             * @default false
             */
            dry_run?: boolean;
            /**
             * Issue Id
             * @default null
             */
            issue_id?: string | null;
        };
        /** ArtifactBundle */
        ArtifactBundle: {
            /** Associations */
            associations: {
                [key: string]: unknown;
            }[];
            /** Bundleid */
            bundleId: string;
            /** Date */
            date: string;
            /** Datemodified */
            dateModified: string;
            /** Filecount */
            fileCount: number;
        };
        /** AssembleAnswer */
        AssembleAnswer: {
            /**
             * Detail
             * @default null
             */
            detail?: string | null;
            /** Missingchunks */
            missingChunks: string[];
            /** State */
            state: string;
        };
        /** AssembleBody */
        AssembleBody: {
            /** Checksum */
            checksum: string;
            /** Chunks */
            chunks: string[];
            /**
             * Dist
             * @default null
             */
            dist?: string | null;
            /** Projects */
            projects?: string[];
            /**
             * Version
             * @default null
             */
            version?: string | null;
        };
        /** AssignedTo */
        AssignedTo: {
            /** Email */
            email: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Type
             * @default user
             */
            type?: string;
        };
        /**
         * AttachmentAnswer
         * @description A file that came with an event, without its content. *type* is Sentry's, such as `event.view_hierarchy`.
         */
        AttachmentAnswer: {
            /** Content Type */
            content_type: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Size */
            size: number;
            /** Type */
            type: string;
        };
        /** AttachmentContent */
        AttachmentContent: {
            /** Content Base64 */
            content_base64: string;
            /** Content Type */
            content_type: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Size */
            size: number;
            /** Type */
            type: string;
        };
        /** AuditEntryAnswer */
        AuditEntryAnswer: {
            /** Action */
            action: string;
            actor: components["schemas"]["MemberUser"] | null;
            /** Address */
            address: string | null;
            /** Created At */
            created_at: string;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /** Target */
            target: string;
        };
        /**
         * AuthConfigAnswer
         * @description *needs_setup_token* is true until the first owner exists, where registration is not open.
         */
        AuthConfigAnswer: {
            /** Needs Setup Token */
            needs_setup_token: boolean;
            /**
             * Registration
             * @enum {string}
             */
            registration: "closed" | "invite" | "open";
        };
        /**
         * AuthDetails
         * @description Who holds the token, and what it may do.
         */
        AuthDetails: {
            auth: components["schemas"]["AuthScopes"];
            user: components["schemas"]["SentryUser"];
            /**
             * Version
             * @default 0
             */
            version?: string;
        };
        /** AuthScopes */
        AuthScopes: {
            /** Scopes */
            scopes: string[];
        };
        /** BookmarkAnswer */
        BookmarkAnswer: {
            /** Is Bookmarked */
            is_bookmarked: boolean;
            /** Is Subscribed */
            is_subscribed: boolean;
        };
        /**
         * BrowserReport
         * @description What a browser reported. *kind* is `csp`, `hpkp`, `expectct`, `expectstaple` or the Reporting API's own word.
         *
         *     *fields* are in the browser's words, written in one way: `document_uri`, `blocked_uri`, `script_sample` …
         */
        BrowserReport: {
            /** Fields */
            fields: {
                [key: string]: unknown;
            };
            /** Kind */
            kind: string;
        };
        /**
         * BulkAnswer
         * @description Small changes are done at once and counted; larger ones run as a job.
         */
        BulkAnswer: {
            /** @default null */
            job?: components["schemas"]["JobAnswer"] | null;
            /**
             * Updated
             * @default null
             */
            updated?: number | null;
        };
        /**
         * BundleAnswer
         * @description An uploaded bundle. *detail* says why one ended with an error.
         */
        BundleAnswer: {
            /** Detail */
            detail: string | null;
            /** Files */
            files: number;
            /** Id */
            id: string;
            /** Maps */
            maps: number;
            /** Releases */
            releases: components["schemas"]["chalicelib__artifacts__schemas__ReleaseReference"][];
            /** Size Bytes */
            size_bytes: number;
            /**
             * State
             * @enum {string}
             */
            state: "not_found" | "created" | "assembling" | "ok" | "error";
            /** Uploaded At */
            uploaded_at: string;
        };
        /**
         * BundleDetail
         * @description *contents* are the first 1,000 files.
         */
        BundleDetail: {
            /** Contents */
            contents: components["schemas"]["BundleFile"][];
            /** Detail */
            detail: string | null;
            /** Files */
            files: number;
            /** Id */
            id: string;
            /** Maps */
            maps: number;
            /** Releases */
            releases: components["schemas"]["chalicelib__artifacts__schemas__ReleaseReference"][];
            /** Size Bytes */
            size_bytes: number;
            /**
             * State
             * @enum {string}
             */
            state: "not_found" | "created" | "assembling" | "ok" | "error";
            /** Uploaded At */
            uploaded_at: string;
        };
        /**
         * BundleFile
         * @description A file of a bundle. *problem* says why frames in it stay minified.
         */
        BundleFile: {
            /** Debug Id */
            debug_id: string | null;
            /** Is Mapped */
            is_mapped: boolean;
            /** Kind */
            kind: string;
            /** Map */
            map: string | null;
            /** Name */
            name: string;
            /** Problem */
            problem: string | null;
            /** Size Bytes */
            size_bytes: number;
        };
        /** ReleaseReference */
        chalicelib__artifacts__schemas__ReleaseReference: {
            /** Dist */
            dist: string | null;
            /** Version */
            version: string;
        };
        /** ReleaseReference */
        chalicelib__compat__issue_schemas__ReleaseReference: {
            /** Shortversion */
            shortVersion: string;
            /** Version */
            version: string;
        };
        /** ProjectReference */
        chalicelib__compat__schemas__ProjectReference: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Platform */
            platform: string;
            /** Slug */
            slug: string;
        };
        /** ProjectReference */
        chalicelib__issues__schemas__ProjectReference: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Slug */
            slug: string;
        };
        /** ChangeEmailBody */
        ChangeEmailBody: {
            /** Current Password */
            current_password: string;
            /** Email */
            email: string;
        };
        /** ChangePasswordBody */
        ChangePasswordBody: {
            /** Current Password */
            current_password: string;
            /** New Password */
            new_password: string;
        };
        /**
         * CheckAnswer
         * @description Whether a map is found, and where the position comes from. *problem* says what stands in the way.
         */
        CheckAnswer: {
            /**
             * Column
             * @default null
             */
            column?: number | null;
            /**
             * Context Line
             * @default null
             */
            context_line?: string | null;
            /** Found */
            found: boolean;
            /**
             * Function
             * @default null
             */
            function?: string | null;
            /**
             * Line
             * @default null
             */
            line?: number | null;
            /** Problem */
            problem: string | null;
            /**
             * Source
             * @default null
             */
            source?: string | null;
        };
        /**
         * CheckBody
         * @description A position in a minified file, as a stack trace writes it: line and column count from 1.
         */
        CheckBody: {
            /**
             * Column
             * @default null
             */
            column?: number | null;
            /**
             * Debug Id
             * @default null
             */
            debug_id?: string | null;
            /**
             * Dist
             * @default null
             */
            dist?: string | null;
            /**
             * Line
             * @default null
             */
            line?: number | null;
            /**
             * Release
             * @default null
             */
            release?: string | null;
            /** Url */
            url: string;
        };
        /** CommentAnswer */
        CommentAnswer: {
            /** Content */
            content: string;
            /** Created At */
            created_at: string;
            /** Id */
            id: string;
            /** Issue Id */
            issue_id: string;
            /** Updated At */
            updated_at: string;
            user: components["schemas"]["Person"] | null;
        };
        /**
         * CommentBody
         * @description Plain text. `@name` or `@mail@address` mentions a member of the organization.
         */
        CommentBody: {
            /** Content */
            content: string;
        };
        /** CommitAnswer */
        CommitAnswer: {
            author: components["schemas"]["CommitPerson"];
            /** Committed At */
            committed_at: string | null;
            /** Files */
            files: components["schemas"]["FileChangeAnswer"][];
            /** Id */
            id: string;
            /** Message */
            message: string;
            /** Repository */
            repository: string | null;
        };
        /** CommitAuthor */
        CommitAuthor: {
            /** Email */
            email: string | null;
            /** Name */
            name: string | null;
        };
        /**
         * CommitBody
         * @description *files* are what the commit changed: they are how suspect commits are found.
         */
        CommitBody: {
            /**
             * Author Email
             * @default null
             */
            author_email?: string | null;
            /**
             * Author Name
             * @default null
             */
            author_name?: string | null;
            /**
             * Committed At
             * @default null
             */
            committed_at?: string | null;
            /** Files */
            files?: components["schemas"]["FileChangeBody"][];
            /** Id */
            id: string;
            /**
             * Message
             * @default
             */
            message?: string;
            /**
             * Repository
             * @default null
             */
            repository?: string | null;
        };
        /** CommitList */
        CommitList: {
            /** Data */
            data: components["schemas"]["CommitAnswer"][];
        };
        /**
         * CommitPerson
         * @description Who wrote a commit. *user_id* is set for a member of the organization.
         */
        CommitPerson: {
            /** Email */
            email: string | null;
            /** Name */
            name: string | null;
            /** User Id */
            user_id: string | null;
        };
        /**
         * CommitRef
         * @description Where a repository stands in the release. Its host is not asked for what came before.
         */
        CommitRef: {
            /** Commit */
            commit: string;
            /**
             * Previouscommit
             * @default null
             */
            previousCommit?: string | null;
            /**
             * Repository
             * @default null
             */
            repository?: string | null;
        };
        /**
         * CommitsBody
         * @description All commits of the release, newest first.
         */
        CommitsBody: {
            /** Commits */
            commits: components["schemas"]["CommitBody"][];
        };
        /**
         * Conditions
         * @description Any of *triggers*, and everything else that is said.
         */
        Conditions: {
            /** Environments */
            environments?: string[];
            /** @default null */
            frequency?: components["schemas"]["FrequencyCondition"] | null;
            /** Levels */
            levels?: ("debug" | "info" | "warning" | "error" | "fatal")[];
            /** Tags */
            tags?: components["schemas"]["TagCondition"][];
            /** Triggers */
            triggers: ("new_issue" | "regression" | "unignored" | "frequency")[];
        };
        /**
         * CostAnswer
         * @description Amounts are in *currency*. *projected* is the month's end at the pace of its last days.
         *
         *     *units* are what was counted, *by_service* what each comes to. *since* says when a step other than `full` began.
         */
        CostAnswer: {
            /** Budget */
            budget: number | null;
            /** By Service */
            by_service: {
                [key: string]: number;
            };
            /** Currency */
            currency: string;
            /** Month */
            month: string;
            /** Prices As Of */
            prices_as_of: string;
            /** Projected */
            projected: number;
            /** Since */
            since: string | null;
            /** Spent */
            spent: number;
            /**
             * Step
             * @enum {string}
             */
            step: "full" | "sample" | "refuse";
            /** Units */
            units: {
                [key: string]: number;
            };
        };
        /** DeleteAccountBody */
        DeleteAccountBody: {
            /** Password */
            password: string;
        };
        /** DeployAnswer */
        DeployAnswer: {
            /** Environment */
            environment: string;
            /** Finished At */
            finished_at: string;
            /** Id */
            id: string;
            /** Name */
            name: string | null;
            /** Started At */
            started_at: string | null;
            /** Url */
            url: string | null;
            /** Version */
            version: string;
        };
        /**
         * DeployBody
         * @description *finished_at* is now when it is left out.
         */
        DeployBody: {
            /** Environment */
            environment: string;
            /**
             * Finished At
             * @default null
             */
            finished_at?: string | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Started At
             * @default null
             */
            started_at?: string | null;
            /**
             * Url
             * @default null
             */
            url?: string | null;
        };
        /** DeployList */
        DeployList: {
            /** Data */
            data: components["schemas"]["DeployAnswer"][];
        };
        /**
         * DetailAnswer
         * @description The one shape of errors in Sentry's API; clients print *detail*.
         */
        DetailAnswer: {
            /** Detail */
            detail: string;
        };
        /**
         * Discarded
         * @description What SDKs told in their client reports that they never sent: `{"sample_rate": {"error": 3}}`. Never received.
         */
        Discarded: {
            /** Reasons */
            reasons: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /** Total */
            total: number;
        };
        /** DiscordAction */
        DiscordAction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "discord";
            /** Url */
            url: string;
        };
        /**
         * EnrolmentAnswer
         * @description *secret* is to be typed into an app; *uri* is what an app reads from a QR code.
         */
        EnrolmentAnswer: {
            /** Secret */
            secret: string;
            /** Uri */
            uri: string;
        };
        /**
         * Entry
         * @description An interface of an event. What is inside came from an SDK.
         */
        Entry: {
            /** Data */
            data: unknown;
            /** Type */
            type: string;
        };
        /**
         * ErrorAnswer
         * @description The one shape of every error.
         */
        ErrorAnswer: {
            error: components["schemas"]["ErrorDetail"];
        };
        /** ErrorDetail */
        ErrorDetail: {
            /** Code */
            code: string;
            /**
             * Fields
             * @default {}
             */
            fields?: {
                [key: string]: string;
            };
            /** Message */
            message: string;
        };
        /**
         * EventDetail
         * @description An event in full. *raw* is the event as it was normalized; *meta* says what was trimmed in it.
         *
         *     *source_maps* is None where no frame was to be mapped, *report* where no browser reported this.
         *     Without *body_kept* there is only what lists show: the event was counted, but the project's monthly budget ran low.
         */
        EventDetail: {
            /** Attachments */
            attachments: components["schemas"]["AttachmentAnswer"][];
            /** Body Kept */
            body_kept: boolean;
            /** Breadcrumbs */
            breadcrumbs: unknown;
            /** Contexts */
            contexts: unknown;
            /** Culprit */
            culprit: string | null;
            /** Environment */
            environment: string | null;
            /** Event Id */
            event_id: string;
            /** Exception */
            exception: unknown;
            /** Extra */
            extra: unknown;
            /** Fingerprint */
            fingerprint: unknown;
            /** Grouping */
            grouping: unknown;
            /** Id */
            id: string;
            /** Issue Id */
            issue_id: string;
            /** Level */
            level: string;
            /** Message */
            message: string | null;
            /** Meta */
            meta: unknown;
            /** Modules */
            modules: unknown;
            /** Next Event Id */
            next_event_id: string | null;
            /** Platform */
            platform: string | null;
            /** Previous Event Id */
            previous_event_id: string | null;
            /** Project Id */
            project_id: string;
            /** Raw */
            raw: unknown;
            /** Received At */
            received_at: string;
            /** Release */
            release: string | null;
            report: components["schemas"]["BrowserReport"] | null;
            /** Request */
            request: unknown;
            /** Sdk */
            sdk: unknown;
            /** Server Name */
            server_name: string | null;
            source_maps: components["schemas"]["SourceMapSummary"] | null;
            /** Stack Trace */
            stack_trace: unknown;
            /** Tags */
            tags: string[][];
            /** Threads */
            threads: unknown;
            /** Timestamp */
            timestamp: string;
            /** Title */
            title: string;
            /** Transaction */
            transaction: string | null;
            /** User */
            user: unknown;
        };
        /** EventIdAnswer */
        EventIdAnswer: {
            event: components["schemas"]["SentryEvent"];
            /** Eventid */
            eventId: string;
            /** Groupid */
            groupId: string;
            /** Organizationslug */
            organizationSlug: string;
            /** Projectslug */
            projectSlug: string;
        };
        /**
         * EventList
         * @description *scanned* is how many events were looked at: a rare match may take several pages, some of them empty.
         */
        EventList: {
            /** Data */
            data: components["schemas"]["EventRowAnswer"][];
            pagination: components["schemas"]["Pagination"];
            /** Scanned */
            scanned: number;
        };
        /** EventRowAnswer */
        EventRowAnswer: {
            /** Environment */
            environment: string | null;
            /** Event Id */
            event_id: string;
            /** Id */
            id: string;
            /** Issue Id */
            issue_id: string;
            /** Level */
            level: string;
            /** Message */
            message: string | null;
            /** Project Id */
            project_id: string;
            /** Received At */
            received_at: string;
            /** Release */
            release: string | null;
            /** Tags */
            tags: string[][];
            /** Timestamp */
            timestamp: string;
            /** Title */
            title: string;
            /** Transaction */
            transaction: string | null;
            /** User */
            user: string | null;
        };
        /**
         * EventSummary
         * @description A row of a list of events.
         */
        EventSummary: {
            /** Culprit */
            culprit: string | null;
            /** Datecreated */
            dateCreated: string;
            /** Datereceived */
            dateReceived: string;
            /**
             * Event.Type
             * @default error
             */
            "event.type"?: string;
            /** Eventid */
            eventID: string;
            /** Groupid */
            groupID: string;
            /** Id */
            id: string;
            /** Location */
            location: string | null;
            /** Message */
            message: string;
            /** Platform */
            platform: string;
            /** Projectid */
            projectID: string;
            /** Tags */
            tags: components["schemas"]["TagPair"][];
            /** Title */
            title: string;
            /** User */
            user: unknown;
        };
        /** FacetList */
        FacetList: {
            /** Data */
            data: components["schemas"]["TagFacet"][];
        };
        /**
         * FeedbackAnswer
         * @description One message of a person. *about_issue_id* is null where the event it is about is unknown or gone.
         */
        FeedbackAnswer: {
            /** About Event Id */
            about_event_id: string | null;
            /** About Issue Id */
            about_issue_id: string | null;
            /** Email */
            email: string | null;
            /** Environment */
            environment: string | null;
            /** Id */
            id: string;
            /** Issue Id */
            issue_id: string;
            /** Message */
            message: string;
            /** Name */
            name: string | null;
            /** Received At */
            received_at: string;
            /** Release */
            release: string | null;
            /** Replay Id */
            replay_id: string | null;
            /** Short Id */
            short_id: string;
            /** Source */
            source: string | null;
            /** Status */
            status: string;
            /** Url */
            url: string | null;
        };
        /** FeedbackList */
        FeedbackList: {
            /** Data */
            data: components["schemas"]["FeedbackAnswer"][];
            pagination: components["schemas"]["Pagination"];
            /** Total */
            total: number;
        };
        /** FileChangeAnswer */
        FileChangeAnswer: {
            /** Kind */
            kind: string;
            /** Path */
            path: string;
        };
        /** FileChangeBody */
        FileChangeBody: {
            /**
             * Kind
             * @default M
             * @enum {string}
             */
            kind?: "A" | "M" | "D";
            /** Path */
            path: string;
        };
        /**
         * FilterSettings
         * @description What a project refuses. Releases and messages are globs; addresses are single ones or networks (CIDR).
         */
        "FilterSettings-Input": {
            /**
             * Browser Extensions
             * @default false
             */
            browser_extensions?: boolean;
            /**
             * Error Messages
             * @default []
             */
            error_messages?: string[];
            /**
             * Ip Addresses
             * @default []
             */
            ip_addresses?: string[];
            /**
             * Legacy Browsers
             * @default false
             */
            legacy_browsers?: boolean;
            /**
             * Localhost
             * @default false
             */
            localhost?: boolean;
            /**
             * Releases
             * @default []
             */
            releases?: string[];
            /**
             * Web Crawlers
             * @default true
             */
            web_crawlers?: boolean;
        };
        /**
         * FilterSettings
         * @description What a project refuses. Releases and messages are globs; addresses are single ones or networks (CIDR).
         */
        "FilterSettings-Output": {
            /**
             * Browser Extensions
             * @default false
             */
            browser_extensions?: boolean;
            /**
             * Error Messages
             * @default []
             */
            error_messages?: string[];
            /**
             * Ip Addresses
             * @default []
             */
            ip_addresses?: string[];
            /**
             * Legacy Browsers
             * @default false
             */
            legacy_browsers?: boolean;
            /**
             * Localhost
             * @default false
             */
            localhost?: boolean;
            /**
             * Releases
             * @default []
             */
            releases?: string[];
            /**
             * Web Crawlers
             * @default true
             */
            web_crawlers?: boolean;
        };
        /**
         * FingerprintAnswer
         * @description One of the fingerprints whose union the issue is; *is_root* is the one that stays when all others leave.
         */
        FingerprintAnswer: {
            /** Fingerprint */
            fingerprint: string;
            /** First Seen */
            first_seen: string;
            /** Is Root */
            is_root: boolean;
            /** Last Seen */
            last_seen: string;
            /** Times Seen */
            times_seen: number;
            /** Title */
            title: string;
        };
        /** FingerprintList */
        FingerprintList: {
            /** Data */
            data: components["schemas"]["FingerprintAnswer"][];
        };
        /**
         * FingerprintRule
         * @description Events that fit all matchers get *fingerprint*, in which `{{ default }}` and other variables may stand.
         */
        "FingerprintRule-Input": {
            /** Fingerprint */
            fingerprint: string[];
            /** Matchers */
            matchers: components["schemas"]["Matcher-Input"][];
        };
        /**
         * FingerprintRule
         * @description Events that fit all matchers get *fingerprint*, in which `{{ default }}` and other variables may stand.
         */
        "FingerprintRule-Output": {
            /** Fingerprint */
            fingerprint: string[];
            /** Matchers */
            matchers: components["schemas"]["Matcher-Output"][];
        };
        /** ForgotPasswordBody */
        ForgotPasswordBody: {
            /** Email */
            email: string;
        };
        /**
         * FrequencyCondition
         * @description More than *count* events or users of one issue within *minutes*; looked at every five minutes.
         */
        FrequencyCondition: {
            /** Count */
            count: number;
            /** Minutes */
            minutes: number;
            /**
             * Of
             * @default events
             * @enum {string}
             */
            of?: "events" | "users";
        };
        /** GoogleChatAction */
        GoogleChatAction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "google_chat";
            /** Url */
            url: string;
        };
        /**
         * GroupingAnswer
         * @description Why the issue's first event was grouped as it was.
         */
        GroupingAnswer: {
            /**
             * Components
             * @default null
             */
            components?: unknown;
            /** Hash */
            hash: string;
            /** Method */
            method: string;
            /** Version */
            version: string;
        };
        /**
         * GroupingConfig
         * @description How a project groups. Its version stays until its owners choose a newer one.
         */
        "GroupingConfig-Input": {
            /**
             * Fingerprint Rules
             * @default []
             */
            fingerprint_rules?: components["schemas"]["FingerprintRule-Input"][];
            /**
             * In App Rules
             * @default []
             */
            in_app_rules?: components["schemas"]["InAppRule-Input"][];
            /**
             * Version
             * @default v1
             */
            version?: string;
        };
        /**
         * GroupingConfig
         * @description How a project groups. Its version stays until its owners choose a newer one.
         */
        "GroupingConfig-Output": {
            /**
             * Fingerprint Rules
             * @default []
             */
            fingerprint_rules?: components["schemas"]["FingerprintRule-Output"][];
            /**
             * In App Rules
             * @default []
             */
            in_app_rules?: components["schemas"]["InAppRule-Output"][];
            /**
             * Version
             * @default v1
             */
            version?: string;
        };
        /** HealthAnswer */
        HealthAnswer: {
            /**
             * Status
             * @constant
             */
            status: "ok";
            /** Version */
            version: string;
        };
        /**
         * InAppRule
         * @description Frames that fit all matchers count as the project's own code, or as foreign code. The last such rule decides.
         */
        "InAppRule-Input": {
            /** In App */
            in_app: boolean;
            /** Matchers */
            matchers: components["schemas"]["Matcher-Input"][];
        };
        /**
         * InAppRule
         * @description Frames that fit all matchers count as the project's own code, or as foreign code. The last such rule decides.
         */
        "InAppRule-Output": {
            /** In App */
            in_app: boolean;
            /** Matchers */
            matchers: components["schemas"]["Matcher-Output"][];
        };
        /**
         * InvitationAnswer
         * @description *url* is the invitation's link, shown to its sender once.
         */
        InvitationAnswer: {
            /** Created At */
            created_at: string;
            /** Email */
            email: string;
            /** Expires At */
            expires_at: string;
            /** Id */
            id: string;
            /** Invited By */
            invited_by: string;
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "member";
            /**
             * Url
             * @default null
             */
            url?: string | null;
        };
        /** InviteBody */
        InviteBody: {
            /** Email */
            email: string;
            /**
             * Role
             * @default member
             * @enum {string}
             */
            role?: "owner" | "admin" | "member";
        };
        /** InvitedAnswer */
        InvitedAnswer: {
            invitation: components["schemas"]["InvitationAnswer"];
        };
        /**
         * IssueAnswer
         * @description A row of a list. *users* is exact to 256, then "256+"; *sparkline* is the last 24 hours, oldest first.
         */
        IssueAnswer: {
            assignee: components["schemas"]["Person"] | null;
            /** Culprit */
            culprit: string;
            /** First Seen */
            first_seen: string;
            /** Id */
            id: string;
            /** Last Seen */
            last_seen: string;
            /** Level */
            level: string;
            /** Priority */
            priority: number;
            /** Short Id */
            short_id: string;
            /** Sparkline */
            sparkline: number[];
            /** Status */
            status: string;
            /** Times Seen */
            times_seen: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
            /** Users */
            users: number | "256+";
        };
        /** IssueBucket */
        IssueBucket: {
            /** At */
            at: string;
            /** By Level */
            by_level: {
                [key: string]: number;
            };
            /** Count */
            count: number;
        };
        /**
         * IssueBulkUpdate
         * @description A change for several issues.
         */
        IssueBulkUpdate: {
            /**
             * Assignee Id
             * @default null
             */
            assignee_id?: string | null;
            /** @default null */
            filters?: components["schemas"]["IssueFilters"] | null;
            /**
             * Ids
             * @default null
             */
            ids?: string[] | null;
            /**
             * Status
             * @default null
             */
            status?: ("unresolved" | "resolved" | "ignored") | null;
            /** @default null */
            status_details?: components["schemas"]["StatusDetails"] | null;
        };
        /**
         * IssueChange
         * @description What a client of Sentry may change. *snooze_duration* and *ignore_duration* count minutes.
         */
        IssueChange: {
            /**
             * Assignedto
             * @default null
             */
            assignedTo?: string | null;
            /**
             * Ignorecount
             * @default null
             */
            ignoreCount?: number | null;
            /**
             * Ignoreduration
             * @default null
             */
            ignoreDuration?: number | null;
            /**
             * Merge
             * @default null
             */
            merge?: number | boolean | null;
            /**
             * Snoozeduration
             * @default null
             */
            snoozeDuration?: number | null;
            /**
             * Status
             * @default null
             */
            status?: ("resolved" | "resolvedInNextRelease" | "unresolved" | "ignored" | "muted" | "reprocessing") | null;
            /** @default null */
            statusDetails?: components["schemas"]["IssueStatusDetails"] | null;
            /**
             * Substatus
             * @default null
             */
            substatus?: string | null;
        };
        /**
         * IssueDetail
         * @description An issue in full.
         */
        IssueDetail: {
            assignee: components["schemas"]["Person"] | null;
            /** Created At */
            created_at: string;
            /** Culprit */
            culprit: string;
            /** Environments */
            environments: string[];
            /** Fingerprint */
            fingerprint: string;
            /** First Release */
            first_release: string | null;
            /** First Seen */
            first_seen: string;
            /** Handled */
            handled: boolean | null;
            /** Id */
            id: string;
            /** Is Bookmarked */
            is_bookmarked: boolean;
            /** Is Subscribed */
            is_subscribed: boolean;
            /** Last Release */
            last_release: string | null;
            /** Last Seen */
            last_seen: string;
            /** Level */
            level: string;
            /** Merged Count */
            merged_count: number;
            /** Message */
            message: string | null;
            /** Metadata */
            metadata: {
                [key: string]: unknown;
            };
            /** Permalink */
            permalink: string;
            /** Platform */
            platform: string;
            /** Priority */
            priority: number;
            /** Project */
            project: {
                [key: string]: string;
            };
            /** Short Id */
            short_id: string;
            /** Sparkline */
            sparkline: number[];
            /** Status */
            status: string;
            status_details: components["schemas"]["StatusDetailsAnswer"];
            /** Times Seen */
            times_seen: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
            /** Updated At */
            updated_at: string;
            /** Users */
            users: number | "256+";
        };
        /**
         * IssueFilters
         * @description Which issues: all that fit everything given.
         */
        IssueFilters: {
            /**
             * Environment
             * @default null
             */
            environment?: string | null;
            /**
             * Level
             * @default null
             */
            level?: ("debug" | "info" | "warning" | "error" | "fatal") | null;
            /**
             * Query
             * @default null
             */
            query?: string | null;
            /**
             * Search
             * @default null
             */
            search?: string | null;
            /**
             * Status
             * @default null
             */
            status?: ("unresolved" | "resolved" | "ignored") | null;
        };
        /**
         * IssueList
         * @description *total* is how many issues fit, over all pages.
         */
        IssueList: {
            /** Data */
            data: components["schemas"]["IssueAnswer"][];
            pagination: components["schemas"]["Pagination"];
            /** Total */
            total: number;
        };
        /** IssueMerge */
        IssueMerge: {
            /** Ids */
            ids: string[];
        };
        /**
         * IssuesChanged
         * @description *merge* names the issue that stays and those that were merged into it.
         */
        IssuesChanged: {
            /**
             * Merge
             * @default null
             */
            merge?: {
                [key: string]: unknown;
            } | null;
            /**
             * Status
             * @default null
             */
            status?: string | null;
            /** Statusdetails */
            statusDetails?: {
                [key: string]: unknown;
            };
        };
        /**
         * IssueSelection
         * @description Either named issues or all that fit *filters*.
         */
        IssueSelection: {
            /** @default null */
            filters?: components["schemas"]["IssueFilters"] | null;
            /**
             * Ids
             * @default null
             */
            ids?: string[] | null;
        };
        /** IssueStatistics */
        IssueStatistics: {
            /** Buckets */
            buckets: components["schemas"]["IssueBucket"][];
            /** Total */
            total: number;
        };
        /**
         * IssueStatusDetails
         * @description *ignore_duration* counts minutes.
         */
        IssueStatusDetails: {
            /**
             * Ignorecount
             * @default null
             */
            ignoreCount?: number | null;
            /**
             * Ignoreduration
             * @default null
             */
            ignoreDuration?: number | null;
            /**
             * Ignoreuntil
             * @default null
             */
            ignoreUntil?: string | null;
            /**
             * Innextrelease
             * @default null
             */
            inNextRelease?: boolean | null;
            /**
             * Inrelease
             * @default null
             */
            inRelease?: string | null;
        };
        /**
         * IssueTag
         * @description *totalValues* counts the events that have the tag, *uniqueValues* the values that are kept.
         */
        IssueTag: {
            /** Key */
            key: string;
            /** Name */
            name: string;
            /** Topvalues */
            topValues: components["schemas"]["IssueTagValue"][];
            /** Totalvalues */
            totalValues: number;
            /** Uniquevalues */
            uniqueValues: number;
        };
        /**
         * IssueTagValue
         * @description *query* finds the events with this value.
         */
        IssueTagValue: {
            /** Count */
            count: number;
            /** Key */
            key: string;
            /** Name */
            name: string;
            /** Query */
            query: string;
            /** Value */
            value: string;
        };
        /** IssueUnmerge */
        IssueUnmerge: {
            /** Fingerprints */
            fingerprints: string[];
        };
        /**
         * IssueUpdate
         * @description What is left out stays as it is; an *assignee_id* of null takes the assignee away.
         */
        IssueUpdate: {
            /**
             * Assignee Id
             * @default null
             */
            assignee_id?: string | null;
            /**
             * Status
             * @default null
             */
            status?: ("unresolved" | "resolved" | "ignored") | null;
            /** @default null */
            status_details?: components["schemas"]["StatusDetails"] | null;
        };
        /**
         * JobAnswer
         * @description *result* and *error* are there once it is finished.
         */
        JobAnswer: {
            /** Created At */
            created_at: string;
            /** Done */
            done: number;
            /**
             * Error
             * @default null
             */
            error?: string | null;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Project Id */
            project_id: string | null;
            /**
             * Result
             * @default null
             */
            result?: unknown;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "running" | "done" | "failed";
            /** Total */
            total: number;
            /** Updated At */
            updated_at: string;
        };
        /** JsonWebKey */
        JsonWebKey: {
            /** Alg */
            alg: string;
            /** E */
            e: string;
            /** Kid */
            kid: string;
            /** Kty */
            kty: string;
            /** N */
            n: string;
            /** Use */
            use: string;
        };
        /** KeyAnswer */
        KeyAnswer: {
            /** Allowed Origins */
            allowed_origins: string[];
            /** Created At */
            created_at: string;
            /** Dsn */
            dsn: string;
            /** Id */
            id: string;
            /** Is Active */
            is_active: boolean;
            /** Name */
            name: string;
            /** Public Key */
            public_key: string;
            rate_limit: components["schemas"]["RateLimit"] | null;
        };
        /**
         * KeyBody
         * @description What is left out stays as it is. A rate limit of null lifts the limit; no origins allow any.
         */
        KeyBody: {
            /**
             * Allowed Origins
             * @default null
             */
            allowed_origins?: string[] | null;
            /**
             * Is Active
             * @default null
             */
            is_active?: boolean | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /** @default null */
            rate_limit?: components["schemas"]["RateLimit"] | null;
        };
        /**
         * KeyChange
         * @description What is left out stays as it is. A rate limit of null lifts the limit.
         */
        KeyChange: {
            /**
             * Isactive
             * @default null
             */
            isActive?: boolean | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /** @default null */
            rateLimit?: components["schemas"]["KeyLimit"] | null;
        };
        /**
         * KeyDsn
         * @description Every form is the same public one: there is no secret key.
         */
        KeyDsn: {
            /** Csp */
            csp: string;
            /** Public */
            public: string;
            /** Secret */
            secret: string;
            /** Security */
            security: string;
        };
        /**
         * KeyLimit
         * @description At most *count* events in each *window* of seconds; a zero means that there is no limit.
         */
        KeyLimit: {
            /** Count */
            count: number;
            /** Window */
            window: number;
        };
        /** KeyRateLimit */
        KeyRateLimit: {
            /** Count */
            count: number;
            /** Window */
            window: number;
        };
        /** KeySetAnswer */
        KeySetAnswer: {
            /** Keys */
            keys: components["schemas"]["JsonWebKey"][];
        };
        /**
         * LoaderOptions
         * @description What Sentry's loader script would hold; there is none here.
         */
        LoaderOptions: {
            /**
             * Hasdebug
             * @default false
             */
            hasDebug?: boolean;
            /**
             * Hasperformance
             * @default false
             */
            hasPerformance?: boolean;
            /**
             * Hasreplay
             * @default false
             */
            hasReplay?: boolean;
        };
        /** LoginBody */
        LoginBody: {
            /**
             * Code
             * @default null
             */
            code?: string | null;
            /** Email */
            email: string;
            /** Password */
            password: string;
        };
        /**
         * MailAction
         * @description Mail to the members who want it, to the issue's assignee, or to certain people.
         */
        MailAction: {
            /**
             * To
             * @default members
             * @enum {string}
             */
            to?: "members" | "assignee" | "people";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "mail";
            /** User Ids */
            user_ids?: string[];
        };
        /** MailAnswer */
        MailAnswer: {
            /** Recipient */
            recipient: string;
            /** Sent At */
            sent_at: string;
            /** Subject */
            subject: string;
            /** Text */
            text: string;
        };
        /** MailsAnswer */
        MailsAnswer: {
            /** Data */
            data: components["schemas"]["MailAnswer"][];
        };
        /**
         * MappedRelease
         * @description A release with files. *last_upload_at* is the last of them.
         */
        MappedRelease: {
            /** Dist */
            dist: string | null;
            /** Last Upload At */
            last_upload_at: string;
            /** Version */
            version: string;
        };
        /**
         * MapProblem
         * @description What *frames* frames of an event lack, in words that tell what to do.
         */
        MapProblem: {
            /** Frames */
            frames: number;
            /** Problem */
            problem: string;
        };
        /**
         * Matcher
         * @description One condition: what *subject* names fits the glob *pattern*, or does not when *negated*.
         */
        "Matcher-Input": {
            /**
             * Negated
             * @default false
             */
            negated?: boolean;
            /** Pattern */
            pattern: string;
            /** Subject */
            subject: string;
        };
        /**
         * Matcher
         * @description One condition: what *subject* names fits the glob *pattern*, or does not when *negated*.
         */
        "Matcher-Output": {
            /**
             * Negated
             * @default false
             */
            negated?: boolean;
            /** Pattern */
            pattern: string;
            /** Subject */
            subject: string;
        };
        /** MattermostAction */
        MattermostAction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "mattermost";
            /** Url */
            url: string;
        };
        /** MemberAnswer */
        MemberAnswer: {
            /** Joined At */
            joined_at: string;
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "member";
            user: components["schemas"]["MemberUser"];
        };
        /** MemberUser */
        MemberUser: {
            /** Avatar Url */
            avatar_url: string | null;
            /** Email */
            email: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * Monitor
         * @description A schedule that check-ins are held against.
         */
        Monitor: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Slug */
            slug: string;
            /** Status */
            status: string;
        };
        /** NamedStatus */
        NamedStatus: {
            /**
             * Id
             * @default active
             */
            id?: string;
            /**
             * Name
             * @default active
             */
            name?: string;
        };
        /** NewDeploy */
        NewDeploy: {
            /**
             * Datefinished
             * @default null
             */
            dateFinished?: string | null;
            /**
             * Datestarted
             * @default null
             */
            dateStarted?: string | null;
            /** Environment */
            environment: string;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Url
             * @default null
             */
            url?: string | null;
        };
        /** NewKeyBody */
        NewKeyBody: {
            /**
             * Allowed Origins
             * @default []
             */
            allowed_origins?: string[];
            /**
             * Name
             * @default Default
             */
            name?: string;
            /** @default null */
            rate_limit?: components["schemas"]["RateLimit"] | null;
        };
        /** NewMember */
        NewMember: {
            /** Email */
            email: string;
            /**
             * Orgrole
             * @default null
             */
            orgRole?: string | null;
            /**
             * Role
             * @default null
             */
            role?: string | null;
        };
        /**
         * NewOrganizationBody
         * @description *slug* is made from the name when left out.
         */
        NewOrganizationBody: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Name */
            name: string;
            /**
             * Slug
             * @default null
             */
            slug?: string | null;
        };
        /**
         * NewProject
         * @description *slug* is made from the name when left out.
         */
        NewProject: {
            /** Name */
            name: string;
            /**
             * Platform
             * @default null
             */
            platform?: string | null;
            /**
             * Slug
             * @default null
             */
            slug?: string | null;
        };
        /**
         * NewProjectBody
         * @description *slug* is made from the name when left out.
         */
        NewProjectBody: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Name */
            name: string;
            /**
             * Platform
             * @default javascript
             */
            platform?: string;
            /**
             * Slug
             * @default null
             */
            slug?: string | null;
        };
        /** NewRelease */
        NewRelease: {
            /**
             * Commits
             * @default null
             */
            commits?: components["schemas"]["SentryCommitBody"][] | null;
            /**
             * Datereleased
             * @default null
             */
            dateReleased?: string | null;
            /**
             * Datestarted
             * @default null
             */
            dateStarted?: string | null;
            /**
             * Projects
             * @default null
             */
            projects?: string[] | null;
            /**
             * Ref
             * @default null
             */
            ref?: string | null;
            /**
             * Refs
             * @default null
             */
            refs?: components["schemas"]["CommitRef"][] | null;
            /**
             * Status
             * @default null
             */
            status?: string | null;
            /**
             * Url
             * @default null
             */
            url?: string | null;
            /** Version */
            version: string;
        };
        /**
         * NewTokenAnswer
         * @description *token* is shown this once and stored nowhere.
         */
        NewTokenAnswer: {
            /** Created At */
            created_at: string;
            /** Hint */
            hint: string;
            /** Id */
            id: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Name */
            name: string;
            /** Scopes */
            scopes: string[];
            /** Token */
            token: string;
        };
        /**
         * NtfyAction
         * @description *url* ends in the topic, as in https://ntfy.sh/our-errors; *token* is for topics that are protected.
         */
        NtfyAction: {
            /**
             * Token
             * @default
             */
            token?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ntfy";
            /** Url */
            url: string;
        };
        /**
         * OpenInvitationAnswer
         * @description What the holder of a link may know before signing in.
         */
        OpenInvitationAnswer: {
            /** Email */
            email: string;
            /** Expires At */
            expires_at: string;
            organization: components["schemas"]["OrganizationReference"];
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "member";
        };
        /**
         * OpsgenieAction
         * @description *key* is that of an API integration; in Europe *url* is https://api.eu.opsgenie.com/v2/alerts.
         */
        OpsgenieAction: {
            /** Key */
            key: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "opsgenie";
            /**
             * Url
             * @default https://api.opsgenie.com/v2/alerts
             */
            url?: string;
        };
        /**
         * OrganizationAnswer
         * @description *role* is what the caller is in it.
         */
        OrganizationAnswer: {
            /** Created At */
            created_at: string;
            /** Description */
            description: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "member";
            /** Slug */
            slug: string;
            /** Updated At */
            updated_at: string;
        };
        /**
         * OrganizationBody
         * @description What is left out stays as it is.
         */
        OrganizationBody: {
            /**
             * Description
             * @default null
             */
            description?: string | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Slug
             * @default null
             */
            slug?: string | null;
        };
        /** OrganizationIssue */
        OrganizationIssue: {
            assignee: components["schemas"]["Person"] | null;
            /** Culprit */
            culprit: string;
            /** First Seen */
            first_seen: string;
            /** Id */
            id: string;
            /** Last Seen */
            last_seen: string;
            /** Level */
            level: string;
            /** Priority */
            priority: number;
            project: components["schemas"]["chalicelib__issues__schemas__ProjectReference"];
            /** Short Id */
            short_id: string;
            /** Sparkline */
            sparkline: number[];
            /** Status */
            status: string;
            /** Times Seen */
            times_seen: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
            /** Users */
            users: number | "256+";
        };
        /**
         * OrganizationIssueList
         * @description *total* is how many issues fit, over all pages and projects.
         */
        OrganizationIssueList: {
            /** Data */
            data: components["schemas"]["OrganizationIssue"][];
            pagination: components["schemas"]["Pagination"];
            /** Total */
            total: number;
        };
        /** OrganizationLinks */
        OrganizationLinks: {
            /** Organizationurl */
            organizationUrl: string;
            /** Regionurl */
            regionUrl: string;
        };
        /** OrganizationReference */
        OrganizationReference: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Slug */
            slug: string;
        };
        /**
         * OutcomeBucket
         * @description What became of what was received in one hour or day. *by_level* counts what was grouped.
         */
        OutcomeBucket: {
            /** Accepted */
            accepted: number;
            /** At */
            at: string;
            /** By Level */
            by_level: {
                [key: string]: number;
            };
            /** Dropped */
            dropped: number;
            /** Filtered */
            filtered: number;
            /** Invalid */
            invalid: number;
            /** Limited */
            limited: number;
        };
        /**
         * Outcomes
         * @description *reasons* tells for each outcome of what or why: `{"filtered": {"localhost": 3}}`.
         */
        Outcomes: {
            /** Accepted */
            accepted: number;
            /** By Level */
            by_level: {
                [key: string]: number;
            };
            /** Dropped */
            dropped: number;
            /** Filtered */
            filtered: number;
            /** Invalid */
            invalid: number;
            /** Limited */
            limited: number;
            /** Reasons */
            reasons: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /** Received */
            received: number;
        };
        /** Page[ActivityAnswer] */
        Page_ActivityAnswer_: {
            /** Data */
            data: components["schemas"]["ActivityAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** Page[AuditEntryAnswer] */
        Page_AuditEntryAnswer_: {
            /** Data */
            data: components["schemas"]["AuditEntryAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** Page[BundleAnswer] */
        Page_BundleAnswer_: {
            /** Data */
            data: components["schemas"]["BundleAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** Page[CommentAnswer] */
        Page_CommentAnswer_: {
            /** Data */
            data: components["schemas"]["CommentAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** Page[InvitationAnswer] */
        Page_InvitationAnswer_: {
            /** Data */
            data: components["schemas"]["InvitationAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** Page[JobAnswer] */
        Page_JobAnswer_: {
            /** Data */
            data: components["schemas"]["JobAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** Page[KeyAnswer] */
        Page_KeyAnswer_: {
            /** Data */
            data: components["schemas"]["KeyAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** Page[MemberAnswer] */
        Page_MemberAnswer_: {
            /** Data */
            data: components["schemas"]["MemberAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** Page[OrganizationAnswer] */
        Page_OrganizationAnswer_: {
            /** Data */
            data: components["schemas"]["OrganizationAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** Page[ProjectAnswer] */
        Page_ProjectAnswer_: {
            /** Data */
            data: components["schemas"]["ProjectAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** Page[ProjectMemberAnswer] */
        Page_ProjectMemberAnswer_: {
            /** Data */
            data: components["schemas"]["ProjectMemberAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** Page[ReleaseAnswer] */
        Page_ReleaseAnswer_: {
            /** Data */
            data: components["schemas"]["ReleaseAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** Page[SessionAnswer] */
        Page_SessionAnswer_: {
            /** Data */
            data: components["schemas"]["SessionAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** Page[TokenAnswer] */
        Page_TokenAnswer_: {
            /** Data */
            data: components["schemas"]["TokenAnswer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /**
         * PagerDutyAction
         * @description *key* is the integration key of a service (Events API v2); accounts in Europe have another *url*.
         */
        PagerDutyAction: {
            /** Key */
            key: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pagerduty";
            /**
             * Url
             * @default https://events.pagerduty.com/v2/enqueue
             */
            url?: string;
        };
        /** Pagination */
        Pagination: {
            /** Has More */
            has_more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * PatchSet
         * @description A file that a commit changed. Sentry's clients write these two names in snake_case or plain.
         */
        PatchSet: {
            /** Path */
            path: string;
            /**
             * Type
             * @default M
             */
            type?: string;
        };
        /**
         * Person
         * @description Who deleted the account is called "Deleted user", with no address.
         */
        Person: {
            /** Email */
            email: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * PersonBody
         * @description Whom it is about, as the application told its SDK: by id, by mail address, or both.
         */
        PersonBody: {
            /**
             * Email
             * @default null
             */
            email?: string | null;
            /**
             * Id
             * @default null
             */
            id?: string | null;
        };
        /** PreferencesAnswer */
        PreferencesAnswer: {
            /** Alerts */
            alerts: boolean;
            /** Assigned */
            assigned: boolean;
            /** Comments */
            comments: boolean;
            /** Mentions */
            mentions: boolean;
            /** Muted Project Ids */
            muted_project_ids: string[];
        };
        /**
         * PreferencesBody
         * @description What one wants mail about; no project that is muted sends any.
         */
        PreferencesBody: {
            /**
             * Alerts
             * @default true
             */
            alerts?: boolean;
            /**
             * Assigned
             * @default true
             */
            assigned?: boolean;
            /**
             * Comments
             * @default true
             */
            comments?: boolean;
            /**
             * Mentions
             * @default true
             */
            mentions?: boolean;
            /** Muted Project Ids */
            muted_project_ids?: string[];
        };
        /** PreviewAnswer */
        PreviewAnswer: {
            /** Events */
            events: components["schemas"]["RegroupedAnswer"][];
            /** Moved */
            moved: number;
        };
        /**
         * PreviewBody
         * @description The rules to try, as the settings' section `grouping` has them; the version is the project's if not told.
         */
        PreviewBody: {
            /**
             * Fingerprint Rules
             * @default []
             */
            fingerprint_rules?: components["schemas"]["FingerprintRule-Input"][];
            /**
             * In App Rules
             * @default []
             */
            in_app_rules?: components["schemas"]["InAppRule-Input"][];
            /**
             * Version
             * @default null
             */
            version?: string | null;
        };
        /** ProfileBody */
        ProfileBody: {
            /**
             * Avatar Url
             * @default null
             */
            avatar_url?: string | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
        };
        /**
         * ProjectAnswer
         * @description *dsn* is what an SDK is given. There is no secret key: SDKs dropped it long ago.
         *
         *     *issues_unresolved* and *events_24h*, events accepted in this hour and the 23 before it, are null unless asked for.
         */
        ProjectAnswer: {
            /** Created At */
            created_at: string;
            /**
             * Default Access
             * @enum {string}
             */
            default_access: "none" | "read" | "write";
            /** Description */
            description: string;
            /** Dsn */
            dsn: string;
            /**
             * Events 24H
             * @default null
             */
            events_24h?: number | null;
            /** First Event At */
            first_event_at: string | null;
            /** Id */
            id: string;
            /** Is Active */
            is_active: boolean;
            /**
             * Issues Unresolved
             * @default null
             */
            issues_unresolved?: number | null;
            /** Name */
            name: string;
            organization: components["schemas"]["OrganizationReference"];
            /** Platform */
            platform: string;
            /** Public Key */
            public_key: string;
            /** Slug */
            slug: string;
            /** Updated At */
            updated_at: string;
        };
        /**
         * ProjectBody
         * @description What is left out stays as it is. *default_access* is what members without a role of their own may do.
         */
        ProjectBody: {
            /**
             * Default Access
             * @default null
             */
            default_access?: ("none" | "read" | "write") | null;
            /**
             * Description
             * @default null
             */
            description?: string | null;
            /**
             * Is Active
             * @default null
             */
            is_active?: boolean | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Platform
             * @default null
             */
            platform?: string | null;
            /**
             * Slug
             * @default null
             */
            slug?: string | null;
        };
        /** ProjectChange */
        ProjectChange: {
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Platform
             * @default null
             */
            platform?: string | null;
            /**
             * Slug
             * @default null
             */
            slug?: string | null;
        };
        /** ProjectMemberAnswer */
        ProjectMemberAnswer: {
            /**
             * Role
             * @enum {string}
             */
            role: "read" | "write" | "admin";
            user: components["schemas"]["MemberUser"];
        };
        /** ProjectRoleBody */
        ProjectRoleBody: {
            /**
             * Role
             * @enum {string}
             */
            role: "read" | "write" | "admin";
        };
        /**
         * ProjectStatistics
         * @description *top_issues* are those with most events among the ones seen in the period.
         */
        ProjectStatistics: {
            /** Buckets */
            buckets: components["schemas"]["OutcomeBucket"][];
            discarded_by_sdk: components["schemas"]["Discarded"];
            /** Top Issues */
            top_issues: components["schemas"]["IssueAnswer"][];
            totals: components["schemas"]["Outcomes"];
        };
        /**
         * RateLimit
         * @description At most *count* events in each window of *window_seconds*.
         */
        RateLimit: {
            /** Count */
            count: number;
            /** Window Seconds */
            window_seconds: number;
        };
        /**
         * RecoveryCodesAnswer
         * @description Each works once; they are shown this once and stored nowhere.
         */
        RecoveryCodesAnswer: {
            /** Codes */
            codes: string[];
        };
        /** Region */
        Region: {
            /** Name */
            name: string;
            /** Url */
            url: string;
        };
        /** RegionList */
        RegionList: {
            /** Regions */
            regions: components["schemas"]["Region"][];
        };
        /**
         * RegisterBody
         * @description *setup_token* makes the first owner, *invitation* is the token of an invitation's link.
         */
        RegisterBody: {
            /** Email */
            email: string;
            /**
             * Invitation
             * @default null
             */
            invitation?: string | null;
            /** Name */
            name: string;
            /** Password */
            password: string;
            /**
             * Setup Token
             * @default null
             */
            setup_token?: string | null;
        };
        /**
         * RegroupedAnswer
         * @description *before* and *after* are the hashes of the event's group.
         */
        RegroupedAnswer: {
            /** After */
            after: string;
            /** Before */
            before: string;
            /** Changed */
            changed: boolean;
            /** Event Id */
            event_id: string;
            /** Issue Id */
            issue_id: string;
            /** Method */
            method: string;
            /** Title */
            title: string;
        };
        /**
         * ReleaseAnswer
         * @description *new_issues* were first seen in it, *issues* last.
         *
         *     *adoption* is its share of the project's events of the last 24 hours, from 0 to 1; null when there were none.
         */
        ReleaseAnswer: {
            /** Adoption */
            adoption: number | null;
            /** Commit Count */
            commit_count: number;
            /** Date Created */
            date_created: string;
            /** Date Released */
            date_released: string | null;
            /** Deploy Count */
            deploy_count: number;
            /** Id */
            id: string;
            /** Issues */
            issues: number;
            /** Last Deploy Environment */
            last_deploy_environment: string | null;
            /** Last Deployed At */
            last_deployed_at: string | null;
            /** New Issues */
            new_issues: number;
            /** Project */
            project: string;
            /** Ref */
            ref: string | null;
            /** Url */
            url: string | null;
            /** Version */
            version: string;
        };
        /**
         * ReleaseBody
         * @description A release that a deploy announces.
         */
        ReleaseBody: {
            /**
             * Date Released
             * @default null
             */
            date_released?: string | null;
            /**
             * Ref
             * @default null
             */
            ref?: string | null;
            /**
             * Url
             * @default null
             */
            url?: string | null;
            /** Version */
            version: string;
        };
        /**
         * ReleaseChange
         * @description What is left out stays as it was. A release with *date_released* is finalized.
         */
        ReleaseChange: {
            /**
             * Date Released
             * @default null
             */
            date_released?: string | null;
            /**
             * Ref
             * @default null
             */
            ref?: string | null;
            /**
             * Url
             * @default null
             */
            url?: string | null;
        };
        /** ReleaseProject */
        ReleaseProject: {
            /**
             * Hashealthdata
             * @default false
             */
            hasHealthData?: boolean;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Newgroups */
            newGroups: number;
            /** Platform */
            platform: string;
            /** Slug */
            slug: string;
        };
        /**
         * ReleaseUpdate
         * @description What a client tells of a release. *projects* are slugs, *status* is open or archived.
         */
        ReleaseUpdate: {
            /**
             * Commits
             * @default null
             */
            commits?: components["schemas"]["SentryCommitBody"][] | null;
            /**
             * Datereleased
             * @default null
             */
            dateReleased?: string | null;
            /**
             * Datestarted
             * @default null
             */
            dateStarted?: string | null;
            /**
             * Projects
             * @default null
             */
            projects?: string[] | null;
            /**
             * Ref
             * @default null
             */
            ref?: string | null;
            /**
             * Refs
             * @default null
             */
            refs?: components["schemas"]["CommitRef"][] | null;
            /**
             * Status
             * @default null
             */
            status?: string | null;
            /**
             * Url
             * @default null
             */
            url?: string | null;
        };
        /**
         * Repository
         * @description A repository that commits of a release named.
         */
        Repository: {
            /** Datecreated */
            dateCreated: string;
            /**
             * Externalslug
             * @default null
             */
            externalSlug?: string | null;
            /** Id */
            id: string;
            /**
             * Integrationid
             * @default null
             */
            integrationId?: string | null;
            /** Name */
            name: string;
            provider: components["schemas"]["NamedStatus"];
            /**
             * Status
             * @default active
             */
            status?: string;
            /**
             * Url
             * @default null
             */
            url?: string | null;
        };
        /** ResetPasswordBody */
        ResetPasswordBody: {
            /** Password */
            password: string;
            /** Token */
            token: string;
        };
        /** RoleBody */
        RoleBody: {
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "admin" | "member";
        };
        /**
         * RoleChange
         * @description *role* and *org_role* mean the same to older and newer clients.
         */
        RoleChange: {
            /**
             * Orgrole
             * @default null
             */
            orgRole?: string | null;
            /**
             * Role
             * @default null
             */
            role?: string | null;
        };
        /**
         * RpcAnswer
         * @description Exactly one of *result* and *error* is there.
         */
        RpcAnswer: {
            /** @default null */
            error?: components["schemas"]["RpcFault"] | null;
            /** Id */
            id: string | number | null;
            /**
             * Jsonrpc
             * @default 2.0
             */
            jsonrpc?: string;
            /**
             * Result
             * @default null
             */
            result?: {
                [key: string]: unknown;
            } | null;
        };
        /** RpcFault */
        RpcFault: {
            /** Code */
            code: number;
            /** Message */
            message: string;
        };
        /**
         * RpcRequest
         * @description A request; without an *id* a notification; without a *method* an answer, which nobody here waits for.
         */
        RpcRequest: {
            /**
             * Id
             * @default null
             */
            id?: string | number | null;
            /** Jsonrpc */
            jsonrpc: string;
            /**
             * Method
             * @default null
             */
            method?: string | null;
            /** Params */
            params?: {
                [key: string]: unknown;
            };
        };
        /**
         * ScrubSettings
         * @description What is secret in a project beyond the default rules, and what is not though it is called so.
         *
         *     Entries are globs on a field's name, or on its dotted path if they contain a dot (`extra.order.*`).
         */
        "ScrubSettings-Input": {
            /**
             * Default Rules
             * @default true
             */
            default_rules?: boolean;
            /**
             * Fields
             * @default []
             */
            fields?: string[];
            /**
             * Safe Fields
             * @default []
             */
            safe_fields?: string[];
        };
        /**
         * ScrubSettings
         * @description What is secret in a project beyond the default rules, and what is not though it is called so.
         *
         *     Entries are globs on a field's name, or on its dotted path if they contain a dot (`extra.order.*`).
         */
        "ScrubSettings-Output": {
            /**
             * Default Rules
             * @default true
             */
            default_rules?: boolean;
            /**
             * Fields
             * @default []
             */
            fields?: string[];
            /**
             * Safe Fields
             * @default []
             */
            safe_fields?: string[];
        };
        /** SentryCommit */
        SentryCommit: {
            author: components["schemas"]["CommitAuthor"] | null;
            /** Datecreated */
            dateCreated: string | null;
            /** Id */
            id: string;
            /** Message */
            message: string;
            /**
             * Repository
             * @default null
             */
            repository?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * SentryCommitBody
         * @description A commit as `set-commits --local` reads it from Git.
         */
        SentryCommitBody: {
            /**
             * Author Email
             * @default null
             */
            author_email?: string | null;
            /**
             * Author Name
             * @default null
             */
            author_name?: string | null;
            /** Id */
            id: string;
            /**
             * Message
             * @default null
             */
            message?: string | null;
            /**
             * Patch Set
             * @default null
             */
            patch_set?: components["schemas"]["PatchSet"][] | null;
            /**
             * Repository
             * @default null
             */
            repository?: string | null;
            /**
             * Timestamp
             * @default null
             */
            timestamp?: string | null;
        };
        /** SentryDeploy */
        SentryDeploy: {
            /** Datefinished */
            dateFinished: string;
            /** Datestarted */
            dateStarted: string | null;
            /** Environment */
            environment: string;
            /** Id */
            id: string;
            /** Name */
            name: string | null;
            /** Url */
            url: string | null;
        };
        /** SentryEvent */
        SentryEvent: {
            /** Context */
            context: unknown;
            /** Contexts */
            contexts: unknown;
            /** Culprit */
            culprit: string | null;
            /** Datecreated */
            dateCreated: string;
            /** Datereceived */
            dateReceived: string;
            /** Dist */
            dist: string | null;
            /** Entries */
            entries: components["schemas"]["Entry"][];
            /** Environment */
            environment: string | null;
            /**
             * Errors
             * @default []
             */
            errors?: {
                [key: string]: unknown;
            }[];
            /** Eventid */
            eventID: string;
            /** Fingerprints */
            fingerprints: string[];
            /** Groupid */
            groupID: string;
            /** Id */
            id: string;
            /** Level */
            level: string;
            /** Location */
            location: string | null;
            /** Message */
            message: string;
            /** Metadata */
            metadata: {
                [key: string]: unknown;
            };
            /**
             * Nexteventid
             * @default null
             */
            nextEventID?: string | null;
            /**
             * Occurrence
             * @default null
             */
            occurrence?: null;
            /** Packages */
            packages: unknown;
            /** Platform */
            platform: string;
            /**
             * Previouseventid
             * @default null
             */
            previousEventID?: string | null;
            /** Projectid */
            projectID: string;
            /** Projectslug */
            projectSlug: string;
            release: components["schemas"]["chalicelib__compat__issue_schemas__ReleaseReference"] | null;
            /** Sdk */
            sdk: unknown;
            /**
             * Size
             * @default 0
             */
            size?: number;
            /** Tags */
            tags: components["schemas"]["TagPair"][];
            /** Title */
            title: string;
            /** Type */
            type: string;
            /** User */
            user: unknown;
        };
        /** SentryFile */
        SentryFile: {
            /** Datecreated */
            dateCreated: string;
            /** Dist */
            dist: string | null;
            /** Headers */
            headers: {
                [key: string]: string;
            };
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Sha1 */
            sha1: string;
            /** Size */
            size: number;
        };
        /**
         * SentryIssue
         * @description *id* is a number made of the project's id and the short id's number, for clients that insist on one.
         */
        SentryIssue: {
            /**
             * Activity
             * @default []
             */
            activity?: {
                [key: string]: unknown;
            }[];
            /**
             * Annotations
             * @default []
             */
            annotations?: string[];
            assignedTo: components["schemas"]["AssignedTo"] | null;
            /** Count */
            count: string;
            /** Culprit */
            culprit: string;
            /** @default null */
            firstRelease?: components["schemas"]["chalicelib__compat__issue_schemas__ReleaseReference"] | null;
            /** Firstseen */
            firstSeen: string;
            /**
             * Hasseen
             * @default false
             */
            hasSeen?: boolean;
            /** Id */
            id: string;
            /**
             * Isbookmarked
             * @default false
             */
            isBookmarked?: boolean;
            /**
             * Ispublic
             * @default false
             */
            isPublic?: boolean;
            /**
             * Issubscribed
             * @default false
             */
            isSubscribed?: boolean;
            /**
             * Issuecategory
             * @default error
             */
            issueCategory?: string;
            /**
             * Issuetype
             * @default error
             */
            issueType?: string;
            /** Isunhandled */
            isUnhandled: boolean;
            /** @default null */
            lastRelease?: components["schemas"]["chalicelib__compat__issue_schemas__ReleaseReference"] | null;
            /** Lastseen */
            lastSeen: string;
            /** Level */
            level: string;
            /**
             * Logger
             * @default null
             */
            logger?: string | null;
            /** Metadata */
            metadata: {
                [key: string]: unknown;
            };
            /**
             * Numcomments
             * @default 0
             */
            numComments?: number;
            /**
             * Participants
             * @default []
             */
            participants?: {
                [key: string]: unknown;
            }[];
            /** Permalink */
            permalink: string;
            /** Platform */
            platform: string;
            /**
             * Pluginactions
             * @default []
             */
            pluginActions?: {
                [key: string]: unknown;
            }[];
            /**
             * Pluginissues
             * @default []
             */
            pluginIssues?: {
                [key: string]: unknown;
            }[];
            /** Priority */
            priority: string;
            project: components["schemas"]["chalicelib__compat__schemas__ProjectReference"];
            /**
             * Seenby
             * @default []
             */
            seenBy?: {
                [key: string]: unknown;
            }[];
            /**
             * Shareid
             * @default null
             */
            shareId?: string | null;
            /** Shortid */
            shortId: string;
            /** Stats */
            stats?: {
                [key: string]: number[][];
            };
            /** Status */
            status: string;
            /** Statusdetails */
            statusDetails: {
                [key: string]: unknown;
            };
            /** Substatus */
            substatus: string | null;
            /**
             * Tags
             * @default []
             */
            tags?: {
                [key: string]: unknown;
            }[];
            /** Title */
            title: string;
            /** Type */
            type: string;
            /** Usercount */
            userCount: number;
            /**
             * Userreportcount
             * @default 0
             */
            userReportCount?: number;
        };
        /** SentryKey */
        SentryKey: {
            /**
             * Browsersdkversion
             * @default latest
             */
            browserSdkVersion?: string;
            /** Datecreated */
            dateCreated: string;
            dsn: components["schemas"]["KeyDsn"];
            dynamicSdkLoaderOptions?: components["schemas"]["LoaderOptions"];
            /** Id */
            id: string;
            /** Isactive */
            isActive: boolean;
            /** Label */
            label: string;
            /** Name */
            name: string;
            /** Projectid */
            projectId: number;
            /** Public */
            public: string;
            rateLimit: components["schemas"]["KeyRateLimit"] | null;
            /** Secret */
            secret: string;
        };
        /** SentryMember */
        SentryMember: {
            /** Datecreated */
            dateCreated: string;
            /** Email */
            email: string;
            /**
             * Expired
             * @default false
             */
            expired?: boolean;
            /** Flags */
            flags?: {
                [key: string]: boolean;
            };
            /** Id */
            id: string;
            /**
             * Invitestatus
             * @default approved
             */
            inviteStatus?: string;
            /** Name */
            name: string;
            /** Orgrole */
            orgRole: string;
            /**
             * Pending
             * @default false
             */
            pending?: boolean;
            /** Role */
            role: string;
            /**
             * Teamroles
             * @default []
             */
            teamRoles?: {
                [key: string]: string;
            }[];
            /**
             * Teams
             * @default []
             */
            teams?: string[];
            user: components["schemas"]["SentryUser"] | null;
        };
        /**
         * SentryOrganization
         * @description *links* lead clients that know regions back to this host.
         */
        SentryOrganization: {
            /**
             * Access
             * @default []
             */
            access?: string[];
            /** Datecreated */
            dateCreated: string;
            /**
             * Features
             * @default []
             */
            features?: string[];
            /** Id */
            id: string;
            /**
             * Isearlyadopter
             * @default false
             */
            isEarlyAdopter?: boolean;
            links: components["schemas"]["OrganizationLinks"];
            /** Name */
            name: string;
            /**
             * Require2Fa
             * @default false
             */
            require2FA?: boolean;
            /**
             * Requireemailverification
             * @default false
             */
            requireEmailVerification?: boolean;
            /** Role */
            role: string;
            /** Slug */
            slug: string;
            /**
             * @default {
             *       "id": "active",
             *       "name": "active"
             *     }
             */
            status?: components["schemas"]["NamedStatus"];
        };
        /** SentryProject */
        SentryProject: {
            /**
             * Access
             * @default []
             */
            access?: string[];
            /** Datecreated */
            dateCreated: string;
            /**
             * Features
             * @default []
             */
            features?: string[];
            /** Firstevent */
            firstEvent: string | null;
            /**
             * Hasaccess
             * @default true
             */
            hasAccess?: boolean;
            /** Id */
            id: string;
            /**
             * Isbookmarked
             * @default false
             */
            isBookmarked?: boolean;
            /**
             * Ismember
             * @default true
             */
            isMember?: boolean;
            /** Name */
            name: string;
            organization: components["schemas"]["SentryOrganization"];
            /** Platform */
            platform: string;
            /** Slug */
            slug: string;
            /** Status */
            status: string;
            /** @default null */
            team?: components["schemas"]["SentryTeam"] | null;
            /**
             * Teams
             * @default []
             */
            teams?: components["schemas"]["SentryTeam"][];
        };
        /**
         * SentryRelease
         * @description A release of all projects that have it; counts are those of all of them.
         */
        SentryRelease: {
            /** Authors */
            authors: components["schemas"]["CommitAuthor"][];
            /** Commitcount */
            commitCount: number;
            /** Data */
            data?: {
                [key: string]: unknown;
            };
            /** Datecreated */
            dateCreated: string;
            /** Datereleased */
            dateReleased: string | null;
            /** Deploycount */
            deployCount: number;
            /** Firstevent */
            firstEvent: string | null;
            /** Id */
            id: string;
            lastCommit: components["schemas"]["SentryCommit"] | null;
            lastDeploy: components["schemas"]["SentryDeploy"] | null;
            /** Lastevent */
            lastEvent: string | null;
            /** Newgroups */
            newGroups: number;
            /** Projects */
            projects: components["schemas"]["ReleaseProject"][];
            /** Ref */
            ref: string | null;
            /** Shortversion */
            shortVersion: string;
            /**
             * Status
             * @default open
             */
            status?: string;
            /** Url */
            url: string | null;
            /** Version */
            version: string;
            /** Versioninfo */
            versionInfo: {
                [key: string]: unknown;
            };
        };
        /**
         * SentryTeam
         * @description There is one team, of all members, as some clients insist on one.
         */
        SentryTeam: {
            /**
             * Access
             * @default []
             */
            access?: string[];
            /** Datecreated */
            dateCreated: string;
            /** Flags */
            flags?: {
                [key: string]: boolean;
            };
            /**
             * Hasaccess
             * @default true
             */
            hasAccess?: boolean;
            /** Id */
            id: string;
            /**
             * Ismember
             * @default true
             */
            isMember?: boolean;
            /**
             * Ispending
             * @default false
             */
            isPending?: boolean;
            /**
             * Membercount
             * @default 0
             */
            memberCount?: number;
            /** Name */
            name: string;
            /** Slug */
            slug: string;
            /**
             * Teamrole
             * @default null
             */
            teamRole?: string | null;
        };
        /** SentryUser */
        SentryUser: {
            /** Avatarurl */
            avatarUrl: string | null;
            /** Datejoined */
            dateJoined: string;
            /** Email */
            email: string;
            /** Emails */
            emails: components["schemas"]["UserEmail"][];
            /**
             * Has2Fa
             * @default false
             */
            has2fa?: boolean;
            /** Id */
            id: string;
            /** Isactive */
            isActive: boolean;
            /**
             * Issuperuser
             * @default false
             */
            isSuperuser?: boolean;
            /** Name */
            name: string;
            /** Options */
            options?: {
                [key: string]: unknown;
            };
            /** Username */
            username: string;
        };
        /** SessionAnswer */
        SessionAnswer: {
            /** Address */
            address: string | null;
            /** Created At */
            created_at: string;
            /** Id */
            id: string;
            /** Is Current */
            is_current: boolean;
            /** Last Used At */
            last_used_at: string;
            /** User Agent */
            user_agent: string | null;
        };
        /**
         * SettingsAnswer
         * @description Every setting, defaults included. *version* counts changes.
         */
        SettingsAnswer: {
            /**
             * @default {
             *       "ip_addresses": [],
             *       "releases": [],
             *       "error_messages": [],
             *       "browser_extensions": false,
             *       "web_crawlers": true,
             *       "localhost": false,
             *       "legacy_browsers": false
             *     }
             */
            filters?: components["schemas"]["FilterSettings-Output"];
            /**
             * @default {
             *       "version": "v1",
             *       "fingerprint_rules": [],
             *       "in_app_rules": []
             *     }
             */
            grouping?: components["schemas"]["GroupingConfig-Output"];
            /**
             * Monthly Budget
             * @default null
             */
            monthly_budget?: number | null;
            /**
             * Retention Days
             * @default 30
             * @enum {integer}
             */
            retention_days?: 7 | 30 | 90;
            /**
             * @default {
             *       "default_rules": true,
             *       "fields": [],
             *       "safe_fields": []
             *     }
             */
            scrub?: components["schemas"]["ScrubSettings-Output"];
            /**
             * Store Ip
             * @default true
             */
            store_ip?: boolean;
            /** Version */
            version: number;
        };
        /**
         * SettingsBody
         * @description A section that is told replaces the stored one whole; the others stay.
         *
         *     *version*, when told, must be the one that was read, or nothing is changed.
         */
        SettingsBody: {
            /**
             * @default {
             *       "ip_addresses": [],
             *       "releases": [],
             *       "error_messages": [],
             *       "browser_extensions": false,
             *       "web_crawlers": true,
             *       "localhost": false,
             *       "legacy_browsers": false
             *     }
             */
            filters?: components["schemas"]["FilterSettings-Input"];
            /**
             * @default {
             *       "version": "v1",
             *       "fingerprint_rules": [],
             *       "in_app_rules": []
             *     }
             */
            grouping?: components["schemas"]["GroupingConfig-Input"];
            /**
             * Monthly Budget
             * @default null
             */
            monthly_budget?: number | null;
            /**
             * Retention Days
             * @default 30
             * @enum {integer}
             */
            retention_days?: 7 | 30 | 90;
            /**
             * @default {
             *       "default_rules": true,
             *       "fields": [],
             *       "safe_fields": []
             *     }
             */
            scrub?: components["schemas"]["ScrubSettings-Input"];
            /**
             * Store Ip
             * @default true
             */
            store_ip?: boolean;
            /**
             * Version
             * @default null
             */
            version?: number | null;
        };
        /** ShortIdAnswer */
        ShortIdAnswer: {
            group: components["schemas"]["SentryIssue"];
            /** Groupid */
            groupId: string;
            /** Organizationslug */
            organizationSlug: string;
            /** Projectslug */
            projectSlug: string;
            /** Shortid */
            shortId: string;
        };
        /**
         * SignedInAnswer
         * @description *token* is the access token; the refresh token travels in a cookie only.
         */
        SignedInAnswer: {
            /** Expires In */
            expires_in: number;
            /** Token */
            token: string;
            user: components["schemas"]["UserAnswer"];
        };
        /** SlackAction */
        SlackAction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "slack";
            /** Url */
            url: string;
        };
        /**
         * SourceMapStatus
         * @description What a project has of source maps. *events_without_maps* counts those of the last 24 hours.
         */
        SourceMapStatus: {
            /** Events Without Maps */
            events_without_maps: number;
            /** Last Upload At */
            last_upload_at: string | null;
            /** Releases */
            releases: components["schemas"]["MappedRelease"][];
        };
        /**
         * SourceMapSummary
         * @description How many frames were mapped to their sources, and why others were not.
         */
        SourceMapSummary: {
            /** Mapped */
            mapped: number;
            /** Problems */
            problems: components["schemas"]["MapProblem"][];
            /** Unmapped */
            unmapped: number;
        };
        /**
         * StatusDetails
         * @description How it is resolved or ignored. Nothing said: resolved now, ignored for good.
         */
        StatusDetails: {
            /**
             * Ignore Count
             * @default null
             */
            ignore_count?: number | null;
            /**
             * Ignore Until
             * @default null
             */
            ignore_until?: string | null;
            /**
             * In Next Release
             * @default null
             */
            in_next_release?: boolean | null;
            /**
             * In Release
             * @default null
             */
            in_release?: string | null;
        };
        /** StatusDetailsAnswer */
        StatusDetailsAnswer: {
            /**
             * Ignore Count
             * @default null
             */
            ignore_count?: number | null;
            /**
             * Ignore Until
             * @default null
             */
            ignore_until?: string | null;
            /**
             * In Next Release
             * @default null
             */
            in_next_release?: boolean | null;
            /**
             * In Release
             * @default null
             */
            in_release?: string | null;
            /**
             * Resolved At
             * @default null
             */
            resolved_at?: string | null;
        };
        /**
         * SuspectCommit
         * @description *path* is the file that the commit changed and the issue's trace passes.
         */
        SuspectCommit: {
            commit: components["schemas"]["CommitAnswer"];
            /** Path */
            path: string;
            /** Release */
            release: string;
        };
        /** SuspectCommitList */
        SuspectCommitList: {
            /** Data */
            data: components["schemas"]["SuspectCommit"][];
        };
        /**
         * TagCondition
         * @description *value* may hold stars.
         */
        TagCondition: {
            /** Key */
            key: string;
            /** Value */
            value: string;
        };
        /** TagFacet */
        TagFacet: {
            /** Key */
            key: string;
            /** Other */
            other: number;
            /** Total */
            total: number;
            /** Values */
            values: components["schemas"]["TagValue"][];
        };
        /** TagKey */
        TagKey: {
            /** Key */
            key: string;
        };
        /** TagKeyList */
        TagKeyList: {
            /** Data */
            data: components["schemas"]["TagKey"][];
        };
        /** TagName */
        TagName: {
            /** Key */
            key: string;
            /** Name */
            name: string;
        };
        /** TagPair */
        TagPair: {
            /** Key */
            key: string;
            /** Value */
            value: string;
        };
        /**
         * TagValue
         * @description *share* is among the issue's events with this tag, *project_share* among the project's; both from 0 to 1.
         */
        TagValue: {
            /** Count */
            count: number;
            /**
             * Project Share
             * @default null
             */
            project_share?: number | null;
            /** Share */
            share: number;
            /** Value */
            value: string;
        };
        /** TagValueList */
        TagValueList: {
            /** Data */
            data: components["schemas"]["TagValueName"][];
        };
        /** TagValueName */
        TagValueName: {
            /** Value */
            value: string;
        };
        /**
         * TeamsAction
         * @description *url* is that of a workflow "Post to a channel when a webhook request is received".
         */
        TeamsAction: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "teams";
            /** Url */
            url: string;
        };
        /**
         * TelegramAction
         * @description *token* is a bot's, *chat_id* a chat it is in; *url* may be a Bot API server of one's own.
         */
        TelegramAction: {
            /** Chat Id */
            chat_id: string;
            /** Token */
            token: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "telegram";
            /**
             * Url
             * @default https://api.telegram.org
             */
            url?: string;
        };
        /**
         * TestSent
         * @description *id* is the one that receivers will see.
         */
        TestSent: {
            /** Id */
            id: string;
        };
        /**
         * TokenAnswer
         * @description *hint* is the token's last characters.
         */
        TokenAnswer: {
            /** Created At */
            created_at: string;
            /** Hint */
            hint: string;
            /** Id */
            id: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Name */
            name: string;
            /** Scopes */
            scopes: string[];
        };
        /** TokenBody */
        TokenBody: {
            /** Name */
            name: string;
            /** Scopes */
            scopes: ("org:read" | "org:write" | "org:admin" | "member:read" | "member:write" | "project:read" | "project:write" | "project:admin" | "project:releases" | "event:read" | "event:write" | "event:admin")[];
        };
        /**
         * TwoFactorAnswer
         * @description *enabled_at* is null where no second factor is asked for.
         */
        TwoFactorAnswer: {
            /** Enabled At */
            enabled_at: string | null;
            /** Recovery Codes Left */
            recovery_codes_left: number;
        };
        /** TwoFactorBeginBody */
        TwoFactorBeginBody: {
            /** Password */
            password: string;
        };
        /** TwoFactorCodeBody */
        TwoFactorCodeBody: {
            /** Code */
            code: string;
        };
        /** TwoFactorOffBody */
        TwoFactorOffBody: {
            /** Code */
            code: string;
            /** Password */
            password: string;
        };
        /**
         * UploadOptions
         * @description Small chunks, one a request: a Lambda function takes 6 MB, base64 and multipart included.
         */
        UploadOptions: {
            /** Accept */
            accept: string[];
            /** Chunksize */
            chunkSize: number;
            /** Chunksperrequest */
            chunksPerRequest: number;
            /** Compression */
            compression: string[];
            /** Concurrency */
            concurrency: number;
            /** Hashalgorithm */
            hashAlgorithm: string;
            /** Maxfilesize */
            maxFileSize: number;
            /** Maxrequestsize */
            maxRequestSize: number;
            /** Url */
            url: string;
        };
        /** UserAnswer */
        UserAnswer: {
            /** Avatar Url */
            avatar_url: string | null;
            /** Created At */
            created_at: string;
            /** Email */
            email: string;
            /** Email Verified */
            email_verified: boolean;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Updated At */
            updated_at: string;
        };
        /** UserEmail */
        UserEmail: {
            /** Email */
            email: string;
            /** Id */
            id: string;
            /** Isverified */
            isVerified: boolean;
        };
        /** VerifyEmailBody */
        VerifyEmailBody: {
            /** Token */
            token: string;
        };
        /**
         * WebhookAction
         * @description A JSON POST, signed: `X-MiniSentry-Signature: t=<seconds>,v1=<hex>`, HMAC-SHA256 of `<seconds>.<body>`.
         *
         *     It is signed as Standard Webhooks, too: `Webhook-Id`, `Webhook-Timestamp`, `Webhook-Signature`.
         */
        WebhookAction: {
            /** Secret */
            secret?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "webhook";
            /** Url */
            url: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Requests in a minute. */
        "RateLimit-Limit": string;
        /** @description Requests left in this minute. */
        "RateLimit-Remaining": string;
        /** @description Seconds until the minute ends. */
        "RateLimit-Reset": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
