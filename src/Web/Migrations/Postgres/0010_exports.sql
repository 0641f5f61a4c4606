-- Rows of the register that leave as a file: the wish with its decision, which children stood in it, and the encrypted archive for as long as it lives.
CREATE TABLE protection_export (
    "Id" uuid NOT NULL CONSTRAINT "PK_protection_export" PRIMARY KEY,
    "PersonId" uuid NOT NULL,
    "PostId" uuid NOT NULL,
    "UnitId" uuid NOT NULL,
    "RegionCode" character varying(12) NOT NULL,
    "Purpose" character varying(20) NOT NULL,
    "Reason" bytea NULL,
    "Group" character varying(20) NULL,
    "Stale" boolean NOT NULL,
    "Words" bytea NULL,
    "Columns" character varying(120) NOT NULL,
    "Clear" boolean NOT NULL,
    "Rows" integer NOT NULL,
    "Language" character varying(10) NOT NULL,
    "AskedAt" timestamp with time zone NOT NULL,
    "State" character varying(10) NOT NULL,
    "DecidedBy" uuid NULL,
    "DecidedAt" timestamp with time zone NULL,
    "Answer" bytea NULL,
    "Until" timestamp with time zone NOT NULL,
    "MadeAt" timestamp with time zone NULL,
    "Password" bytea NULL,
    "ShownAt" timestamp with time zone NULL,
    "Downloads" integer NOT NULL,
    "End" character varying(10) NULL,
    "EndedAt" timestamp with time zone NULL,
    "Version" integer NOT NULL
);
CREATE INDEX "IX_protection_export_PersonId_AskedAt" ON protection_export ("PersonId", "AskedAt");
CREATE INDEX "IX_protection_export_UnitId_AskedAt" ON protection_export ("UnitId", "AskedAt");
CREATE INDEX "IX_protection_export_State_Until" ON protection_export ("State", "Until");
CREATE TABLE protection_exported_child (
    "ExportId" uuid NOT NULL CONSTRAINT "FK_protection_exported_child_ExportId" REFERENCES protection_export ("Id"),
    "ChildId" uuid NOT NULL CONSTRAINT "FK_protection_exported_child_ChildId" REFERENCES protection_child ("Id"),
    CONSTRAINT "PK_protection_exported_child" PRIMARY KEY ("ExportId", "ChildId")
);
CREATE INDEX "IX_protection_exported_child_ChildId" ON protection_exported_child ("ChildId");
CREATE TABLE protection_export_archive (
    "ExportId" uuid NOT NULL CONSTRAINT "PK_protection_export_archive" PRIMARY KEY CONSTRAINT "FK_protection_export_archive_ExportId" REFERENCES protection_export ("Id"),
    "Bytes" bytea NOT NULL
);
