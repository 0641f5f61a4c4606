-- Who is signed in where. Cookies from before name no session and end with this.
CREATE TABLE platform_session (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_session" PRIMARY KEY,
    "PersonId" TEXT NOT NULL,
    "StartedAt" TEXT NOT NULL,
    "SeenAt" TEXT NOT NULL,
    "EndedAt" TEXT NULL,
    "Address" TEXT NOT NULL,
    "Device" TEXT NOT NULL
);
CREATE INDEX "IX_platform_session_PersonId_StartedAt" ON platform_session ("PersonId", "StartedAt");
ALTER TABLE platform_person ADD COLUMN "MustChangePassword" INTEGER NOT NULL DEFAULT 0;
