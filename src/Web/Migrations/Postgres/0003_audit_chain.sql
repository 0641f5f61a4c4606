-- Audit entries become one chain. Those from before have no place in it; everything written from now on has.
ALTER TABLE platform_audit ADD COLUMN "Seq" bigint NULL;
ALTER TABLE platform_audit ADD COLUMN "Kind" character varying(12) NOT NULL DEFAULT 'Write';
ALTER TABLE platform_audit ADD COLUMN "Hash" character varying(64) NULL;
ALTER TABLE platform_audit ALTER COLUMN "Action" TYPE character varying(12);
CREATE UNIQUE INDEX "IX_platform_audit_Seq" ON platform_audit ("Seq");
CREATE INDEX "IX_platform_audit_PersonId_Seq" ON platform_audit ("PersonId", "Seq");

CREATE TABLE platform_audit_seal (
    "Seq" bigint NOT NULL CONSTRAINT "PK_platform_audit_seal" PRIMARY KEY,
    "Head" character varying(64) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "Signature" character varying(200) NOT NULL
);
