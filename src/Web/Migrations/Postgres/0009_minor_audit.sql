-- The yearly audit of how minors' data are handled: one row a year, with its evidence and the receipt of its filing.
CREATE TABLE platform_minor_audit (
    "Id" uuid NOT NULL CONSTRAINT "PK_platform_minor_audit" PRIMARY KEY,
    "Year" integer NOT NULL,
    "State" character varying(16) NOT NULL,
    "OpenedAt" timestamp with time zone NOT NULL,
    "PackSha256" character varying(64) NULL,
    "PackMadeAt" timestamp with time zone NULL,
    "PackMadeBy" character varying(80) NULL,
    "ReceiptNumber" character varying(60) NULL,
    "FiledOn" date NULL,
    "FiledBy" character varying(80) NULL,
    "RemindedAt" timestamp with time zone NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_platform_minor_audit_Year" ON platform_minor_audit ("Year");
