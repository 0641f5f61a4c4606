-- Rows of the register that leave as a file: the wish with its decision, which children stood in it, and the encrypted archive for as long as it lives.
CREATE TABLE protection_export (
    "Id" TEXT NOT NULL CONSTRAINT "PK_protection_export" PRIMARY KEY,
    "PersonId" TEXT NOT NULL,
    "PostId" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL,
    "RegionCode" TEXT NOT NULL,
    "Purpose" TEXT NOT NULL,
    "Reason" BLOB NULL,
    "Group" TEXT NULL,
    "Stale" INTEGER NOT NULL,
    "Words" BLOB NULL,
    "Columns" TEXT NOT NULL,
    "Clear" INTEGER NOT NULL,
    "Rows" INTEGER NOT NULL,
    "Language" TEXT NOT NULL,
    "AskedAt" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "DecidedBy" TEXT NULL,
    "DecidedAt" TEXT NULL,
    "Answer" BLOB NULL,
    "Until" TEXT NOT NULL,
    "MadeAt" TEXT NULL,
    "Password" BLOB NULL,
    "ShownAt" TEXT NULL,
    "Downloads" INTEGER NOT NULL,
    "End" TEXT NULL,
    "EndedAt" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE INDEX "IX_protection_export_PersonId_AskedAt" ON protection_export ("PersonId", "AskedAt");
CREATE INDEX "IX_protection_export_UnitId_AskedAt" ON protection_export ("UnitId", "AskedAt");
CREATE INDEX "IX_protection_export_State_Until" ON protection_export ("State", "Until");
CREATE TABLE protection_exported_child (
    "ExportId" TEXT NOT NULL CONSTRAINT "FK_protection_exported_child_ExportId" REFERENCES protection_export ("Id"),
    "ChildId" TEXT NOT NULL CONSTRAINT "FK_protection_exported_child_ChildId" REFERENCES protection_child ("Id"),
    CONSTRAINT "PK_protection_exported_child" PRIMARY KEY ("ExportId", "ChildId")
);
CREATE INDEX "IX_protection_exported_child_ChildId" ON protection_exported_child ("ChildId");
CREATE TABLE protection_export_archive (
    "ExportId" TEXT NOT NULL CONSTRAINT "PK_protection_export_archive" PRIMARY KEY CONSTRAINT "FK_protection_export_archive_ExportId" REFERENCES protection_export ("Id"),
    "Bytes" BLOB NOT NULL
);
