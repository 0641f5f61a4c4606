-- Notices outside the console: where people are told, and which notices were said to a whole unit.
ALTER TABLE platform_notice ADD COLUMN "ToUnit" INTEGER NOT NULL DEFAULT 0;
CREATE TABLE platform_notice_route (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_notice_route" PRIMARY KEY,
    "Kind" TEXT NOT NULL,
    "PersonId" TEXT NULL,
    "UnitId" TEXT NULL,
    "Address" BLOB NULL,
    "Signing" BLOB NULL,
    "Shown" TEXT NOT NULL,
    "Language" TEXT NOT NULL,
    "AddedBy" TEXT NULL,
    "AddedAt" TEXT NOT NULL,
    "ConfirmedAt" TEXT NULL,
    "Code" TEXT NULL,
    "CodeUntil" TEXT NULL,
    "CodeTries" INTEGER NOT NULL,
    "ToldTo" TEXT NOT NULL,
    "NextAt" TEXT NOT NULL,
    "SentAt" TEXT NULL,
    "Failures" INTEGER NOT NULL,
    "EndedAt" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE INDEX "IX_platform_notice_route_PersonId" ON platform_notice_route ("PersonId");
CREATE INDEX "IX_platform_notice_route_UnitId" ON platform_notice_route ("UnitId");
CREATE INDEX "IX_platform_notice_route_EndedAt_NextAt" ON platform_notice_route ("EndedAt", "NextAt");
