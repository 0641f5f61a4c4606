-- Notices outside the console: where people are told, and which notices were said to a whole unit.
ALTER TABLE platform_notice ADD COLUMN "ToUnit" boolean NOT NULL DEFAULT FALSE;
CREATE TABLE platform_notice_route (
    "Id" uuid NOT NULL CONSTRAINT "PK_platform_notice_route" PRIMARY KEY,
    "Kind" character varying(12) NOT NULL,
    "PersonId" uuid NULL,
    "UnitId" uuid NULL,
    "Address" bytea NULL,
    "Signing" bytea NULL,
    "Shown" character varying(120) NOT NULL,
    "Language" character varying(10) NOT NULL,
    "AddedBy" uuid NULL,
    "AddedAt" timestamp with time zone NOT NULL,
    "ConfirmedAt" timestamp with time zone NULL,
    "Code" character varying(64) NULL,
    "CodeUntil" timestamp with time zone NULL,
    "CodeTries" integer NOT NULL,
    "ToldTo" timestamp with time zone NOT NULL,
    "NextAt" timestamp with time zone NOT NULL,
    "SentAt" timestamp with time zone NULL,
    "Failures" integer NOT NULL,
    "EndedAt" timestamp with time zone NULL,
    "Version" integer NOT NULL
);
CREATE INDEX "IX_platform_notice_route_PersonId" ON platform_notice_route ("PersonId");
CREATE INDEX "IX_platform_notice_route_UnitId" ON platform_notice_route ("UnitId");
CREATE INDEX "IX_platform_notice_route_EndedAt_NextAt" ON platform_notice_route ("EndedAt", "NextAt");
