-- The yearly audit of how minors' data are handled: one row a year, with its evidence and the receipt of its filing.
CREATE TABLE platform_minor_audit (
    "Id" TEXT NOT NULL CONSTRAINT "PK_platform_minor_audit" PRIMARY KEY,
    "Year" INTEGER NOT NULL,
    "State" TEXT NOT NULL,
    "OpenedAt" TEXT NOT NULL,
    "PackSha256" TEXT NULL,
    "PackMadeAt" TEXT NULL,
    "PackMadeBy" TEXT NULL,
    "ReceiptNumber" TEXT NULL,
    "FiledOn" TEXT NULL,
    "FiledBy" TEXT NULL,
    "RemindedAt" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_platform_minor_audit_Year" ON platform_minor_audit ("Year");
