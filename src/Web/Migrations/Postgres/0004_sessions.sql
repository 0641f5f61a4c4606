-- Who is signed in where. Cookies from before name no session and end with this.
CREATE TABLE platform_session (
    "Id" uuid NOT NULL CONSTRAINT "PK_platform_session" PRIMARY KEY,
    "PersonId" uuid NOT NULL,
    "StartedAt" timestamp with time zone NOT NULL,
    "SeenAt" timestamp with time zone NOT NULL,
    "EndedAt" timestamp with time zone NULL,
    "Address" character varying(45) NOT NULL,
    "Device" character varying(60) NOT NULL
);
CREATE INDEX "IX_platform_session_PersonId_StartedAt" ON platform_session ("PersonId", "StartedAt");
ALTER TABLE platform_person ADD COLUMN "MustChangePassword" boolean NOT NULL DEFAULT FALSE;
